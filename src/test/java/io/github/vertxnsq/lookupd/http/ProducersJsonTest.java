package io.github.vertxnsq.lookupd.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.vertxnsq.lookupd.registry.NodeView;
import io.github.vertxnsq.lookupd.registry.PeerInfo;
import io.github.vertxnsq.lookupd.registry.Shown;
import io.github.vertxnsq.lookupd.registry.TopicName;
import io.github.vertxnsq.lookupd.registry.TopicView;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers put together from parts are, byte for byte, what Jackson makes of the whole. */
final class ProducersJsonTest {
  private static final ObjectMapper JACKSON = new ObjectMapper();

  private static Shown<PeerInfo> peer(String text) {
    return new Shown<>(
        new PeerInfo("127.0.0.1:45494", text, "host" + text, 4150, -1, text + "1", text, "r"));
  }

  /** Fields come in the order in which the reference was recorded to send them. */
  private static Map<String, Object> fields(PeerInfo peer) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("remote_address", peer.remoteAddress());
    fields.put("hostname", peer.hostname());
    fields.put("broadcast_address", peer.broadcastAddress());
    fields.put("tcp_port", peer.tcpPort());
    fields.put("http_port", peer.httpPort());
    fields.put("version", peer.version());
    if (!peer.topologyZone().isEmpty()) {
      fields.put("topology_zone", peer.topologyZone());
    }
    fields.put("topology_region", peer.topologyRegion());
    return fields;
  }

  private static byte[] byJackson(TopicView topic) throws IOException {
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("channels", topic.channels());
    answer.put(
        "producers", topic.producers().stream().map(shown -> fields(shown.value())).toList());
    return JACKSON.writeValueAsBytes(answer);
  }

  private static void assertAsByJackson(TopicView topic) throws IOException {
    assertEquals(new String(byJackson(topic), UTF_8), ProducersJson.lookup(topic).toString());
    assertArrayEquals(byJackson(topic), ProducersJson.lookup(topic).getBytes());
    assertEquals(new String(byJackson(topic), UTF_8), rendered(ProducersJson.longLookup(topic)));
  }

  @Test
  void listsOfAnyLength() throws IOException {
    assertAsByJackson(new TopicView(List.of(), List.of()));
    assertAsByJackson(new TopicView(List.of("billing"), List.of()));
    assertAsByJackson(new TopicView(List.of(), List.of(peer(""))));
    assertAsByJackson(
        new TopicView(
            List.of("a.b_c-D9", "billing", "tmp#ephemeral"),
            List.of(peer("a"), peer("b"), peer("c"))));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"},{\"",
        "\\",
        "/",
        "\0\u0001\b\t\n\f\r\u001f",
        "<script>&'",
        "\u007f\u0080\u00e9\u07ff",
        "\u0800\u2028\u2029\u20ac\ufeff\ufffd\uffff",
        "\ud83d\ude00\udbff\udfff"
      })
  void anyText(String text) throws IOException {
    assertAsByJackson(new TopicView(List.of("c"), List.of(peer(text), peer("x" + text + "y"))));
  }

  @Test
  void textsTooLongToKeep() throws IOException {
    Shown<PeerInfo> longWinded = peer("\u0001\u20ac\"".repeat(5_000));
    assertAsByJackson(new TopicView(List.of(), List.of(longWinded, peer("a"))));
    Object kept = new Object();
    assertTrue(longWinded.rendered(any -> kept) == kept, "something was kept before");
  }

  @Test
  void aProducerIsRenderedOnceHoweverManyTopicsItIsListedFor() {
    Shown<PeerInfo> producer = peer("a");
    ProducersJson.lookup(new TopicView(List.of(), List.of(producer)));
    byte[] first = producer.rendered(any -> new byte[0]);
    rendered(ProducersJson.nodes(List.of(new NodeView(producer, List.of(), Set.of()))));
    assertSame(first, producer.rendered(any -> new byte[0]));
    assertNotSame(first, peer("a").rendered(Json::peer));
  }

  @Test
  void nodesHaveTombstonesAndTopicsOfOneLength() throws IOException {
    NodeView busy =
        new NodeView(
            peer("\""), List.of(topic("a"), topic("b#ephemeral")), Set.of(topic("b#ephemeral")));
    NodeView idle = new NodeView(peer("\u20ac"), List.of(), Set.of());
    Map<String, Object> busyFields = fields(busy.peer().value());
    busyFields.put("tombstones", List.of(false, true));
    busyFields.put("topics", List.of("a", "b#ephemeral"));
    Map<String, Object> idleFields = fields(idle.peer().value());
    idleFields.put("tombstones", List.of());
    idleFields.put("topics", List.of());

    assertEquals("{\"producers\":[]}", rendered(ProducersJson.nodes(List.of())));
    assertEquals(
        JACKSON.writeValueAsString(Map.of("producers", List.of(busyFields, idleFields))),
        rendered(ProducersJson.nodes(List.of(busy, idle))));
  }

  private static TopicName topic(String name) {
    return TopicName.parse(name).orElseThrow();
  }

  private static String rendered(Content content) {
    return new Body(content).measure().kept().toString();
  }
}
