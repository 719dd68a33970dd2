package io.github.vertxnsq.lookupd.hostile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vertxnsq.lookupd.http.HttpProbe;
import io.github.vertxnsq.lookupd.process.DaemonProcess;
import io.github.vertxnsq.lookupd.process.Eventually;
import io.github.vertxnsq.lookupd.wire.ProducerConnection;
import io.github.vertxnsq.lookupd.wire.ProducerIdentity;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** More is asked at a time than may be answered: one reads nothing of a long answer, two wait. */
@Timeout(120)
final class RequestsInFlightIT {
  private static final Duration SOON = Duration.ofSeconds(10);
  private static final String DEBUG = "GET /debug HTTP/1.1\r\nHost: x\r\n\r\n";
  private static final String LOOKUP =
      "GET /lookup?topic=good HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";

  /** Each of them is worth 6 kB of /debug: together more than any system keeps for a client. */
  private static final int TOPICS = 2_000;

  private static final String LABEL = "{limit=\"max-requests-in-flight\"}";

  @Test
  void whatIsTooMuchIsToldToComeAgainAndTheMachineRoomIsAnswered() throws Exception {
    try (DaemonProcess daemon = DaemonProcess.start("-max-requests-in-flight=3");
        GoodProducer good = new GoodProducer(daemon.tcpPort());
        ProducerConnection talkative = ProducerConnection.open(daemon.tcpPort())) {
      HttpProbe http = new HttpProbe(daemon.httpPort());
      talkative.identify(ProducerIdentity.numbered("talkative", 0).talkative());
      for (int i = 0; i < TOPICS; i++) {
        talkative.must("REGISTER topic" + i);
      }
      try (Stranger deaf = Stranger.connectDeaf(daemon.httpPort()).send(DEBUG)) {
        awaitInFlight(1, http);
        try (Stranger second = Stranger.connect(daemon.httpPort()).send(DEBUG);
            Stranger third = Stranger.connect(daemon.httpPort()).send(DEBUG)) {
          awaitInFlight(3, http);
          assertRefused(daemon);
          assertEquals(503, http.post("/topic/create?topic=more").status());
          for (String target : List.of("/ping", "/health/live", "/health/ready", "/metrics")) {
            assertEquals(200, http.get(target).status(), target);
          }
          talkative.must("PING");

          third.reset();
          awaitInFlight(2, http);
          assertEquals(200, http.get("/lookup?topic=good").status());
          assertEquals(404, http.get("/lookup?topic=more").status());
          deaf.reset();
          assertTrue(second.readSome().startsWith("HTTP/1.1 200 "), "whoever was in is answered");
        }
      }
      awaitInFlight(0, http);
      assertEquals(2, http.metric("nsqlookupd_limit_hits_total" + LABEL));
      assertEquals(3, http.metric("nsqlookupd_limit" + LABEL));
      good.assertWasAlwaysAnsweredInTime();
    }
  }

  private static void assertRefused(DaemonProcess daemon) throws Exception {
    try (Stranger one = Stranger.connect(daemon.httpPort())) {
      String answer = one.send(LOOKUP).readToEnd();
      assertTrue(answer.startsWith("HTTP/1.1 503 Service Unavailable\r\n"), answer);
      assertTrue(answer.contains("\r\nRetry-After: 1\r\n"), answer);
      assertTrue(
          answer.endsWith("\r\n\r\n{\"message\":\"MAX_REQUESTS_IN_FLIGHT_REACHED\"}"), answer);
    }
    daemon.awaitLogLine(
        " WARNING: -max-requests-in-flight=3 is reached: refused 1 more, at last GET of client\\(",
        SOON);
  }

  private static void awaitInFlight(int count, HttpProbe http) throws Exception {
    Eventually.holds(
        count + " in flight",
        SOON,
        () -> http.metric("nsqlookupd_http_requests_in_flight") == count);
  }
}
