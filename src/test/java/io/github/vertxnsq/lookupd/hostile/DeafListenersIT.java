package io.github.vertxnsq.lookupd.hostile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.github.vertxnsq.lookupd.http.HttpProbe;
import io.github.vertxnsq.lookupd.process.DaemonProcess;
import io.github.vertxnsq.lookupd.process.Eventually;
import io.github.vertxnsq.lookupd.wire.ProducerConnection;
import io.github.vertxnsq.lookupd.wire.ProducerIdentity;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who asks to be told again and again, and does not read. */
@Timeout(120)
final class DeafListenersIT {
  /** In which 32 KiB must be taken. */
  private static final Duration STALL = Duration.ofSeconds(10);

  /** With such names one event has more than the system takes for a socket. */
  private static final int PRODUCERS = 3_000;

  /** Each of its characters takes six bytes where it is shown. */
  private static final String LONG_NAME = "\u0001".repeat(250);

  @Test
  void whoDoesNotReadIsDropped() throws Exception {
    List<AutoCloseable> open = new ArrayList<>();
    try (DaemonProcess daemon = DaemonProcess.start();
        GoodProducer good = new GoodProducer(daemon.tcpPort())) {
      for (int i = 0; i < PRODUCERS; i++) {
        ProducerConnection producer = ProducerConnection.open(daemon.tcpPort());
        open.add(producer);
        producer.identify(ProducerIdentity.numbered(LONG_NAME, i));
      }
      HttpProbe http = new HttpProbe(daemon.httpPort());
      Stranger deaf = Stranger.connectDeaf(daemon.httpPort());
      open.add(deaf);
      long startNanos = System.nanoTime();
      deaf.send("GET /ui/live?heard=true HTTP/1.1\r\nHost: x\r\n\r\n");
      Eventually.holds(
          "it is dropped",
          STALL.plusSeconds(20),
          () ->
              1
                  == http.metric(
                      "nsqlookupd_http_connections_dropped_total{reason=\"slow_reader\"}"));
      Duration taken = Duration.ofNanos(System.nanoTime() - startNanos);
      assertFalse(taken.compareTo(STALL) < 0, "after " + taken);
      assertEquals(200, http.get("/lookup?topic=good").status());
      good.assertWasAlwaysAnsweredInTime();
    } finally {
      for (AutoCloseable one : open) {
        one.close();
      }
    }
  }
}
