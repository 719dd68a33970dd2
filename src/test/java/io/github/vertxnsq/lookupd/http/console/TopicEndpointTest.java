package io.github.vertxnsq.lookupd.http.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.vertxnsq.lookupd.LocalLookupd;
import io.github.vertxnsq.lookupd.http.HttpProbe;
import io.github.vertxnsq.lookupd.http.RawHttp;
import io.github.vertxnsq.lookupd.wire.ProducerConnection;
import io.github.vertxnsq.lookupd.wire.ProducerIdentity;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** All about a topic, as the page is told. */
@Timeout(60)
final class TopicEndpointTest {
  private static LocalLookupd lookupd;
  private static HttpProbe http;
  private final List<ProducerConnection> producers = new ArrayList<>();

  @BeforeAll
  static void start() {
    lookupd = LocalLookupd.start();
    http = lookupd.http();
  }

  @AfterAll
  static void stop() {
    lookupd.close();
  }

  @AfterEach
  void disconnect() throws Exception {
    for (ProducerConnection producer : producers) {
      producer.close();
    }
  }

  private ProducerConnection producer(String host, int number) throws Exception {
    ProducerConnection producer = lookupd.connect();
    producers.add(producer);
    producer.identify(ProducerIdentity.numbered(host, number));
    return producer;
  }

  @Test
  void hasTheFieldsOfTheContract() throws Exception {
    producer("fields", 0).must("REGISTER fields c");

    JsonNode answer = http.get("/ui/topic?topic=fields").json();

    assertEquals("fields", answer.path("topic").asText());
    assertEquals("[{\"name\":\"c\",\"producers\":1}]", answer.path("channels").toString());
    ObjectNode holder = (ObjectNode) answer.path("producers").path(0);
    long connectedMillis = holder.remove("connected_ms").asLong(-1);
    assertTrue(connectedMillis >= 0 && connectedMillis < 60_000, holder::toString);
    long heardMillis = holder.remove("heard_ms").asLong(-1);
    assertTrue(heardMillis >= 0 && heardMillis < 60_000, holder::toString);
    assertFalse(holder.remove("silent").asBoolean(true));
    assertEquals(
        http.get("/lookup?topic=fields").json().path("producers").path(0), holder, "the rest");
  }

  @Test
  void tellsOfTombstonesWhatIsLeftOfThem() throws Exception {
    producer("hidden", 0).must("REGISTER hidden");
    http.post("/topic/tombstone?topic=hidden&node=hidden-0:5150");

    assertEquals(0, http.get("/lookup?topic=hidden").json().path("producers").size());
    long leftMillis =
        http.get("/ui/topic?topic=hidden").json().at("/producers/0/tombstone_ms").asLong();
    assertTrue(leftMillis > 0 && leftMillis <= 45_000, () -> leftMillis + " ms");
  }

  /** More than are rendered on an event loop. */
  @Test
  void manyProducersAreSortedAsInLookups() throws Exception {
    for (int i = 0; i < 250; i++) {
      producer("many", i).must("REGISTER many");
    }
    assertEquals(
        http.get("/lookup?topic=many").json().findValuesAsText("broadcast_address"),
        http.get("/ui/topic?topic=many").json().findValuesAsText("broadcast_address"));
  }

  @ParameterizedTest
  @CsvSource({
    "/ui/topic, 400, MISSING_ARG_TOPIC",
    "/ui/topic?topic=none, 404, TOPIC_NOT_FOUND",
    "/ui/topic?topic=, 404, TOPIC_NOT_FOUND",
    "/ui/topic?topic=*, 404, TOPIC_NOT_FOUND",
    "/ui/topic?topic=%zz, 400, INVALID_REQUEST",
  })
  void saysWhatIsWrong(String target, int status, String message) throws Exception {
    try (RawHttp raw = RawHttp.open(lookupd.httpPort())) {
      RawHttp.Answer answer = raw.sendRequest("GET", target).readAnswer();
      assertEquals("{\"message\":\"" + message + "\"}", answer.text());
      assertEquals(status, answer.status());
    }
  }
}
