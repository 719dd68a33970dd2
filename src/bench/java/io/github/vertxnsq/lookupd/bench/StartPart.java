package io.github.vertxnsq.lookupd.bench;

import io.github.vertxnsq.lookupd.process.ChildProcess;
import io.github.vertxnsq.lookupd.process.DaemonLauncher;
import io.github.vertxnsq.lookupd.wire.ProducerConnection;
import io.github.vertxnsq.lookupd.wire.ProducerIdentity;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * From the process's start until a producer can connect, until it is answered, and until the first
 * answer over HTTP; with the archive of classes and without.
 */
final class StartPart {
  private static final int STARTS = 11;
  private static final Path ARCHIVE = Path.of("target", "nsqlookupd.jsa");
  private static final String ARCHIVE_FLAG = "-XX:SharedArchiveFile=";
  private static final double PING_SECONDS = 0.5;
  private static final double PORT_SECONDS = 0.3;
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(2);
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(30);
  private static final int ANSWER_MILLIS = 2_000;
  private static final byte[] PING =
      "GET /ping HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
          .getBytes(StandardCharsets.US_ASCII);

  private StartPart() {}

  /** What passed between the start of the process and each of these. */
  private record Times(double port, double ping, double identified) {}

  static void measure(Bed bed) throws Exception {
    List<String> without =
        bed.options().jvmFlags().stream().filter(flag -> !flag.startsWith(ARCHIVE_FLAG)).toList();
    Times cold = median(bed, without);
    bed.report().add(Row.of(Part.START, "to the first /ping", cold.ping(), "s"));
    if (Files.exists(ARCHIVE)) {
      List<String> with = new ArrayList<>(without);
      with.add(ARCHIVE_FLAG + ARCHIVE);
      Times warm = median(bed, with);
      Report report = bed.report();
      report.add(
          Row.of(Part.START, "to the first /ping, with the archive", warm.ping(), "s")
              .relativeTo(cold.ping())
              .valueTo(Target.atMost(PING_SECONDS)));
      report.add(
          Row.of(Part.START, "until a producer can connect", warm.port(), "s")
              .relativeTo(cold.port())
              .valueTo(Target.atMost(PORT_SECONDS)));
      report.add(
          Row.of(Part.START, "until its IDENTIFY is answered", warm.identified(), "s")
              .relativeTo(cold.identified()));
    }
  }

  private static Times median(Bed bed, List<String> jvmFlags) throws Exception {
    start(bed, jvmFlags); // the files are in the system's cache afterwards
    List<Times> starts = new ArrayList<>();
    for (int start = 0; start < bed.scaled(STARTS); start++) {
      starts.add(start(bed, jvmFlags));
    }
    return new Times(
        Figures.median(starts, Times::port).port(),
        Figures.median(starts, Times::ping).ping(),
        Figures.median(starts, Times::identified).identified());
  }

  private static Times start(Bed bed, List<String> jvmFlags) throws Exception {
    int tcpPort = freePort();
    int httpPort = freePort();
    ProcessBuilder command =
        new DaemonLauncher()
            .jvmFlags(jvmFlags.toArray(String[]::new))
            .onlyArguments(
                "-tcp-address=127.0.0.1:" + tcpPort, "-http-address=127.0.0.1:" + httpPort)
            .command()
            .redirectError(bed.folder().resolve("start.log").toFile());
    long startNanos = System.nanoTime();
    try (ChildProcess daemon = ChildProcess.start(command);
        ProducerConnection producer = connect(tcpPort, startNanos)) {
      double port = secondsSince(startNanos);
      CompletableFuture<Double> identified =
          CompletableFuture.supplyAsync(
              () -> {
                try {
                  producer.identify(ProducerIdentity.numbered("early", 1));
                  return secondsSince(startNanos);
                } catch (IOException failed) {
                  throw new UncheckedIOException(failed);
                }
              });
      while (!isAnswered(httpPort)) {
        pause(startNanos, "process " + daemon.pid() + " does not answer /ping");
      }
      double ping = secondsSince(startNanos);
      return new Times(port, ping, identified.join());
    }
  }

  private static ProducerConnection connect(int port, long startNanos) {
    while (true) {
      try {
        return ProducerConnection.open(port);
      } catch (IOException refused) {
        pause(startNanos, "port " + port + " does not open");
      }
    }
  }

  private static void pause(long startNanos, String trouble) {
    if (System.nanoTime() - startNanos > PATIENCE_NANOS) {
      throw new AssertionError(trouble);
    }
    LockSupport.parkNanos(PAUSE_NANOS);
  }

  private static double secondsSince(long startNanos) {
    return (System.nanoTime() - startNanos) / (double) TimeUnit.SECONDS.toNanos(1);
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
