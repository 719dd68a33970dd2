package io.github.vertxnsq.lookupd.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.vertxnsq.lookupd.bus.Peers;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What HTTP says while there is nobody behind it, or while the daemon is not to be asked. */
@ExtendWith(VertxExtension.class)
final class WithoutRegistryTest {
  private BareHttp bare;
  private HttpProbe http;

  @BeforeEach
  void deploy(Vertx vertx) throws Exception {
    bare = BareHttp.on(vertx, Peers.NONE, 1);
    http = bare.probe();
  }

  @Test
  void itIsNeitherLiveNorReady() throws Exception {
    for (String path : new String[] {"/health/live", "/health/ready"}) {
      HttpProbe.Answer answer = http.get(path);
      assertEquals(503, answer.status());
      assertEquals("DOWN", answer.json().path("status").asText(), answer.text());
    }
  }

  @Test
  void whatNeedsTheRegistryIsAnInternalErrorAndTheRestGoesOn() throws Exception {
    HttpProbe.Answer lookup = http.get("/lookup?topic=orders");
    assertEquals(500, lookup.status());
    assertEquals("{\"message\":\"INTERNAL_ERROR\"}", lookup.text());
    HttpProbe.Answer events = http.get("/events");
    assertEquals(500, events.status());
    assertEquals("{\"message\":\"INTERNAL_ERROR\"}", events.text());
    assertEquals(0, bare.watchers());
    assertEquals(500, http.get("/metrics").status());
    assertEquals(200, http.get("/ping").status());
  }

  @Test
  void itIsReadyWhileItServesAndLiveBeforeAndAfter() throws Exception {
    bare.deployRegistry(() -> false);
    for (boolean serving : new boolean[] {false, true, false}) {
      bare.services().health().serving(serving);
      assertEquals(serving ? 200 : 503, http.get("/health/ready").status());
      assertEquals(200, http.get("/health/live").status());
    }
  }

  @Test
  void aRegistryThatIsFullRefusesOnlyWhatWouldMakeItLarger() throws Exception {
    bare.deployRegistry(() -> true);
    HttpProbe.Answer refused = http.post("/topic/create?topic=orders");
    assertEquals(503, refused.status());
    assertEquals("{\"message\":\"REGISTRY_FULL\"}", refused.text());
    assertEquals(200, http.post("/topic/delete?topic=orders").status());
    assertEquals(404, http.get("/lookup?topic=orders").status());
  }
}
