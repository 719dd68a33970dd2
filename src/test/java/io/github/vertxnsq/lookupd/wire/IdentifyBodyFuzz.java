package io.github.vertxnsq.lookupd.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.vertxnsq.lookupd.registry.PeerInfo;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * Any body of an IDENTIFY is read as from the tree that Jackson makes of it, and what was read is
 * read again from what it is written as.
 */
public final class IdentifyBodyFuzz {
  private static final String SOCKET = "10.0.0.1:5000";
  private static final Set<String> TEXTS =
      Set.of(
          "broadcast_address",
          "hostname",
          "version",
          "topology_zone",
          "topology_region",
          "remote_address");
  private static final Set<String> INTEGERS = Set.of("tcp_port", "http_port");

  private static final ObjectMapper TREES =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxNestingDepth(10_000).build())
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  /** Else a tree holds the last one only, whatever the ones before were. */
  private static final ObjectMapper WITHOUT_DUPLICATES =
      TREES.copy().configure(StreamReadFeature.STRICT_DUPLICATE_DETECTION.mappedFeature(), true);

  private IdentifyBodyFuzz() {}

  /** Fails on a body that is not read as it should be. */
  public static void fuzzerTestOneInput(byte[] body) throws JsonProcessingException {
    IdentifyBody.Result result = IdentifyBody.read(body, SOCKET);
    String text = new String(body, UTF_8);
    if (hasNoDuplicates(text)) {
      assertEquals(expected(text), result);
    }
    if (result.peer() != null) {
      assertEquals(
          result, IdentifyBody.read(TREES.writeValueAsBytes(fields(result.peer())), SOCKET));
    }
  }

  private static boolean hasNoDuplicates(String text) {
    try {
      WITHOUT_DUPLICATES.readTree(text);
      return true;
    } catch (JsonProcessingException e) {
      return !e.getOriginalMessage().startsWith("Duplicate field");
    }
  }

  private static IdentifyBody.Result expected(String text) {
    JsonNode tree;
    try {
      tree = TREES.readTree(text);
    } catch (JsonProcessingException e) {
      return new IdentifyBody.Result(null, WireError.NOT_JSON);
    }
    Map<String, Object> fields = new HashMap<>();
    boolean fits = tree.isNull() || tree instanceof ObjectNode;
    for (Map.Entry<String, JsonNode> field : tree.properties()) {
      fits &= put(fold(field.getKey()), field.getValue(), fields);
    }
    if (!fits) {
      return new IdentifyBody.Result(null, WireError.NOT_JSON);
    }
    PeerInfo peer =
        new PeerInfo(
            SOCKET,
            text("hostname", fields),
            text("broadcast_address", fields),
            integer("tcp_port", fields),
            integer("http_port", fields),
            text("version", fields),
            text("topology_zone", fields),
            text("topology_region", fields));
    return peer.broadcastAddress().isEmpty()
            || peer.version().isEmpty()
            || peer.tcpPort() == 0
            || peer.httpPort() == 0
        ? new IdentifyBody.Result(null, WireError.MISSING_FIELDS)
        : new IdentifyBody.Result(peer, null);
  }

  /** Whether the value is of the field's type, or of none, as of a field that nobody knows. */
  private static boolean put(String name, JsonNode value, Map<String, Object> fields) {
    if (TEXTS.contains(name) && value.isTextual()) {
      String text = wellFormed(value.textValue());
      fields.put(name, text);
      return text.getBytes(UTF_8).length <= 255;
    } else if (INTEGERS.contains(name) && value.isIntegralNumber() && value.canConvertToLong()) {
      fields.put(name, value.longValue());
    } else {
      return value.isNull() || !(TEXTS.contains(name) || INTEGERS.contains(name));
    }
    return true;
  }

  /** As Unicode folds single characters, but for Turkish: an I has a dot or none. */
  private static String fold(String name) {
    StringBuilder folded = new StringBuilder();
    name.codePoints()
        .map(
            c ->
                c == '\u0130' || c == '\u0131'
                    ? c
                    : Character.toLowerCase(Character.toUpperCase(c)))
        .forEach(folded::appendCodePoint);
    return folded.toString();
  }

  private static String wellFormed(String text) {
    StringBuilder mended = new StringBuilder();
    text.codePoints()
        .map(c -> Character.getType(c) == Character.SURROGATE ? '\uFFFD' : c)
        .forEach(mended::appendCodePoint);
    return mended.toString();
  }

  private static String text(String name, Map<String, Object> fields) {
    return (String) fields.getOrDefault(name, "");
  }

  private static long integer(String name, Map<String, Object> fields) {
    return (long) fields.getOrDefault(name, 0L);
  }

  private static Map<String, Object> fields(PeerInfo peer) {
    return Map.of(
        "hostname", peer.hostname(),
        "broadcast_address", peer.broadcastAddress(),
        "tcp_port", peer.tcpPort(),
        "http_port", peer.httpPort(),
        "version", peer.version(),
        "topology_zone", peer.topologyZone(),
        "topology_region", peer.topologyRegion());
  }
}
