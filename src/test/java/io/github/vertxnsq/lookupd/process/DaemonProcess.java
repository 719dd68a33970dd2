package io.github.vertxnsq.lookupd.process;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The runnable jar, running. Started by a {@link DaemonLauncher}; its ports are those it says it
 * listens on, so that tests can run beside each other and beside anything else on the machine.
 */
public final class DaemonProcess implements AutoCloseable {
  // "… INFO: TCP: listening on 127.0.0.1:41234"
  private static final Pattern TCP_LISTENING =
      Pattern.compile(" INFO: TCP: listening on \\S+:(\\d+)$");
  private static final Pattern HTTP_LISTENING =
      Pattern.compile(" INFO: HTTP: listening on \\S+:(\\d+)$");
  private static final Pattern HTTPS_LISTENING =
      Pattern.compile(" INFO: HTTPS: listening on \\S+:(\\d+)$");
  private static final Pattern TCP_TLS_LISTENING =
      Pattern.compile(" INFO: TCP TLS: listening on \\S+:(\\d+)$");
  private static final Duration START = Duration.ofSeconds(30);

  private final ChildProcess process;

  DaemonProcess(ChildProcess process) {
    this.process = process;
  }

  /** A daemon on free ports of the loopback, with these arguments besides. */
  public static DaemonProcess start(String... arguments) throws IOException {
    return new DaemonLauncher().arguments(arguments).start();
  }

  /** The port producers connect to, awaited when the daemon does not listen yet. */
  public int tcpPort() throws InterruptedException {
    return awaitPort(TCP_LISTENING);
  }

  /** The port consumers ask, awaited when the daemon does not listen yet. */
  public int httpPort() throws InterruptedException {
    return awaitPort(HTTP_LISTENING);
  }

  /** The port consumers ask over TLS, awaited when the daemon does not listen yet. */
  public int httpsPort() throws InterruptedException {
    return awaitPort(HTTPS_LISTENING);
  }

  /** The port producers connect to over TLS, awaited when the daemon does not listen yet. */
  public int tcpTlsPort() throws InterruptedException {
    return awaitPort(TCP_TLS_LISTENING);
  }

  private int awaitPort(Pattern announcement) throws InterruptedException {
    Matcher matcher = announcement.matcher(awaitLogLine(announcement.pattern(), START));
    if (!matcher.find()) {
      throw new AssertionError("matched before, but not now: " + announcement);
    }
    return Integer.parseInt(matcher.group(1));
  }

  /** The first log line, old or new, in which the regular expression is found. */
  public String awaitLogLine(String regex, Duration atMost) throws InterruptedException {
    return process.awaitStderr(
        "log line with " + regex, Pattern.compile(regex).asPredicate(), atMost);
  }

  /** SIGTERM. */
  public void terminate() {
    process.terminate();
  }

  /** SIGINT. */
  public void interrupt() throws IOException, InterruptedException {
    process.interrupt();
  }

  /** SIGKILL. */
  public void kill() {
    process.kill();
  }

  /** The exit code; all output has been read when this returns. */
  public int awaitExit(Duration atMost) throws InterruptedException {
    return process.awaitExit(atMost);
  }

  public List<String> stdout() {
    return process.stdout();
  }

  public List<String> stderr() {
    return process.stderr();
  }

  public long pid() {
    return process.pid();
  }

  /** Resident memory, as Linux counts it. */
  public long rssBytes() throws IOException {
    return process.rssBytes();
  }

  @Override
  public void close() {
    process.close();
  }
}
