package io.github.vertxnsq.lookupd.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Takes out of answers what differs from run to run, as it was taken out of the recorded ones. */
final class Reduction {
  private static final Set<String> REDUCED_TO_TYPE =
      Set.of("remote_address", "id", "last_update", "tombstoned_at");

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private Reduction() {}

  /**
   * Arrays sorted, fields in the order of their names, what differs from run to run as its type.
   */
  static JsonNode reduce(JsonNode value) {
    if (value.isArray()) {
      List<JsonNode> items = new ArrayList<>();
      value.forEach(item -> items.add(reduce(item)));
      items.sort(Comparator.comparing(JsonNode::toString));
      return NODES.arrayNode().addAll(items);
    }
    if (!value.isObject()) {
      return value;
    }
    Map<String, JsonNode> fields = new TreeMap<>();
    value
        .properties()
        .forEach(
            field -> {
              boolean differs = REDUCED_TO_TYPE.contains(field.getKey());
              JsonNode content = field.getValue();
              fields.put(field.getKey(), differs ? typeOf(content) : reduce(content));
            });
    ObjectNode sorted = NODES.objectNode();
    fields.forEach(sorted::set);
    return sorted;
  }

  /** {@code str}, {@code int} or {@code bool}; what is reduced already stays as it is. */
  static TextNode typeOf(JsonNode value) {
    if (value.isTextual()) {
      boolean reduced = value.asText().equals("int") || value.asText().equals("bool");
      return reduced ? (TextNode) value : NODES.textNode("str");
    }
    if (value.isIntegralNumber()) {
      return NODES.textNode("int");
    }
    return NODES.textNode(value.isBoolean() ? "bool" : value.getNodeType().toString());
  }

  /** Each field's name and type, in the order of the names. */
  static JsonNode fieldsAndTypes(JsonNode object) {
    Map<String, JsonNode> types = new TreeMap<>();
    object.properties().forEach(field -> types.put(field.getKey(), typeOf(field.getValue())));
    ArrayNode pairs = NODES.arrayNode();
    types.forEach((name, type) -> pairs.add(NODES.arrayNode().add(name).add(type)));
    return pairs;
  }

  /** The part of an answer that belongs to one scenario: all its names begin with the prefix. */
  static JsonNode only(String prefix, String path, JsonNode answer) {
    return switch (path) {
      case "/topics" -> NODES.objectNode().set("topics", named(prefix, answer.path("topics")));
      case "/nodes" -> NODES.objectNode().set("producers", of(prefix, answer.path("producers")));
      case "/debug" -> {
        ObjectNode kept = NODES.objectNode();
        answer
            .properties()
            .forEach(
                group -> {
                  ArrayNode entries = of(prefix, group.getValue());
                  if (!entries.isEmpty()) {
                    kept.set(group.getKey(), entries);
                  }
                });
        yield kept;
      }
      // Nothing tells a version's recorded value from ours but that it is one.
      case "/info" -> NODES.objectNode().set("version", typeOf(answer.path("version")));
      default -> answer;
    };
  }

  private static ArrayNode named(String prefix, JsonNode names) {
    ArrayNode kept = NODES.arrayNode();
    names.forEach(
        name -> {
          if (name.asText().startsWith(prefix)) {
            kept.add(name);
          }
        });
    return kept;
  }

  private static ArrayNode of(String prefix, JsonNode producers) {
    ArrayNode kept = NODES.arrayNode();
    producers.forEach(
        producer -> {
          if (producer.path("broadcast_address").asText().startsWith(prefix)) {
            kept.add(producer);
          }
        });
    return kept;
  }

  /** A header's value without its spaces and without regard to case. */
  static String header(String value) {
    return value.replace(" ", "").toLowerCase(Locale.ROOT);
  }
}
