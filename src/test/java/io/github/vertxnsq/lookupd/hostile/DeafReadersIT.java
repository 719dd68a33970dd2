package io.github.vertxnsq.lookupd.hostile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vertxnsq.lookupd.http.EventReader;
import io.github.vertxnsq.lookupd.http.HttpProbe;
import io.github.vertxnsq.lookupd.process.DaemonProcess;
import io.github.vertxnsq.lookupd.process.Eventually;
import io.github.vertxnsq.lookupd.wire.ProducerConnection;
import io.github.vertxnsq.lookupd.wire.ProducerIdentity;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who wants to hear what happens, and does not read what it is told. */
@Timeout(180)
final class DeafReadersIT {
  private static final Duration SOON = Duration.ofSeconds(60);

  /** Each is told of three times; together more than is kept for those who read later. */
  private static final int TOPICS = 12_000;

  private static final int BATCH = 500;

  @Test
  void itIsDroppedAndWhoReadsIsToldEverything() throws Exception {
    try (DaemonProcess daemon = DaemonProcess.start();
        GoodProducer good = new GoodProducer(daemon.tcpPort());
        Stranger deaf = Stranger.connectDeaf(daemon.httpPort());
        ProducerConnection producer = ProducerConnection.open(daemon.tcpPort())) {
      HttpProbe http = new HttpProbe(daemon.httpPort());
      deaf.send("GET /events HTTP/1.1\r\nHost: x\r\n\r\n");
      producer.identify(ProducerIdentity.numbered("producer", 0).talkative());
      try (EventReader events = EventReader.open(http, "/events")) {
        awaitWatchers(2, http);
        for (int first = 0; first < TOPICS; first += BATCH) {
          register(producer, first);
          readCreated(events, BATCH);
        }
        awaitWatchers(1, http);
        double outrun = http.metric("nsqlookupd_event_streams_outrun_total");
        double slow =
            http.metric("nsqlookupd_http_connections_dropped_total{reason=\"slow_reader\"}");
        assertTrue(outrun + slow >= 1, outrun + " outrun, " + slow + " slow");
        assertEquals(200, http.get("/lookup?topic=t0").status());
      }
      good.assertWasAlwaysAnsweredInTime();
    }
  }

  private static void register(ProducerConnection producer, int first) throws Exception {
    StringBuilder commands = new StringBuilder();
    for (int i = first; i < first + BATCH; i++) {
      commands.append("REGISTER t").append(i).append('\n');
    }
    producer.send(commands.toString());
    for (int i = 0; i < BATCH; i++) {
      assertEquals("OK", producer.readAnswer());
    }
  }

  private static void readCreated(EventReader events, int count) throws Exception {
    for (int created = 0; created < count; ) {
      created += events.next().name().equals("topic-created") ? 1 : 0;
    }
  }

  private static void awaitWatchers(int count, HttpProbe http) throws Exception {
    Eventually.holds(count + " watch", SOON, () -> http.metric("nsqlookupd_watchers") == count);
  }
}
