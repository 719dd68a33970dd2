package io.github.vertxnsq.lookupd.failures;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.vertxnsq.lookupd.http.HttpProbe;
import io.github.vertxnsq.lookupd.process.Eventually;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * What a lookup lists, or {@code /nodes}.
 *
 * @param addresses of the connection whose fields are shown, by the producer's broadcast address;
 *     behind them the topics, where they are listed
 * @param twice the broadcast addresses that are listed more than once
 */
record Listed(Map<String, String> addresses, Set<String> twice) {
  private static final int OK = 200;
  private static final int NOT_FOUND = 404;
  private static final int FEW = 5;

  /** Asks for a topic, or for nodes; a topic may be unknown: then nobody is listed. */
  static Listed by(Node node, String target, String prefix)
      throws IOException, InterruptedException {
    HttpProbe.Answer answer = node.http().get(target);
    if (answer.status() != OK && answer.status() != NOT_FOUND) {
      throw new AssertionError(node + " answers " + answer.status() + " " + answer.text());
    }
    return in(answer.json(), prefix + "-");
  }

  static Listed in(JsonNode answer) {
    return in(answer, "");
  }

  /** Those only whose broadcast address begins like this. */
  private static Listed in(JsonNode answer, String prefix) {
    Map<String, String> addresses = new TreeMap<>();
    Set<String> twice = new TreeSet<>();
    for (JsonNode producer : answer.path("producers")) {
      String name = producer.path("broadcast_address").asText();
      if (name.startsWith(prefix) && addresses.put(name, fields(producer)) != null) {
        twice.add(name);
      }
    }
    return new Listed(addresses, twice);
  }

  private static String fields(JsonNode producer) {
    String address = producer.path("remote_address").asText();
    Set<String> topics = new TreeSet<>();
    producer.path("topics").forEach(topic -> topics.add(topic.asText()));
    return topics.isEmpty() ? address : address + " " + topics;
  }

  /** Who of these is not listed. */
  Set<String> missing(Set<String> expected) {
    Set<String> missing = new TreeSet<>(expected);
    missing.removeAll(addresses.keySet());
    return missing;
  }

  /**
   * Awaits that of those with this prefix exactly the expected are listed, each once, by the
   * connections they have now.
   */
  static void await(
      Node node,
      String target,
      String prefix,
      Duration atMost,
      Supplier<Map<String, String>> expected)
      throws Exception {
    if (!Eventually.within(
        atMost, () -> by(node, target, prefix).equals(new Listed(expected.get(), Set.of())))) {
      Listed listed = by(node, target, prefix);
      throw new AssertionError(
          "%s, %s, after %s: %s%s"
              .formatted(node, target, atMost, listed.difference(expected.get()), node.said()));
    }
  }

  private String difference(Map<String, String> expected) {
    Set<String> tooMany = new TreeSet<>(addresses.keySet());
    tooMany.removeAll(expected.keySet());
    Map<String, String> old = new TreeMap<>(addresses);
    old.keySet().retainAll(expected.keySet());
    old.entrySet().removeAll(expected.entrySet());
    return "%d of %d listed; missing %s; too many %s; twice %s; by another connection %s"
        .formatted(
            addresses.size(),
            expected.size(),
            few(missing(expected.keySet())),
            few(tooMany),
            few(twice),
            few(old.entrySet()));
  }

  /** How many, and some of them. */
  static String few(Set<?> all) {
    return all.stream().limit(FEW).map(Object::toString).collect(Collectors.joining(", "))
        + " ("
        + all.size()
        + ")";
  }
}
