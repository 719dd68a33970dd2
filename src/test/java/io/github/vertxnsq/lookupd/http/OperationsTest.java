package io.github.vertxnsq.lookupd.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.vertxnsq.lookupd.LocalLookupd;
import io.github.vertxnsq.lookupd.wire.ProducerConnection;
import io.github.vertxnsq.lookupd.wire.ProducerIdentity;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What operators look at: everything that is registered, health, counts. */
@Timeout(60)
class OperationsTest {
  private static final int TOPICS = 3_000;

  private static LocalLookupd lookupd;
  private static ProducerConnection producer;
  private static ProducerConnection idle;

  @BeforeAll
  static void start() throws Exception {
    lookupd = LocalLookupd.start();
    producer = lookupd.connect();
    producer.identify(ProducerIdentity.numbered("operations", 0));
    idle = lookupd.connect();
    idle.identify(ProducerIdentity.numbered("operations", 1));
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < TOPICS; i++) {
      lines.append("REGISTER topic").append(i).append(" channel\n");
    }
    producer.send(lines.toString());
    for (int i = 0; i < TOPICS; i++) {
      assertEquals("OK", producer.readAnswer());
    }
  }

  @AfterAll
  static void stop() throws Exception {
    producer.close();
    idle.close();
    lookupd.close();
  }

  @Test
  void debugListsEverythingToTwoWhoAskAtATime() throws Exception {
    ExecutorService clients = Executors.newFixedThreadPool(2);
    try {
      Callable<HttpProbe.Answer> client = OperationsTest::debug;
      for (Future<HttpProbe.Answer> one : clients.invokeAll(List.of(client, client))) {
        assertEverything(one.get());
      }
    } finally {
      clients.shutdown();
    }
  }

  private static HttpProbe.Answer debug() throws Exception {
    return lookupd.http().get("/debug");
  }

  private static void assertEverything(HttpProbe.Answer answer) {
    assertEquals(200, answer.status());
    JsonNode all = answer.json();
    assertEquals(2 * TOPICS + 1, all.size());
    for (int i = 0; i < TOPICS; i++) {
      assertHeld(all.path("topic:topic" + i + ":"));
      assertHeld(all.path("channel:topic" + i + ":channel"));
    }
    assertEquals(
        List.of("operations-0", "operations-1"),
        all.path("client::").findValuesAsText("broadcast_address"));
  }

  private static void assertHeld(JsonNode entries) {
    assertEquals(1, entries.size());
    assertEquals("operations-0", entries.path(0).path("broadcast_address").asText());
    assertEquals("127.0.0.1:" + producer.localPort(), entries.path(0).path("id").asText());
  }

  @Test
  void debugGoesOnForOthersWhenAClientLeavesInTheMidstOfIt() throws Exception {
    for (int i = 0; i < 5; i++) {
      try (RawHttp leaving = RawHttp.open(lookupd.httpPort())) {
        leaving.sendRequest("GET", "/debug");
      }
    }
    assertEverything(debug());
  }

  @ParameterizedTest
  @ValueSource(strings = {"/health/live", "/health/ready"})
  void healthIsUp(String path) throws Exception {
    HttpProbe.Answer answer = lookupd.http().get(path);
    assertEquals(200, answer.status());
    assertEquals("UP", answer.json().path("status").asText(), answer.text());
  }

  @Test
  void metricsHaveEveryMeter() throws Exception {
    HttpProbe http = lookupd.http();
    http.get("/lookup?topic=topic0");
    HttpProbe.Answer answer = http.get("/metrics");
    assertEquals(
        "text/plain; version=0.0.4; charset=utf-8",
        answer.headers().firstValue("content-type").orElse(""));
    Set<String> names =
        answer
            .text()
            .lines()
            .filter(line -> !line.startsWith("#"))
            .map(line -> line.split("[{ ]", 2)[0])
            .collect(Collectors.toSet());
    for (String name :
        List.of(
            "nsqlookupd_connections",
            "nsqlookupd_connections_refused_total",
            "nsqlookupd_connections_dropped_total",
            "nsqlookupd_commands_total",
            "nsqlookupd_lookups_total",
            "nsqlookupd_registry_wait_seconds_bucket",
            "nsqlookupd_registry_wait_seconds_sum",
            "nsqlookupd_registry_wait_seconds_count",
            "nsqlookupd_build_info",
            "nsqlookupd_producers",
            "nsqlookupd_nodes",
            "nsqlookupd_topics",
            "nsqlookupd_channels",
            "nsqlookupd_registrations",
            "nsqlookupd_tombstones")) {
      assertTrue(names.contains(name), name);
    }
    assertTrue(answer.text().contains("\nnsqlookupd_channels " + TOPICS + ".0\n"));
  }

  /** {@code name{label="value",…} number}, and before each family its help and its type. */
  @Test
  void metricsAreWhatPrometheusReads() throws Exception {
    Pattern line =
        Pattern.compile(
            "# (HELP|TYPE) [a-zA-Z_:][a-zA-Z0-9_:]* .*"
                + "|[a-zA-Z_:][a-zA-Z0-9_:]*"
                + "(\\{([a-zA-Z_]\\w*=\"([^\"\\\\]|\\\\.)*\",?)*\\})? [-+.0-9eEINFa]+");
    String text = lookupd.http().get("/metrics").text();
    text.lines().forEach(it -> assertTrue(line.matcher(it).matches(), it));
    assertTrue(text.endsWith("\n"));
  }
}
