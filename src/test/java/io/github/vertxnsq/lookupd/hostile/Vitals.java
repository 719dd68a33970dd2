package io.github.vertxnsq.lookupd.hostile;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.vertxnsq.lookupd.http.HttpProbe;
import io.github.vertxnsq.lookupd.process.DaemonProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * What a daemon holds.
 *
 * @param heapBytes used after a full collection
 * @param budgetBytes of memory that the daemon counts as taken by clients
 * @param connections of producers
 * @param openFiles of the process, sockets among them
 */
public record Vitals(long heapBytes, long budgetBytes, long connections, long openFiles) {
  private static final Path JCMD = Path.of(System.getProperty("java.home"), "bin", "jcmd");
  private static final long COLLECTION_SECONDS = 20;

  /**
   * What code that ran for the first time leaves behind, what is kept of answers and of events for
   * the next to ask, and names that are remembered.
   */
  private static final long HEAP_TOLERANCE = 16L << 20;

  /** Of connections of the tests themselves. */
  private static final long BUDGET_TOLERANCE = 64L << 10;

  /** What keep-alive connections of the tests themselves may take. */
  private static final long FILES_TOLERANCE = 16;

  /** Asks it, after a full collection. */
  public static Vitals of(DaemonProcess daemon) throws IOException, InterruptedException {
    collectGarbage(daemon.pid());
    String metrics = new HttpProbe(daemon.httpPort()).get("/metrics").text();
    return new Vitals(
        sum(metrics, "jvm_memory_used_bytes{area=\"heap\""),
        sum(metrics, "nsqlookupd_client_memory_bytes{"),
        sum(metrics, "nsqlookupd_connections "),
        openFiles(daemon.pid()));
  }

  /** Whether there is no more of anything than before, but for a little. */
  public boolean areBackTo(Vitals before) {
    return heapBytes <= before.heapBytes + HEAP_TOLERANCE
        && budgetBytes <= before.budgetBytes + BUDGET_TOLERANCE
        && connections <= before.connections
        && openFiles <= before.openFiles + FILES_TOLERANCE;
  }

  /** A test cannot see from outside what is garbage; without a JDK's jcmd all counts as held. */
  private static void collectGarbage(long pid) throws IOException, InterruptedException {
    if (Files.isExecutable(JCMD)) {
      Process jcmd =
          new ProcessBuilder(JCMD.toString(), Long.toString(pid), "GC.run")
              .redirectErrorStream(true)
              .start();
      if (!jcmd.waitFor(COLLECTION_SECONDS, TimeUnit.SECONDS)) {
        jcmd.destroyForcibly();
        throw new AssertionError("no garbage collection within " + COLLECTION_SECONDS + " s");
      }
      String said = new String(jcmd.getInputStream().readAllBytes(), UTF_8);
      assertEquals(0, jcmd.exitValue(), said);
    }
  }

  /** Of the values of all series whose line begins so. */
  private static long sum(String metrics, String prefix) {
    double sum =
        metrics
            .lines()
            .filter(line -> line.startsWith(prefix))
            .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
            .sum();
    return (long) sum;
  }

  private static long openFiles(long pid) throws IOException {
    try (Stream<Path> files = Files.list(Path.of("/proc", Long.toString(pid), "fd"))) {
      return files.count();
    }
  }
}
