package io.github.vertxnsq.lookupd.bench.server;

import io.github.vertxnsq.lookupd.process.ChildProcess;
import io.github.vertxnsq.lookupd.process.DaemonLauncher;
import io.github.vertxnsq.lookupd.process.Eventually;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The daemon's jar, running as its users run it: it logs as it does by default, to a file. (Tests
 * collect its log in memory; at hundreds of thousands of lines, the harness would feel that.)
 */
public final class Daemon implements Server {
  private static final Duration START = Duration.ofSeconds(90);
  private static final Pattern TCP = Pattern.compile(" TCP: listening on \\S+:(\\d+)\n");
  private static final Pattern HTTP = Pattern.compile(" HTTP: listening on \\S+:(\\d+)\n");

  private static final Pattern MEMBER = Pattern.compile(" CLUSTER: listening on (\\S+),");

  private final ChildProcess process;
  private final Path log;
  private final int tcpPort;
  private final int httpPort;

  private Daemon(ChildProcess process, Path log, int tcpPort, int httpPort) {
    this.process = process;
    this.log = log;
    this.tcpPort = tcpPort;
    this.httpPort = httpPort;
  }

  /**
   * Starts it on free ports of the loopback and returns when both are open.
   *
   * @param log is written anew
   * @param arguments besides those for the ports
   */
  public static Daemon start(List<String> jvmFlags, Path log, String... arguments)
      throws Exception {
    DaemonLauncher launcher =
        new DaemonLauncher().jvmFlags(jvmFlags.toArray(String[]::new)).arguments(arguments);
    ChildProcess process = ChildProcess.start(launcher.command().redirectError(log.toFile()));
    try {
      if (!Eventually.within(START, () -> find(HTTP, log) && find(TCP, log))) {
        throw new AssertionError("the daemon does not listen; it says: " + Files.readString(log));
      }
      return new Daemon(process, log, port(TCP, log), port(HTTP, log));
    } catch (Exception | Error noStart) {
      process.close();
      throw noStart;
    }
  }

  private static boolean find(Pattern announcement, Path log) throws IOException {
    return announcement.matcher(Files.readString(log)).find();
  }

  private static int port(Pattern announcement, Path log) throws IOException {
    return Integer.parseInt(announced(announcement, log));
  }

  private static String announced(Pattern announcement, Path log) throws IOException {
    Matcher matcher = announcement.matcher(Files.readString(log));
    if (!matcher.find()) {
      throw new AssertionError("not announced: " + announcement);
    }
    return matcher.group(1);
  }

  /** Where other daemons join it, if it was started with {@code -cluster}. */
  public String memberAddress() throws IOException {
    return announced(MEMBER, log);
  }

  @Override
  public int tcpPort() {
    return tcpPort;
  }

  @Override
  public int httpPort() {
    return httpPort;
  }

  /** How long it has kept processors busy so far. */
  public Duration cpuTime() {
    return ProcessHandle.of(process.pid())
        .flatMap(it -> it.info().totalCpuDuration())
        .orElseThrow();
  }

  @Override
  public long rssBytes() throws IOException {
    return process.rssBytes();
  }

  @Override
  public void close() {
    process.close();
  }
}
