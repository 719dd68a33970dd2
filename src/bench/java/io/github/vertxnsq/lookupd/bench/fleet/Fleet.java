package io.github.vertxnsq.lookupd.bench.fleet;

import io.github.vertxnsq.lookupd.bench.JavaCommand;
import io.github.vertxnsq.lookupd.bench.Names;
import io.github.vertxnsq.lookupd.process.ChildProcess;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/**
 * A {@link FleetMain}, seen from here: producers of one server. Each method returns when all have
 * done what it says.
 */
public final class Fleet implements AutoCloseable {
  // Its own collections must not be taken for the daemon's pauses.
  private static final List<String> JVM_FLAGS =
      List.of("-XX:+UseSerialGC", "-Xms768m", "-Xmx768m", "-Xmn512m");
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final int AT_ONCE = 256;
  private static final int PIPELINED = 100;

  private final ChildProcess process;
  private int commands;

  private Fleet(ChildProcess process) {
    this.process = process;
  }

  /**
   * Nobody yet.
   *
   * @param port for producers, of a server
   * @param name what the producers' hosts are called, with a number each
   */
  public static Fleet at(int port, String name) throws IOException {
    ProcessBuilder command =
        JavaCommand.of(JVM_FLAGS, FleetMain.class, Integer.toString(port), name);
    return new Fleet(ChildProcess.start(command));
  }

  /** More producers connect and identify, a few hundred at a time. */
  public Told connect(int count) throws IOException, InterruptedException {
    return ask("connect " + count + " " + AT_ONCE);
  }

  /** All producers register what is theirs, each waiting for every answer, as nsqd does. */
  public Told register(Names names) throws IOException, InterruptedException {
    return ask("register " + words(names) + " 1");
  }

  /**
   * All producers register what is theirs, each waiting for every answer, and for that long from
   * one line to its next.
   */
  public Told registerSlowly(Names names, Duration every) throws IOException, InterruptedException {
    return ask("register-slowly " + words(names) + " " + every.toMillis());
  }

  /** All producers register what is theirs, as fast as can be; the latencies are of no use. */
  public Told fill(Names names) throws IOException, InterruptedException {
    return ask("register " + words(names) + " " + PIPELINED);
  }

  /** So many producers connect, identify and register in lockstep, all at once. */
  public Told storm(int count, Names names) throws IOException, InterruptedException {
    return ask("storm " + count + " " + words(names));
  }

  /** From now on each of those that are there PINGs so often. */
  public void ping(Duration interval) throws IOException, InterruptedException {
    ask("ping " + interval.toMillis());
  }

  /** The PINGs answered since they were asked for last. */
  public Told pings() throws IOException, InterruptedException {
    return ask("pings");
  }

  /** All close their sockets at once. */
  public void leave() throws IOException, InterruptedException {
    ask("leave");
  }

  private static String words(Names names) {
    return names.prefix() + " " + names.topics() + " " + names.perProducer();
  }

  private Told ask(String command) throws IOException, InterruptedException {
    process.send(command);
    String number = ++commands + " ";
    String answer =
        process.awaitStdout("answer to " + command, line -> line.startsWith(number), PATIENCE);
    JsonObject told = new JsonObject(answer.substring(number.length()));
    if (told.containsKey("failure")) {
      throw new AssertionError(command + ": " + told.getString("failure"));
    }
    return Told.of(told);
  }

  @Override
  public void close() {
    process.close();
  }
}
