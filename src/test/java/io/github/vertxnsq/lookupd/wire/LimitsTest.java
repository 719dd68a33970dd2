package io.github.vertxnsq.lookupd.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vertxnsq.lookupd.LocalLookupd;
import io.github.vertxnsq.lookupd.config.LimitSettings;
import io.github.vertxnsq.lookupd.config.Options;
import io.github.vertxnsq.lookupd.config.Settings;
import io.github.vertxnsq.lookupd.http.RawHttp;
import io.github.vertxnsq.lookupd.process.Eventually;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How many connections there may be, how long they may be silent, and how they end with us. */
@Timeout(60)
class LimitsTest {
  /** Half of the time that the daemon gives connections to end when it stops. */
  private static final Duration SOON = Duration.ofMillis(1_500);

  @Test
  void whoNeitherIdentifiesNorPingsInTimeIsClosed() throws Exception {
    try (LocalLookupd lookupd = LocalLookupd.start(LimitSettings.IDENTIFY_TIMEOUT, "300ms");
        ProducerConnection pinged = lookupd.connect();
        ProducerConnection identified = lookupd.connect();
        ProducerConnection silent = ProducerConnection.openWith("", lookupd.tcpPort());
        ProducerConnection onlyMagic = lookupd.connect();
        ProducerConnection halfALine = lookupd.connect().send("PIN");
        ProducerConnection halfAnIdentity = lookupd.connect()) {
      pinged.must("PING");
      identified.identify(ProducerIdentity.numbered("timeout", 0));
      identified.send("REGISTER or"); // it may take its time: it is known, and this is little
      halfAnIdentity.must("PING").send("IDENTIFY\n\0\0\1\0{");
      silent.expectEndOfStream();
      onlyMagic.expectEndOfStream();
      halfALine.expectEndOfStream();
      halfAnIdentity.expectEndOfStream();
      pinged.must("PING");
      identified.must("ders");
      String dropped = "nsqlookupd_connections_dropped_total{reason=\"unidentified\"}";
      assertEquals(4, lookupd.http().metric(dropped));
    }
  }

  @Test
  void whoSendsNoByteForTwiceTheInactiveTimeoutIsClosed() throws Exception {
    try (LocalLookupd lookupd = LocalLookupd.start(Settings.INACTIVE_PRODUCER_TIMEOUT, "300ms");
        ProducerConnection silent = lookupd.connect();
        ProducerConnection alive = lookupd.connect()) {
      silent.identify(ProducerIdentity.numbered("silent", 0));
      silent.must("REGISTER silence");
      alive.identify(ProducerIdentity.numbered("silent", 1));
      Eventually.holds(
          "the silent one is gone",
          Duration.ofSeconds(10),
          () -> {
            alive.must("PING");
            String dropped = "nsqlookupd_connections_dropped_total{reason=\"silent\"}";
            return lookupd.http().metric(dropped) == 1;
          });
      silent.expectEndOfStream();
      alive.must("PING");
      assertEquals(1, lookupd.http().get("/nodes").json().path("producers").size());
    }
  }

  @Test
  void whoDoesNotSayWhoItIsKeepsNobodyOut() throws Exception {
    try (LocalLookupd lookupd = LocalLookupd.start(LimitSettings.MAX_CONNECTIONS, "3");
        ProducerConnection known = lookupd.connect();
        ProducerConnection first = ProducerConnection.openFrom("127.0.0.2", lookupd.tcpPort());
        ProducerConnection second = ProducerConnection.openFrom("127.0.0.2", lookupd.tcpPort())) {
      known.identify(ProducerIdentity.numbered("known", 1));
      first.must("PING");
      second.must("PING");

      try (ProducerConnection newcomer = lookupd.connect()) {
        newcomer.identify(ProducerIdentity.numbered("newcomer", 2));

        first.expectEndOfStream();
        second.must("PING");
        known.must("PING");
        assertEquals(
            1, lookupd.http().metric("nsqlookupd_connections_dropped_total{reason=\"newcomer\"}"));
      }
    }
  }

  @Test
  void whoIsTooMuchIsClosedAtOnceAndTheOthersStay() throws Exception {
    try (LocalLookupd lookupd = LocalLookupd.start(LimitSettings.MAX_CONNECTIONS, "2");
        ProducerConnection first = lookupd.connect();
        ProducerConnection second = lookupd.connect()) {
      first.identify(ProducerIdentity.numbered("first", 1));
      second.identify(ProducerIdentity.numbered("second", 2));
      for (int i = 0; i < 3; i++) {
        // Nothing is sent: bytes that nobody reads would end it with a reset.
        try (ProducerConnection third = ProducerConnection.openWith("", lookupd.tcpPort())) {
          third.expectEndOfStream();
        }
      }
      first.must("PING");
      second.must("PING");
      assertEquals(3, lookupd.http().metric("nsqlookupd_connections_refused_total"));
      assertEquals(2, lookupd.http().metric("nsqlookupd_connections"));
      assertEquals(
          3, lookupd.http().metric("nsqlookupd_limit_hits_total{limit=\"max-connections\"}"));
      assertEquals(2, lookupd.http().metric("nsqlookupd_limit{limit=\"max-connections\"}"));

      first.shutdownOutput();
      first.expectEndOfStream();
      Eventually.holds(
          "there is room again", Duration.ofSeconds(10), () -> isServed(lookupd.tcpPort()));
    }
  }

  private static boolean isServed(int port) {
    try (ProducerConnection producer = ProducerConnection.open(port)) {
      return producer.ask("PING").equals("OK");
    } catch (IOException closedOrReset) {
      return false;
    }
  }

  @Test
  @SuppressWarnings("try") // it is closed early, to make room
  void connectionsOverHttpHaveALimitOfTheirOwn() throws Exception {
    Options options =
        LocalLookupd.onLoopback()
            .with(Settings.HTTP_INSTANCES, "1")
            .with(LimitSettings.MAX_WATCHERS, "2")
            .with(LimitSettings.MAX_HTTP_CONNECTIONS, "2");
    try (LocalLookupd lookupd = LocalLookupd.start(options);
        RawHttp first = RawHttp.open(lookupd.httpPort());
        RawHttp second = RawHttp.open(lookupd.httpPort())) {
      for (RawHttp each : List.of(first, second)) { // else one rests, and makes room
        each.sendRequest("GET", "/ping").readAnswer();
        each.send("GET /topics?wait=1m HTTP/1.1\r\nHost: x\r\nIf-None-Match: *\r\n\r\n");
      }
      try (Socket third = new Socket(InetAddress.getLoopbackAddress(), lookupd.httpPort());
          ProducerConnection producer = lookupd.connect()) {
        third.setSoTimeout(10_000);
        assertEquals(-1, third.getInputStream().read());
        producer.must("PING");
      }

      first.shutdownOutput();
      Eventually.holds("there is room again", Duration.ofSeconds(10), () -> isAnswered(lookupd));
      double refused = lookupd.http().metric("nsqlookupd_http_connections_refused_total");
      assertTrue(refused >= 1, refused + " refused");
      second.sendRequest("GET", "/ping");
      assertEquals(304, second.readAnswer().status(), "who asks on does not wait");
      assertEquals("OK", second.readAnswer().text(), "whoever was in before is served");
    }
  }

  private static boolean isAnswered(LocalLookupd lookupd) throws InterruptedException {
    try {
      return lookupd.http().get("/ping").status() == 200;
    } catch (IOException closedOrReset) {
      return false;
    }
  }

  @Test
  void aStopAnswersWhatWasReadAndDoesNotWaitForProducersToEnd() throws Exception {
    try (LocalLookupd lookupd = LocalLookupd.start();
        ProducerConnection producer = lookupd.connect();
        ProducerConnection halfALine = lookupd.connect()) {
      producer.identify(ProducerIdentity.numbered("stop", 0));
      producer.must("REGISTER orders");
      halfALine.must("PING").send("REGIS");
      assertTimeout(SOON, lookupd::stop);
      producer.expectEndOfStream();
      halfALine.expectEndOfStream();
    }
  }
}
