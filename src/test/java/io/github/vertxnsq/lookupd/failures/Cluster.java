package io.github.vertxnsq.lookupd.failures;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.vertxnsq.lookupd.process.Eventually;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Processes that are one cluster, on free ports of the loopback. */
final class Cluster implements AutoCloseable {
  private static final Duration READY = Duration.ofSeconds(20);

  private final List<Node> nodes = new ArrayList<>();
  private final List<Node> started = new ArrayList<>();

  /** So many nodes. */
  static Cluster start(int count) throws Exception {
    Cluster cluster = new Cluster();
    try {
      cluster.fill(count);
      return cluster;
    } catch (Exception | Error noStart) {
      cluster.close();
      throw noStart;
    }
  }

  /** Has so many nodes again, each ready, that know each other. */
  void fill(int count) throws Exception {
    while (nodes.size() < count) {
      launch();
    }
    for (Node node : nodes) {
      node.awaitReady(READY);
    }
    awaitAgreement(READY);
  }

  /** One more node, whose peers are those that are members by now; it need not be one yet. */
  Node launch() throws IOException, InterruptedException {
    List<String> peers = new ArrayList<>();
    for (Node node : nodes) {
      if (node == nodes.get(0) || node.hasOpenedForProducers()) {
        peers.add(node.clusterAddress());
      }
    }
    Node node =
        Node.launch(
            "node-" + started.size(),
            "-cluster-join-timeout=1s",
            "-cluster-peers=" + String.join(",", peers));
    started.add(node);
    nodes.add(node);
    return node;
  }

  List<Node> nodes() {
    return List.copyOf(nodes);
  }

  Node node(int i) {
    return nodes.get(i);
  }

  /** The node is, or will be, gone. */
  List<Node> without(Node node) {
    return nodes.stream().filter(other -> other != node).toList();
  }

  /** It has left: nobody is to agree with it any more. */
  void forget(Node node) {
    nodes.remove(node);
  }

  /** All nodes see the same members, and know the same of each. */
  void awaitAgreement(Duration atMost) throws Exception {
    if (!Eventually.within(atMost, () -> views().values().stream().distinct().count() == 1)) {
      throw new AssertionError(
          "no agreement within "
              + atMost
              + ":\n"
              + views().entrySet().stream()
                  .map(view -> view.getKey() + ": " + view.getValue())
                  .collect(Collectors.joining("\n"))
              + nodes.stream().map(Node::said).collect(Collectors.joining()));
    }
  }

  private Map<String, String> views() throws Exception {
    Map<String, String> views = new TreeMap<>();
    for (Node node : nodes) {
      JsonNode answer = node.http().get("/cluster").json();
      String complete = answer.path("members").size() == nodes.size() ? "" : node + " alone ";
      views.put(node.toString(), complete + view(answer));
    }
    return views;
  }

  /** What must be alike: the members, how much is known of each, and what. */
  private static String view(JsonNode answer) {
    StringBuilder view = new StringBuilder("members");
    for (JsonNode member : answer.path("members")) {
      view.append(' ').append(member.path("name").asText());
    }
    for (JsonNode origin : answer.path("origins")) {
      if (origin.path("present").asBoolean()) {
        view.append(" | ").append(origin.path("number").asText());
        view.append(" applied ").append(origin.path("applied").asText());
        view.append(" producers ").append(origin.path("producers").asText());
        view.append(' ').append(origin.path("digest").asText());
      }
    }
    return view.append(" | facts ").append(answer.path("digest").asText()).toString();
  }

  @Override
  public void close() {
    started.forEach(Node::close);
  }
}
