package io.github.vertxnsq.lookupd.metrics;

import io.github.vertxnsq.lookupd.registry.Command;
import io.github.vertxnsq.lookupd.registry.Decision;
import io.github.vertxnsq.lookupd.registry.Refusal;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * Commands by kind and result, whether they got as far as the registry or not, and how long they
 * waited for it.
 */
public final class CommandMeters implements Command.Cases<CommandMeters.Kind> {
  static final String NAME = "nsqlookupd.commands";

  private final MeterRegistry meters;
  private final Kind identify;
  private final Kind ping;
  private final Kind register;
  private final Kind unregister;
  private final Kind disconnect;
  private final Kind create;
  private final Kind delete;
  private final Kind setTombstone;
  private final Timer wait;

  /** Registers the meters. */
  public CommandMeters(MeterRegistry meters) {
    this.meters = meters;
    identify = new Kind("identify");
    ping = new Kind("ping");
    register = new Kind("register");
    unregister = new Kind("unregister");
    disconnect = new Kind("disconnect");
    create = new Kind("create");
    delete = new Kind("delete");
    setTombstone = new Kind("tombstone");
    wait =
        Timer.builder("nsqlookupd.registry.wait")
            .description("Time from sending commands to the registry until it takes them up")
            .serviceLevelObjectives(
                Duration.ofNanos(100_000),
                Duration.ofMillis(1),
                Duration.ofMillis(10),
                Duration.ofMillis(100),
                Duration.ofSeconds(1))
            .register(meters);
  }

  /** The registry decided a command. */
  public void decided(Command command, Decision decision) {
    command.fold(this).of(decision.refusal()).increment();
  }

  /** A PING was answered without the registry: nobody had identified. */
  public void pingedAnonymously() {
    ping.of(null).increment();
  }

  /**
   * A command was refused before it reached the registry.
   *
   * @param command what it was, in lower case; {@code unknown} if it was none
   * @param code the error code that was answered
   */
  public void rejected(String command, String code) {
    counter(command, code).increment();
  }

  /** Commands waited this long for the registry. */
  public void waited(long nanos) {
    wait.record(nanos, TimeUnit.NANOSECONDS);
  }

  @Override
  public Kind identify(Command.Identify command) {
    return identify;
  }

  @Override
  public Kind ping(Command.Ping command) {
    return ping;
  }

  @Override
  public Kind register(Command.Register command) {
    return register;
  }

  @Override
  public Kind unregister(Command.Unregister command) {
    return unregister;
  }

  @Override
  public Kind disconnect(Command.Disconnect command) {
    return disconnect;
  }

  @Override
  public Kind create(Command.Create command) {
    return create;
  }

  @Override
  public Kind delete(Command.Delete command) {
    return delete;
  }

  @Override
  public Kind setTombstone(Command.SetTombstone command) {
    return setTombstone;
  }

  private Counter counter(String command, String result) {
    return Counter.builder(NAME)
        .description("Commands by kind and result")
        .tag("command", command)
        .tag("result", result.toLowerCase(Locale.ROOT))
        .register(meters);
  }

  /**
   * The counters of one kind of command; granted ones, nearly all, are counted without a search.
   */
  public final class Kind {
    private final String command;
    private final Counter ok;

    private Kind(String command) {
      this.command = command;
      this.ok = counter(command, "ok");
    }

    private Counter of(Refusal refusal) {
      return refusal == null ? ok : counter(command, refusal.name());
    }
  }
}
