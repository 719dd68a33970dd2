package io.github.vertxnsq.lookupd.hostile;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vertxnsq.lookupd.http.HttpProbe;
import io.github.vertxnsq.lookupd.process.DaemonProcess;
import io.github.vertxnsq.lookupd.process.Eventually;
import io.github.vertxnsq.lookupd.wire.ProducerConnection;
import io.github.vertxnsq.lookupd.wire.ProducerIdentity;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Clients over HTTP that send or read a byte now and then, to keep what they have for ever. */
@Timeout(120)
final class SlowClientsIT {
  private static final Duration TIMEOUT = Duration.ofSeconds(2);

  /** And some, for a machine that is busy. */
  private static final Duration DROPPED = TIMEOUT.plusSeconds(6);

  /** Of who looks up while thousands come and go, on a busy machine. */
  private static final Duration PATIENCE = Duration.ofSeconds(3);

  /** In which 32 KiB must be taken. */
  private static final Duration STALL = Duration.ofSeconds(10);

  private static final String POST = "POST /topic/create?topic=slow HTTP/1.1\r\nHost: x\r\n";
  private static final String PING = "GET /ping HTTP/1.1\r\nHost: x\r\n\r\n";
  private static final String SLOW_REQUESTS =
      "nsqlookupd_http_connections_dropped_total{reason=\"slow_request\"}";
  private static final String SLOW_READERS =
      "nsqlookupd_http_connections_dropped_total{reason=\"slow_reader\"}";

  private DaemonProcess daemon;
  private GoodProducer good;
  private HttpProbe http;

  @BeforeEach
  void start() throws Exception {
    daemon = DaemonProcess.start("-http-request-timeout=" + TIMEOUT.toMillis() + "ms");
    good = new GoodProducer(daemon.tcpPort());
    http = new HttpProbe(daemon.httpPort());
  }

  @AfterEach
  void stop() throws Exception {
    good.assertWasAlwaysAnsweredInTime();
    good.close();
    daemon.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'' | 'GET /ping HTTP/1.1\r\nHost: x\r\nX: yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy'",
        "'' | '\r\n'",
        "'Content-Length: 60000\r\n\r\n' | 'x'",
        "'Transfer-Encoding: chunked\r\n\r\n' | '1\r\nx\r\n'",
      })
  void whoDribblesARequestIsDropped(String rest, String dribbled) throws Exception {
    String first = rest.isEmpty() ? "" : POST + rest;
    try (Stranger slow = Stranger.connect(daemon.httpPort())) {
      long startNanos = System.nanoTime();
      slow.send(first);
      Dribble dribble = Dribble.sending(dribbled, slow);
      try (dribble) {
        assertEquals("", slow.readToEnd());
      }
      assertDroppedInTime(startNanos);
      assertEquals(1, http.metric(SLOW_REQUESTS));
      assertEquals(404, http.get("/lookup?topic=slow").status());
    }
  }

  @Test
  void whoIsRefusedAndDribblesOnIsDropped() throws Exception {
    try (Stranger slow = Stranger.connect(daemon.httpPort())) {
      long startNanos = System.nanoTime();
      slow.send(POST + "Content-Length: 1000000\r\n\r\n");
      Dribble dribble = Dribble.sending("x", slow);
      try (dribble) {
        String answer = slow.readToEnd();
        assertTrue(answer.startsWith("HTTP/1.1 413 "), answer);
      }
      assertDroppedInTime(startNanos);
      assertEquals(1, http.metric(SLOW_REQUESTS));
    }
  }

  private static void assertDroppedInTime(long startNanos) {
    Duration taken = Duration.ofNanos(System.nanoTime() - startNanos);
    assertTrue(taken.compareTo(TIMEOUT) >= 0 && taken.compareTo(DROPPED) < 0, "after " + taken);
  }

  @Test
  void whoConnectsAndSaysNothingIsDropped() throws Exception {
    try (Stranger unused = Stranger.connect(daemon.httpPort())) {
      long startNanos = System.nanoTime();
      assertEquals("", unused.readToEnd());
      assertDroppedInTime(startNanos);
      assertEquals(1, http.metric(SLOW_REQUESTS));
    }
  }

  @Test
  void whoIsSilentBetweenRequestsStays() throws Exception {
    try (Stranger keptAlive = Stranger.connect(daemon.httpPort());
        Stranger slow = Stranger.connect(daemon.httpPort())) {
      assertTrue(keptAlive.send(PING).readSome().endsWith("OK"));
      slow.send("GET /p");
      assertEquals("", slow.readToEnd());
      Eventually.passes(TIMEOUT);
      assertTrue(keptAlive.send(PING).readSome().endsWith("OK"));
    }
  }

  @Test
  void thousandsThatAreDroppedTogetherKeepNobodyWaiting() throws Exception {
    for (int i = 0; i < 100; i++) { // else it is the compilers that are measured
      assertEquals(200, http.get("/lookup?topic=good").status());
      assertEquals(0, http.metric(SLOW_REQUESTS));
    }
    try (Strangers many = Strangers.connect(2_000, daemon.httpPort(), Stranger::connect)) {
      for (Stranger one : many) {
        one.send("GET /p");
      }
      Eventually.holds(
          "all are dropped",
          DROPPED,
          () -> {
            long startNanos = System.nanoTime();
            assertEquals(200, http.get("/lookup?topic=good").status());
            Duration taken = Duration.ofNanos(System.nanoTime() - startNanos);
            assertTrue(taken.compareTo(PATIENCE) < 0, "a lookup took " + taken);
            return http.metric(SLOW_REQUESTS) == many.count();
          });
      for (Stranger one : many) {
        assertEquals("", one.readToEnd());
      }
    }
  }

  /** Of large answers, and of thousands of small ones. */
  @Test
  void whoDribblesWhatItReadsIsDropped() throws Exception {
    List<String> targets = List.of("/nodes", "/debug", "/ping");
    List<AutoCloseable> open = new ArrayList<>();
    try {
      for (int i = 0; i < 500; i++) {
        open.add(talkative(i));
      }
      long startNanos = System.nanoTime();
      for (String target : targets) {
        Stranger slow = Stranger.connectDeaf(daemon.httpPort());
        open.add(slow);
        byte[] requests = PING.replace("/ping", target).repeat(20_000).getBytes(US_ASCII);
        new Thread(() -> slow.sendWhatIsTaken(requests)).start();
        open.add(Dribble.reading(slow));
      }
      Eventually.holds(
          "they are dropped",
          STALL.plusSeconds(20),
          () -> {
            assertEquals(200, http.get("/lookup?topic=good").status());
            return http.metric(SLOW_READERS) == targets.size();
          });
      Duration taken = Duration.ofNanos(System.nanoTime() - startNanos);
      assertFalse(taken.compareTo(STALL) < 0, "after " + taken);
      Eventually.holds(
          "nothing of them is left",
          Duration.ofSeconds(5),
          () -> http.metric("nsqlookupd_http_requests_in_flight") == 0);
      assertEquals(200, http.open("/debug").statusCode());
    } finally {
      for (AutoCloseable one : open) {
        one.close();
      }
    }
  }

  private ProducerConnection talkative(int number) throws Exception {
    ProducerConnection talkative = ProducerConnection.open(daemon.tcpPort());
    talkative.identify(ProducerIdentity.numbered("talkative", number).talkative());
    return talkative.must("REGISTER topic" + number);
  }
}
