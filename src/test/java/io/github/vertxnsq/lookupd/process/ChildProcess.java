package io.github.vertxnsq.lookupd.process;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A process a test has started: what it says, how it is told to end, how it ended. Everything is
 * awaited with a deadline, and a deadline missed fails with all the process has written.
 */
public final class ChildProcess implements AutoCloseable {
  // "VmRSS:	   75000 kB" in /proc/<pid>/status
  private static final Pattern RESIDENT = Pattern.compile("VmRSS:\\s+(\\d+) kB");
  private static final Duration OUTPUT_AFTER_EXIT = Duration.ofSeconds(5);

  // A test run that is itself ended half-way must not leave its children running.
  private static final Set<Process> RUNNING = ConcurrentHashMap.newKeySet();

  static {
    Runtime.getRuntime()
        .addShutdownHook(new Thread(() -> RUNNING.forEach(Process::destroyForcibly)));
  }

  private final Process process;
  private final OutputLines stdout;
  private final OutputLines stderr;

  private ChildProcess(Process process) {
    this.process = process;
    this.stdout = OutputLines.of(process.getInputStream(), "stdout of " + process.pid());
    this.stderr = OutputLines.of(process.getErrorStream(), "stderr of " + process.pid());
  }

  public static ChildProcess start(ProcessBuilder command) throws IOException {
    Process process = command.start();
    RUNNING.add(process);
    return new ChildProcess(process);
  }

  public long pid() {
    return process.pid();
  }

  public List<String> stdout() {
    return stdout.snapshot();
  }

  public List<String> stderr() {
    return stderr.snapshot();
  }

  public String awaitStdout(String what, Predicate<String> wanted, Duration atMost)
      throws InterruptedException {
    return await(stdout, what, wanted, atMost);
  }

  public String awaitStderr(String what, Predicate<String> wanted, Duration atMost)
      throws InterruptedException {
    return await(stderr, what, wanted, atMost);
  }

  /** Writes a line to its standard input. */
  public void send(String line) throws IOException {
    OutputStream stdin = process.getOutputStream();
    stdin.write((line + "\n").getBytes(UTF_8));
    stdin.flush();
  }

  /** Resident memory, as Linux counts it. */
  public long rssBytes() throws IOException {
    String status = Files.readString(Path.of("/proc", Long.toString(pid()), "status"));
    Matcher matcher = RESIDENT.matcher(status);
    if (!matcher.find()) {
      throw new AssertionError("no VmRSS, the process has ended:\n" + status);
    }
    return Long.parseLong(matcher.group(1)) * 1024;
  }

  /** SIGTERM. */
  public void terminate() {
    // By its handle: Process.destroy() also closes the streams, and its last words would be lost.
    process.toHandle().destroy();
  }

  /** SIGINT, for which Java has no method. */
  public void interrupt() throws IOException, InterruptedException {
    int exit =
        new ProcessBuilder("kill", "-INT", Long.toString(pid())).inheritIO().start().waitFor();
    if (exit != 0) {
      throw new AssertionError("kill -INT " + pid() + " failed with " + exit);
    }
  }

  /** SIGKILL. */
  public void kill() {
    process.toHandle().destroyForcibly();
  }

  /** The exit code; all output has been read when this returns. */
  public int awaitExit(Duration atMost) throws InterruptedException {
    if (!process.waitFor(atMost.toNanos(), TimeUnit.NANOSECONDS)) {
      throw new AssertionError("still running after " + atMost + everything());
    }
    RUNNING.remove(process);
    stdout.awaitEnd(OUTPUT_AFTER_EXIT);
    stderr.awaitEnd(OUTPUT_AFTER_EXIT);
    return process.exitValue();
  }

  @Override
  public void close() {
    kill();
    // Not when the kill has been asked for but when it has happened: its ports are free then.
    process.onExit().join();
    RUNNING.remove(process);
  }

  private String await(OutputLines output, String what, Predicate<String> wanted, Duration atMost)
      throws InterruptedException {
    return output
        .await(wanted, atMost)
        .orElseThrow(
            () -> {
              String when = output.hasEnded() ? "before the process ended" : "within " + atMost;
              return new AssertionError("no " + what + " " + when + everything());
            });
  }

  private String everything() {
    return "\n--- stdout\n"
        + String.join("\n", stdout())
        + "\n--- stderr\n"
        + String.join("\n", stderr())
        + "\n---";
  }
}
