package io.github.vertxnsq.lookupd.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.vertxnsq.lookupd.bus.Peers;
import io.github.vertxnsq.lookupd.bus.PublishedViews;
import io.github.vertxnsq.lookupd.bus.RegistryClient;
import io.github.vertxnsq.lookupd.bus.RegistryLimits;
import io.github.vertxnsq.lookupd.bus.RegistryVerticle;
import io.github.vertxnsq.lookupd.limits.Limit;
import io.github.vertxnsq.lookupd.limits.Unfinished;
import io.github.vertxnsq.lookupd.metrics.CensusMeters;
import io.github.vertxnsq.lookupd.metrics.CommandMeters;
import io.github.vertxnsq.lookupd.metrics.HttpConnectionMeters;
import io.github.vertxnsq.lookupd.metrics.LookupMeters;
import io.github.vertxnsq.lookupd.metrics.WatchMeters;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Deployable;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What HTTP says while there is nobody behind it, or while the daemon is not to be asked. */
@ExtendWith(VertxExtension.class)
final class WithoutRegistryTest {
  private final PrometheusMeterRegistry meters =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private Health health;
  private HttpProbe http;

  @BeforeEach
  void deploy(Vertx vertx) throws Exception {
    RegistryClient registry = new RegistryClient(vertx);
    HttpConnectionMeters httpMeters = new HttpConnectionMeters(meters);
    health = new Health(vertx, registry, Peers.NONE);
    HttpVerticle instance =
        new HttpVerticle(
            "127.0.0.1",
            0,
            Optional.empty(),
            new HttpServices(
                vertx,
                registry,
                Peers.NONE,
                new PublishedViews(vertx, registry),
                health,
                meters,
                new CensusMeters(meters),
                new LookupMeters(meters),
                new Connections(
                    limit("d", 10),
                    Duration.ofSeconds(30),
                    new Unfinished(1 << 20, meters),
                    httpMeters),
                new RequestsInFlight(limit("e", 1), httpMeters),
                new Watchers(limit("f", 1), new WatchMeters(meters)),
                "1.0.0",
                List.of()),
            new AccessRules(Optional.empty(), false, false, OptionalInt.empty()));
    await(vertx, instance);
    http = new HttpProbe(instance.actualPort());
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
    assertEquals(500, http.get("/metrics").status());
    assertEquals(200, http.get("/ping").status());
  }

  @Test
  void itIsReadyWhileItServesAndLiveBeforeAndAfter(Vertx vertx) throws Exception {
    await(vertx, registry(() -> false));
    for (boolean serving : new boolean[] {false, true, false}) {
      health.serving(serving);
      assertEquals(serving ? 200 : 503, http.get("/health/ready").status());
      assertEquals(200, http.get("/health/live").status());
    }
  }

  @Test
  void aRegistryThatIsFullRefusesOnlyWhatWouldMakeItLarger(Vertx vertx) throws Exception {
    await(vertx, registry(() -> true));
    HttpProbe.Answer refused = http.post("/topic/create?topic=orders");
    assertEquals(503, refused.status());
    assertEquals("{\"message\":\"REGISTRY_FULL\"}", refused.text());
    assertEquals(200, http.post("/topic/delete?topic=orders").status());
    assertEquals(404, http.get("/lookup?topic=orders").status());
  }

  private RegistryVerticle registry(BooleanSupplier isFull) {
    Duration minute = Duration.ofMinutes(1);
    RegistryLimits none = new RegistryLimits(limit("a", 0), limit("b", 0), limit("c", 0));
    return new RegistryVerticle(
        Peers.NONE, minute, minute, none, isFull, new CommandMeters(meters));
  }

  private Limit limit(String flag, int max) {
    return new Limit(flag, max, meters);
  }

  private static void await(Vertx vertx, Deployable verticle) throws Exception {
    vertx.deployVerticle(verticle).await(10, TimeUnit.SECONDS);
  }
}
