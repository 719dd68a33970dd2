package io.github.vertxnsq.lookupd.http.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.vertxnsq.lookupd.LocalLookupd;
import io.github.vertxnsq.lookupd.config.AuthSettings;
import io.github.vertxnsq.lookupd.config.LimitSettings;
import io.github.vertxnsq.lookupd.config.Options;
import io.github.vertxnsq.lookupd.http.HttpProbe;
import io.github.vertxnsq.lookupd.http.RawHttp;
import io.github.vertxnsq.lookupd.process.Eventually;
import io.github.vertxnsq.lookupd.wire.ProducerConnection;
import io.github.vertxnsq.lookupd.wire.ProducerIdentity;
import java.time.Duration;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What who looks is told, and by which rules they are let in and shown out. */
@Timeout(60)
final class LiveTest {
  private static final Duration SOON = Duration.ofSeconds(20);
  private static final Options ONE_OF_EACH =
      LocalLookupd.onLoopback()
          .with(LimitSettings.MAX_WATCHERS, "1")
          .with(LimitSettings.MAX_REQUESTS_IN_FLIGHT, "1");
  private static final String LIVE = "/ui/live";

  @AutoClose private static final LocalLookupd lookupd = LocalLookupd.start();

  private static ConsoleEvents listen(LocalLookupd to, String target) throws Exception {
    return ConsoleEvents.open(to.httpPort(), target);
  }

  @Test
  void tellsOfCountsAndTotalsAtOnceAndAgain() throws Exception {
    try (ProducerConnection producer = lookupd.connect()) {
      producer.identify(ProducerIdentity.numbered("live", 0));
      producer.must("REGISTER live c");
      lookupd.http().get("/lookup?topic=live");
      try (ConsoleEvents events = listen(lookupd, LIVE)) {
        assertEquals("text/event-stream", events.header("content-type"));
        assertEquals("no-store", events.header("cache-control"));
        ConsoleEvents.Event first = events.next();
        assertEquals("status", first.type());
        JsonNode status = first.data();
        assertEquals(
            "{\"producers\":1,\"nodes\":1,\"topics\":1,\"channels\":1,"
                + "\"registrations\":2,\"tombstones\":0}",
            status.path("counts").toString());
        assertTrue(status.at("/totals/lookups").asLong() >= 1, status::toString);
        assertTrue(status.at("/totals/commands").asLong() >= 2, status::toString);
        assertTrue(status.at("/totals").has("requests"), status::toString);
        assertTrue(status.path("http_connections").asInt() >= 1, status::toString);
        assertTrue(status.path("version").asText().startsWith("1.3.0+vertx."), status::toString);
        assertTrue(status.path("cluster").isNull(), status::toString);
        long upMillis = status.path("uptime_ms").asLong(-1);
        assertTrue(upMillis >= 0 && upMillis < 60_000, status::toString);

        lookupd.http().get("/lookup?topic=live");
        JsonNode second = events.next("status");
        assertEquals(
            status.at("/totals/lookups").asLong() + 1, second.at("/totals/lookups").asLong());
        long passedMillis = second.path("time").asLong() - status.path("time").asLong();
        assertTrue(passedMillis >= 1_000 && passedMillis < 10_000, () -> passedMillis + " ms");
      }
    }
  }

  @Test
  void tellsWhenEachNodeWasHeardToWhoWantsIt() throws Exception {
    try (ProducerConnection producer = lookupd.connect()) {
      producer.identify(ProducerIdentity.numbered("h\n\"eard", 7));
      try (ConsoleEvents events = listen(lookupd, LIVE + "?heard=true")) {
        JsonNode heard = events.next("heard").path("heard");
        long agoMillis = heard.path("h\n\"eard-7:4157:5157").asLong(-1);
        assertTrue(agoMillis >= 0 && agoMillis < 60_000, heard::toString);
      }
    }
  }

  @Test
  void aQueryThatCannotBeDecodedIsInvalid() throws Exception {
    HttpProbe.Answer answer = lookupd.http().request("GET", LIVE + "?heard=true;");
    assertEquals("{\"message\":\"INVALID_REQUEST\"}", answer.text());
    assertEquals(400, answer.status());
  }

  @Test
  void isForWhoMayRead() throws Exception {
    try (LocalLookupd guarded =
        LocalLookupd.start(
            LocalLookupd.onLoopback()
                .with(AuthSettings.AUTH_ADMIN_CIDR, "10.0.0.0/8")
                .with(AuthSettings.AUTH_READS, "true"))) {
      assertEquals(401, guarded.http().get(LIVE).status());
    }
  }

  @Test
  void tooManyAreTurnedAwayUntilOneLeaves() throws Exception {
    try (LocalLookupd small = LocalLookupd.start(ONE_OF_EACH)) {
      try (ConsoleEvents events = listen(small, LIVE)) {
        events.next();
        HttpProbe.Answer refused = small.http().get(LIVE);
        assertEquals("{\"message\":\"MAX_WATCHERS_REACHED\"}", refused.text());
        assertEquals(503, refused.status());
        assertEquals("10", refused.headers().firstValue("retry-after").get());
        assertEquals(200, small.http().get("/topics").status(), "it is no request in flight");
      }
      Eventually.holds("let in", SOON, () -> isLetIn(small));
    }
  }

  private static boolean isLetIn(LocalLookupd to) throws Exception {
    try (RawHttp http = RawHttp.open(to.httpPort())) {
      return http.sendRequest("GET", LIVE).readAnswerToHead().status() == 200;
    }
  }

  @Test
  void endsInGoodOrderWhenTheDaemonStops() throws Exception {
    try (LocalLookupd stopping = LocalLookupd.start();
        ConsoleEvents events = listen(stopping, LIVE)) {
      events.next();
      long startNanos = System.nanoTime();
      stopping.stop();
      Duration took = Duration.ofNanos(System.nanoTime() - startNanos);
      events.awaitEnd();
      assertTrue(took.compareTo(Duration.ofSeconds(2)) < 0, took::toString);
    }
  }
}
