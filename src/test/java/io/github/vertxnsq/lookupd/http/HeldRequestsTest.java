package io.github.vertxnsq.lookupd.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vertxnsq.lookupd.bus.Peers;
import io.github.vertxnsq.lookupd.logging.LogCapture;
import io.github.vertxnsq.lookupd.metrics.VertxMeters;
import io.github.vertxnsq.lookupd.process.Eventually;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.metrics.MetricsOptions;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** As what requests count that are held: not as work, nor as slow. */
@Timeout(60)
final class HeldRequestsTest {
  private static final Duration SOON = Duration.ofSeconds(10);

  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final Vertx vertx =
      Vertx.builder()
          .with(new VertxOptions().setMetricsOptions(new MetricsOptions().setEnabled(true)))
          .withMetrics(VertxMeters.factory(meters))
          .build();
  private BareHttp bare;

  @AfterEach
  void close() throws Exception {
    vertx.close().await(10, TimeUnit.SECONDS);
  }

  private void start(int maxRequestsInFlight) throws Exception {
    bare = BareHttp.on(vertx, Peers.NONE, maxRequestsInFlight);
    bare.deployRegistry(() -> false);
  }

  /** How long it took is how long it was to take. */
  @Test
  void whatIsHeldCountsAsARequestOfNoTime() throws Exception {
    start(10);
    try (RawHttp http = RawHttp.open(bare.port())) {
      assertEquals(304, wait(http, "*").readAnswer().status());
    }
    awaitAnswered(304);
    assertEquals(0, timed(304));
  }

  @Test
  void whatIsAnsweredAtOnceIsMeasuredWhateverItWouldWait() throws Exception {
    start(10);
    try (RawHttp http = RawHttp.open(bare.port())) {
      assertEquals(200, wait(http, "\"x\"").readAnswer().status());
    }
    awaitAnswered(200);
    assertEquals(1, timed(200));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/events", "/ui/live"})
  void aStreamIsNotMeasured(String stream) throws Exception {
    start(10);
    try (RawHttp http = RawHttp.open(bare.port()).sendRequest("GET", stream)) {
      Eventually.holds("it listens", SOON, () -> watchers() == 1);
      for (String id : vertx.deploymentIDs()) {
        vertx.undeploy(id).await(10, TimeUnit.SECONDS);
      }
      http.awaitEndOfStream();
    }
    awaitAnswered(200);
    assertEquals(0, timed(200));
  }

  @Test
  void anErrorInsteadOfAStreamIsMeasured() throws Exception {
    start(10);
    assertEquals(400, bare.probe().get("/events?topic=*").status());
    awaitAnswered(400);
    assertEquals(1, timed(400));
  }

  @Test
  void whatIsNotKnownToHaveToWaitIsInFlight() throws Exception {
    start(1);
    AtomicBoolean isRegistrySilent = new AtomicBoolean(true);
    vertx
        .eventBus()
        .addOutboundInterceptor(
            message -> {
              if (!isRegistrySilent.get()) {
                message.next();
              }
            });
    try (RawHttp http = RawHttp.open(bare.port());
        RawHttp other = RawHttp.open(bare.port())) {
      hold(http);
      Eventually.holds("it asks", SOON, () -> inFlight() == 1);
      RawHttp.Answer refused = wait(other, "*").readAnswer();

      assertEquals(503, refused.status());
      assertEquals("{\"message\":\"MAX_REQUESTS_IN_FLIGHT_REACHED\"}", refused.text());
      assertEquals("1", refused.headers().get("Retry-After"));
    }
    Eventually.holds("it is gone", SOON, () -> inFlight() == 0 && watchers() == 0);

    isRegistrySilent.set(false);
    try (RawHttp http = RawHttp.open(bare.port())) {
      hold(http);
      Eventually.holds("it waits", SOON, () -> watchers() == 1 && inFlight() == 0);
      assertEquals(200, bare.probe().get("/topics").status());
    }
    Eventually.holds("it is gone", SOON, () -> watchers() == 0);
    assertEquals(0, inFlight());
  }

  /** Not as one in flight either. */
  @Test
  void whoIsRefusedAsAWatcherIsNoMore() throws Exception {
    start(10);
    try (RawHttp http = RawHttp.open(bare.port());
        RawHttp other = RawHttp.open(bare.port())) {
      hold(http);
      Eventually.holds("it waits", SOON, () -> watchers() == 1);
      assertEquals(503, wait(other, "*").readAnswer().status());
      Eventually.holds("nothing is in flight", SOON, () -> inFlight() == 0);
    }
  }

  /** As when a client is killed that had asked on. */
  @Test
  void aResetWhileMoreIsAskedIsNoFault() throws Exception {
    start(10);
    vertx.eventBus().addOutboundInterceptor(neverSent -> {});
    try (LogCapture netty = new LogCapture("io.netty")) {
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), bare.port())) {
        RawHttp.over(socket).sendRequest("GET", "/topics").sendRequest("GET", "/ping");
        Eventually.holds("it asks", SOON, () -> inFlight() == 1);
        socket.setSoLinger(true, 0);
      }
      Eventually.holds("it is gone", SOON, () -> inFlight() == 0);
      assertTrue(netty.isEmpty());
    }
  }

  /** It is answered at once, though it is not known yet whether changes will be told. */
  @Test
  void whoAsksOnIsAnsweredWholeHoweverMuchItIs() throws Exception {
    start(10);
    for (int i = 0; i < 600; i++) {
      bare.probe().post("/topic/create?topic=" + "long".repeat(15) + i);
    }
    String all = bare.probe().get("/topics").text();
    vertx.eventBus().addOutboundInterceptor(neverSent -> {});
    try (RawHttp http = RawHttp.open(bare.port())) {
      http.send("GET /topics?wait=1m HTTP/1.1\r\nHost: x\r\nIf-None-Match: \"x\"\r\n\r\n");
      Eventually.holds("it asks", SOON, () -> watchers() == 1);
      http.sendRequest("GET", "/info");
      assertEquals(all, http.readAnswer().text());
      assertEquals(200, http.readAnswer().status());
    }
  }

  private static void hold(RawHttp http) throws Exception {
    http.send("GET /nodes?wait=1m HTTP/1.1\r\nHost: x\r\nIf-None-Match: *\r\n\r\n");
  }

  private static RawHttp wait(RawHttp http, String tags) throws Exception {
    return http.send(
        "GET /topics?wait=50ms HTTP/1.1\r\nHost: x\r\nIf-None-Match: " + tags + "\r\n\r\n");
  }

  /** The bytes are the last to be counted, after they were sent. */
  private void awaitAnswered(int status) throws Exception {
    Eventually.holds(
        "one is answered " + status,
        SOON,
        () -> {
          DistributionSummary bytes =
              meters.find("vertx.http.server.response.bytes").tag("code", "" + status).summary();
          return bytes != null && bytes.count() == 1;
        });
    assertEquals(
        1, meters.get("vertx.http.server.requests").tag("code", "" + status).counter().count());
  }

  private long timed(int status) {
    return meters.get("vertx.http.server.response.time").tag("code", "" + status).timer().count();
  }

  private double watchers() {
    return gauge("nsqlookupd.watchers");
  }

  private double inFlight() {
    return gauge("nsqlookupd.http.requests.in.flight");
  }

  private double gauge(String name) {
    return bare.services().meters().get(name).gauge().value();
  }
}
