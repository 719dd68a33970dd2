package io.github.vertxnsq.lookupd.bench;

import io.github.vertxnsq.lookupd.process.ChildProcess;
import io.github.vertxnsq.lookupd.process.DaemonLauncher;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * From the process's start to its first answer over HTTP, with the archive of classes and without.
 */
final class StartPart {
  private static final int STARTS = 11;
  private static final Path ARCHIVE = Path.of("target", "nsqlookupd.jsa");
  private static final String ARCHIVE_FLAG = "-XX:SharedArchiveFile=";
  private static final double TARGET_SECONDS = 0.4;
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(2);
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(30);
  private static final int ANSWER_MILLIS = 2_000;
  private static final byte[] PING =
      "GET /ping HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
          .getBytes(StandardCharsets.US_ASCII);

  private StartPart() {}

  static void measure(Bed bed) throws Exception {
    List<String> without =
        bed.options().jvmFlags().stream().filter(flag -> !flag.startsWith(ARCHIVE_FLAG)).toList();
    double seconds = median(bed, without);
    bed.report().add(Row.of(Part.START, "to the first /ping", seconds, "s"));
    if (Files.exists(ARCHIVE)) {
      List<String> with = new ArrayList<>(without);
      with.add(ARCHIVE_FLAG + ARCHIVE);
      bed.report()
          .add(
              Row.of(Part.START, "to the first /ping, with the archive", median(bed, with), "s")
                  .relativeTo(seconds)
                  .valueTo(Target.atMost(TARGET_SECONDS)));
    }
  }

  private static double median(Bed bed, List<String> jvmFlags) throws Exception {
    secondsToPing(bed, jvmFlags); // the files are in the system's cache afterwards
    List<Double> seconds = new ArrayList<>();
    for (int start = 0; start < bed.scaled(STARTS); start++) {
      seconds.add(secondsToPing(bed, jvmFlags));
    }
    return Figures.median(seconds, second -> second);
  }

  private static double secondsToPing(Bed bed, List<String> jvmFlags) throws Exception {
    int httpPort = freePort();
    ProcessBuilder command =
        new DaemonLauncher()
            .jvmFlags(jvmFlags.toArray(String[]::new))
            .onlyArguments("-tcp-address=127.0.0.1:0", "-http-address=127.0.0.1:" + httpPort)
            .command()
            .redirectError(bed.folder().resolve("start.log").toFile());
    long startNanos = System.nanoTime();
    try (ChildProcess daemon = ChildProcess.start(command)) {
      while (!isAnswered(httpPort)) {
        if (System.nanoTime() - startNanos > PATIENCE_NANOS) {
          throw new AssertionError("process " + daemon.pid() + " does not answer /ping");
        }
        LockSupport.parkNanos(PAUSE_NANOS);
      }
      return (System.nanoTime() - startNanos) / (double) TimeUnit.SECONDS.toNanos(1);
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /** By a plain socket: an HTTP client would first have to be loaded and warmed up itself. */
  private static boolean isAnswered(int port) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(ANSWER_MILLIS);
      socket.getOutputStream().write(PING);
      InputStream answer = socket.getInputStream();
      return new String(answer.readAllBytes(), StandardCharsets.US_ASCII)
          .startsWith("HTTP/1.1 200 ");
    } catch (IOException notYet) {
      return false;
    }
  }
}
