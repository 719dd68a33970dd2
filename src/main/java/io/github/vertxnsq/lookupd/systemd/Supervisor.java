package io.github.vertxnsq.lookupd.systemd;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * systemd, or whoever else started this process and listens to how it is. Where nobody does,
 * telling does nothing. Safe for use by several threads.
 */
public final class Supervisor {
  private static final Logger LOG = LoggerFactory.getLogger(Supervisor.class);
  private static final long NO_WATCHDOG = 0;

  /** Twice in the time after which systemd gives up, as it recommends. */
  private static final int SIGNS_PER_TIMEOUT = 2;

  private final Consumer<String> socket;
  private final long watchdogMillis;

  /**
   * @param socket takes the messages
   * @param watchdogMillis without a sign of life for so long the process is ended; 0: it is not
   */
  Supervisor(Consumer<String> socket, long watchdogMillis) {
    this.socket = socket;
    this.watchdogMillis = watchdogMillis;
  }

  /**
   * Whoever this environment names. To be called before there is a Vert.x: where nobody is named,
   * no native library is loaded in this process from then on.
   *
   * @param environment of the process: {@code NOTIFY_SOCKET}, an absolute path or the name of an
   *     abstract socket behind an {@code @}; {@code WATCHDOG_USEC}, in microseconds; {@code
   *     WATCHDOG_PID}, whom that concerns
   * @return who cannot be reached is logged, and told nothing
   */
  public static Supervisor of(Map<String, String> environment) {
    String socket = environment.getOrDefault("NOTIFY_SOCKET", "");
    if (socket.isEmpty()) {
      // Else Vert.x would load what is there for us, to find out whether it could use it.
      System.setProperty("io.netty.transport.noNative", "true");
      return new Supervisor(message -> {}, NO_WATCHDOG);
    }
    return new Supervisor(NotifySocket.open(socket), watchdogMillis(environment));
  }

  static long watchdogMillis(Map<String, String> environment) {
    String micros = environment.getOrDefault("WATCHDOG_USEC", "");
    String self = Long.toString(ProcessHandle.current().pid());
    if (micros.isEmpty() || !environment.getOrDefault("WATCHDOG_PID", self).equals(self)) {
      return NO_WATCHDOG;
    }
    try {
      return TimeUnit.MICROSECONDS.toMillis(Long.parseUnsignedLong(micros));
    } catch (NumberFormatException notANumber) {
      LOG.warn(
          "environment WATCHDOG_USEC: \"{}\" is not a number of microseconds, it is ignored",
          micros);
      return NO_WATCHDOG;
    }
  }

  /** The process is at work on its start. */
  public void starting() {
    socket.accept("STATUS=starting");
  }

  /**
   * The start is done.
   *
   * @param status what there is now, for people; one line
   */
  public void ready(String status) {
    socket.accept("READY=1\nSTATUS=" + status);
  }

  /** The process has begun to end. */
  public void stopping() {
    socket.accept("STOPPING=1\nSTATUS=stopping");
  }

  /**
   * From now on gives a sign of life as often as the supervisor wants one, whenever there is one.
   *
   * @param vertx has the timer
   * @param signOfLife asked each time; only what succeeds is passed on
   */
  public void watch(Vertx vertx, Supplier<? extends Future<?>> signOfLife) {
    if (watchdogMillis != NO_WATCHDOG) {
      vertx.setPeriodic(
          Math.max(1, watchdogMillis / SIGNS_PER_TIMEOUT),
          timer -> signOfLife.get().onSuccess(alive -> socket.accept("WATCHDOG=1")));
    }
  }
}
