package io.github.vertxnsq.lookupd.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.spi.VertxMetricsFactory;
import io.vertx.micrometer.Label;
import io.vertx.micrometer.MicrometerMetricsFactory;
import io.vertx.micrometer.MicrometerMetricsOptions;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.EnumSet;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Dashboards made for Vert.x's meters go on showing the same. */
@Timeout(60)
final class VertxMetersTest {
  private static final String TIME_SUM = "vertx_http_server_response_time_seconds_sum";

  @Test
  void requestsAreCountedAsVertxCountsThem() throws Exception {
    Map<String, Double> vertxOwn = countsWith(MicrometerMetricsFactory::new);
    Map<String, Double> ours = countsWith(VertxMeters::factory);
    assertEquals(3, ours.get("vertx_http_server_requests_total{code=\"200\"}"));
    assertEquals(11, ours.get("vertx_http_server_request_bytes_sum"));
    assertTrue(ours.get(TIME_SUM + "{code=\"200\"}") > 0);

    assertEquals(0, ours.remove("vertx_http_server_request_resets_total"));
    vertxOwn.remove("vertx_http_server_active_requests");
    assertEquals(withoutTimes(vertxOwn), withoutTimes(ours));
  }

  @Test
  void everythingElseIsVertxsOwn() throws Exception {
    PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    Vertx vertx = vertx(VertxMeters.factory(meters));
    vertx.eventBus().localConsumer("somewhere", message -> message.reply("back"));
    await(vertx.eventBus().request("somewhere", "to"));
    await(vertx.executeBlocking(() -> "done"));
    await(vertx.close());
    assertTrue(meters.scrape().contains("vertx_eventbus_handlers"));
    assertTrue(meters.scrape().contains("vertx_pool_completed_total"));
    assertTrue(meters.scrape().contains("jvm_memory_used_bytes"));
    assertFalse(meters.scrape().contains("active_requests"));
  }

  private static Map<String, Double> withoutTimes(Map<String, Double> counts) {
    Map<String, Double> rest = new TreeMap<>(counts);
    rest.keySet().removeIf(name -> name.contains("seconds_sum") || name.contains("seconds_max"));
    return rest;
  }

  /**
   * What is shown of three requests answered 200, one of them with a body, and one answered 404.
   */
  private static Map<String, Double> countsWith(
      Function<PrometheusMeterRegistry, VertxMetricsFactory> factory) throws Exception {
    PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    Vertx vertx = vertx(factory.apply(meters));
    HttpServer server =
        await(
            vertx
                .createHttpServer()
                .requestHandler(
                    request -> {
                      int status = request.path().equals("/there") ? 200 : 404;
                      request.response().setStatusCode(status).end("answer");
                    })
                .listen(0, "127.0.0.1"));
    HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    URI there = URI.create("http://127.0.0.1:" + server.actualPort() + "/there");
    ask(client, HttpRequest.newBuilder(there));
    ask(client, HttpRequest.newBuilder(there));
    ask(
        client,
        HttpRequest.newBuilder(there).POST(HttpRequest.BodyPublishers.ofString("hello world")));
    ask(client, HttpRequest.newBuilder(there.resolve("/elsewhere")));
    await(vertx.close()); // then all is counted
    return meters
        .scrape()
        .lines()
        .filter(line -> line.startsWith("vertx_http_server"))
        .collect(
            Collectors.toMap(
                line -> line.substring(0, line.lastIndexOf(' ')),
                line -> Double.valueOf(line.substring(line.lastIndexOf(' ') + 1))));
  }

  private static void ask(HttpClient client, HttpRequest.Builder request) throws Exception {
    client.send(request.build(), HttpResponse.BodyHandlers.discarding());
  }

  private static Vertx vertx(VertxMetricsFactory factory) {
    MicrometerMetricsOptions options =
        new MicrometerMetricsOptions()
            .setEnabled(true)
            .setJvmMetricsEnabled(true)
            .setLabels(EnumSet.of(Label.HTTP_CODE, Label.POOL_TYPE, Label.POOL_NAME));
    return Vertx.builder()
        .with(new VertxOptions().setMetricsOptions(options))
        .withMetrics(factory)
        .build();
  }

  private static <T> T await(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get();
  }
}
