package io.github.vertxnsq.lookupd.hostile;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.vertxnsq.lookupd.http.HttpProbe;
import io.github.vertxnsq.lookupd.limits.OutOfMemory;
import io.github.vertxnsq.lookupd.process.ChildProcess;
import io.github.vertxnsq.lookupd.process.DaemonLauncher;
import io.github.vertxnsq.lookupd.process.DaemonProcess;
import io.github.vertxnsq.lookupd.process.Eventually;
import io.github.vertxnsq.lookupd.process.InstalledJava;
import io.github.vertxnsq.lookupd.wire.ProducerConnection;
import io.github.vertxnsq.lookupd.wire.ProducerIdentity;
import java.time.Duration;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Little memory outside of the heap: what clients hold of it is bounded, so it does not end. Where
 * it ends all the same, so does the process.
 */
@Timeout(120)
final class OutOfMemoryIT {
  private static final Duration SOON = Duration.ofSeconds(30);
  private static final int CLIENTS = 200;

  /** With fewer the system's own buffers, of 4 MB each, would take all answers of a client. */
  private static final int TOPICS = 5_000;

  /** All clients together may hold half of it, and each asks for more than a 60th. */
  private static final String LITTLE = "-XX:MaxDirectMemorySize=8m";

  @ParameterizedTest
  @ValueSource(strings = {"@conf/jvm.options", "-Xshare:auto"})
  void clientsCannotTakeAllOfIt(String flags) throws Exception {
    try (DaemonProcess daemon = new DaemonLauncher().jvmFlags(flags, "-Xmx128m", LITTLE).start();
        GoodProducer good = new GoodProducer(daemon.tcpPort())) {
      HttpProbe http = new HttpProbe(daemon.httpPort());
      try (ProducerConnection holder = ProducerConnection.open(daemon.tcpPort())) {
        holder.identify(ProducerIdentity.numbered("holder", 1));
        for (int i = 0; i < TOPICS; i++) {
          holder.must("REGISTER " + "long".repeat(14) + i);
        }
      }
      byte[] requests = "GET /topics HTTP/1.1\r\nHost: x\r\n\r\n".repeat(20).getBytes(ISO_8859_1);
      try (Strangers deaf = Strangers.connect(CLIENTS, daemon.httpPort(), Stranger::connectDeaf)) {
        for (Stranger one : deaf) {
          one.sendWhatIsTaken(requests);
        }
        Eventually.holds("some are dropped", SOON, () -> droppedForRoom(http) > 0);
        assertEquals(200, http.get("/lookup?topic=" + GoodProducer.TOPIC).status());
      }
      Eventually.holds("all is free", SOON, () -> unsentBytes(http) == 0);
      good.assertWasAlwaysAnswered();
    }
  }

  private static double droppedForRoom(HttpProbe http) throws Exception {
    return http.metric("nsqlookupd_http_connections_dropped_total{reason=\"no_room\"}");
  }

  private static double unsentBytes(HttpProbe http) throws Exception {
    return http.metric("nsqlookupd_client_memory_bytes{direction=\"out\",kind=\"direct\"}");
  }

  /** Java's own fault, and Netty's, which it throws where it has a bound of its own. */
  @ParameterizedTest
  @CsvSource({
    "heap, -Xmx32m, the heap is full",
    "direct, -XX:MaxDirectMemorySize=8m, -XX:MaxDirectMemorySize",
    "direct, -Dio.netty.maxDirectMemory=8388608, -XX:MaxDirectMemorySize"
  })
  void itsEndEndsTheProcess(String kind, String flag, String reason) throws Exception {
    ProcessBuilder command =
        new ProcessBuilder(
            InstalledJava.current().toString(),
            flag,
            "-cp",
            System.getProperty("java.class.path"),
            MemoryLoser.class.getName(),
            kind);
    try (ChildProcess loser = ChildProcess.start(command)) {
      loser.awaitStderr(
          "its last line",
          line -> line.startsWith("nsqlookupd: out of memory") && line.contains(reason),
          SOON);
      assertEquals(OutOfMemory.EXIT_CODE, loser.awaitExit(SOON));
    }
  }
}
