package io.github.vertxnsq.lookupd.failures;

import io.github.vertxnsq.lookupd.http.HttpProbe;
import io.github.vertxnsq.lookupd.process.DaemonLauncher;
import io.github.vertxnsq.lookupd.process.DaemonProcess;
import io.github.vertxnsq.lookupd.process.Eventually;
import java.io.IOException;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A process that is, or becomes, a member of a cluster. */
final class Node implements AutoCloseable {
  private static final Duration START = Duration.ofSeconds(30);
  private static final Duration EXIT = Duration.ofSeconds(6);
  private static final Pattern MEMBER = Pattern.compile(" INFO: CLUSTER: listening on (\\S+),");
  private static final int OK = 200;

  private final String name;
  private final DaemonProcess process;

  private Node(String name, DaemonProcess process) {
    this.name = name;
    this.process = process;
  }

  /** Returns at once; what the node becomes is awaited where it is asked for. */
  static Node launch(String name, String... arguments) throws IOException {
    return new Node(
        name,
        new DaemonLauncher()
            .arguments("-cluster", "-cluster-address=127.0.0.1:0", "-cluster-bus-address=:0")
            .arguments("-broadcast-address=" + name)
            .arguments(arguments)
            .start());
  }

  /** Where others find it; awaits that it is a member. */
  String clusterAddress() throws InterruptedException {
    Matcher said = MEMBER.matcher(process.awaitLogLine(MEMBER.pattern(), START));
    if (!said.find()) {
      throw new AssertionError("matched before, but not now: " + MEMBER);
    }
    return said.group(1);
  }

  int tcpPort() throws InterruptedException {
    return process.tcpPort();
  }

  /** Asks it over HTTP, once its port is open. */
  HttpProbe http() throws InterruptedException {
    return new HttpProbe(process.httpPort());
  }

  boolean isReady() throws IOException, InterruptedException {
    return http().get("/health/ready").status() == OK;
  }

  /** Awaits that it serves, for this long once it is a member. */
  void awaitReady(Duration atMost) throws Exception {
    clusterAddress();
    if (!Eventually.within(atMost, this::isReady)) {
      String health = http().get("/health/ready").text();
      throw new AssertionError(this + " is not ready after " + atMost + ": " + health + said());
    }
  }

  /** SIGKILL. */
  void kill() {
    process.kill();
  }

  /** SIGTERM, upon which it must exit in good order. */
  void stop() throws InterruptedException {
    process.terminate();
    int code = process.awaitExit(EXIT);
    boolean inGoodOrder = process.stderr().stream().anyMatch(line -> line.endsWith(" stopped"));
    if (code != 0 || !inGoodOrder) {
      throw new AssertionError(this + " exited with " + code + said());
    }
  }

  /** It does nothing until it is resumed, and its sockets stay as they are. */
  void suspend() throws IOException, InterruptedException {
    signal("STOP");
  }

  void resume() throws IOException, InterruptedException {
    signal("CONT");
  }

  private void signal(String signal) throws IOException, InterruptedException {
    String pid = Long.toString(process.pid());
    int exit = new ProcessBuilder("kill", "-" + signal, pid).inheritIO().start().waitFor();
    if (exit != 0) {
      throw new AssertionError("kill -" + signal + " " + pid + " failed with " + exit);
    }
  }

  /** All it has logged. */
  String said() {
    return "\n--- " + name + "\n" + String.join("\n", process.stderr()) + "\n---";
  }

  /** Whether it has opened its port for producers, as it does once it is ready. */
  boolean hasOpenedForProducers() {
    return process.stderr().stream().anyMatch(line -> line.contains("TCP: listening"));
  }

  @Override
  public void close() {
    process.close();
  }

  @Override
  public String toString() {
    return name;
  }
}
