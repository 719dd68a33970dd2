package io.github.vertxnsq.lookupd.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.vertxnsq.lookupd.LocalLookupd;
import io.github.vertxnsq.lookupd.registry.NodeView;
import io.github.vertxnsq.lookupd.registry.PeerInfo;
import io.github.vertxnsq.lookupd.registry.Shown;
import io.github.vertxnsq.lookupd.wire.ProducerConnection;
import io.github.vertxnsq.lookupd.wire.ProducerIdentity;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What Prometheus is told of the nodes. */
@Timeout(60)
final class ScrapeTargetsTest {
  private static final ObjectMapper JACKSON = new ObjectMapper();

  private static NodeView node(String address, long httpPort, String text) {
    return new NodeView(
        new Shown<>(
            new PeerInfo("10.0.0.9:5000", text, address, -4150, httpPort, text, text, text)),
        List.of(),
        Set.of());
  }

  private static Buffer rendered(List<NodeView> nodes) {
    return new Body(ScrapeTargets.targets(nodes)).measure().kept();
  }

  private static JsonNode rendered(NodeView... nodes) throws Exception {
    return JACKSON.readTree(rendered(List.of(nodes)).getBytes());
  }

  @Test
  void isAGroupForEachNodeInTheOrderOfNodes() throws Exception {
    assertEquals("[]", rendered(List.of()).toString());
    try (LocalLookupd lookupd = LocalLookupd.start();
        ProducerConnection second = lookupd.connect();
        ProducerConnection first = lookupd.connect()) {
      second.identify(ProducerIdentity.numbered("sd", 1));
      first.identify(ProducerIdentity.numbered("sd", 0));
      String group =
          """
          {'targets':['sd-%1$d:515%1$d'],'labels':{'__meta_nsqd_hostname':'h%1$d',\
          '__meta_nsqd_version':'1.3.0','__meta_nsqd_topology_zone':'z%1$d',\
          '__meta_nsqd_topology_region':'r','__meta_nsqd_broadcast_address':'sd-%1$d',\
          '__meta_nsqd_tcp_port':'415%1$d'}}"""
              .replace('\'', '"');
      HttpProbe.Answer answer = lookupd.http().get("/prometheus/sd");
      assertEquals("[" + group.formatted(0) + "," + group.formatted(1) + "]", answer.text());
      assertEquals(
          "application/json; charset=utf-8",
          answer.headers().firstValue("content-type").orElse(""),
          "Prometheus takes nothing else");
      assertEquals(2, lookupd.http().get("/nodes").json().path("producers").size());
      assertEquals(answer.text(), lookupd.http().get("/prometheus/sd").text());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "10.0.0.1, 4151, 10.0.0.1:4151",
    "nsqd-1.example.org, 4151, nsqd-1.example.org:4151",
    "::1, 4151, [::1]:4151",
    "2001:db8::17, 4151, [2001:db8::17]:4151",
    "fe80::1%eth0, 4151, [fe80::1%eth0]:4151",
    "[::1], 4151, [::1]:4151",
    "other.example:80, 4151, [other.example:80]:4151",
    "odd, -1, odd:-1",
    "odd, 70000, odd:70000",
    "odd, -9223372036854775808, odd:-9223372036854775808",
  })
  void putsAddressAndPortTogether(String address, long port, String target) throws Exception {
    JsonNode group = rendered(node(address, port, "")).path(0);
    assertEquals(1, group.path("targets").size());
    assertEquals(target, group.at("/targets/0").asText());
    assertEquals(address, group.at("/labels/__meta_nsqd_broadcast_address").asText());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"],\"labels\":{\"__address__\":\"other\"}},{\"targets\":[\"",
        "\\",
        "\0\u0001\b\t\n\f\r\u001f\u007f",
        "${1}{{ .Value }}",
        "\u00e9\u2028\u20ac\ufffd\ud83d\ude00",
      })
  void whatANodeSaysOfItselfStaysInItsPlace(String text) throws Exception {
    JsonNode groups = rendered(node(text, 1, text), node("good", 4151, "good"));
    assertEquals(2, groups.size());
    String host = text.contains(":") ? "[" + text + "]" : text;
    assertEquals(host + ":1", groups.at("/0/targets/0").asText());
    JsonNode labels = groups.at("/0/labels");
    assertEquals(6, labels.size());
    labels
        .fields()
        .forEachRemaining(
            label ->
                assertEquals(
                    label.getKey().equals("__meta_nsqd_tcp_port") ? "-4150" : text,
                    label.getValue().asText(),
                    label.getKey()));
    assertEquals("good:4151", groups.at("/1/targets/0").asText());
  }
}
