package io.github.vertxnsq.lookupd.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import io.github.vertxnsq.lookupd.registry.PeerInfo;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Reads the JSON body of IDENTIFY as Go's {@code encoding/json} reads it into nsqlookupd's struct:
 * field names match without regard to case, null counts as absent, of a field given twice the later
 * one counts, unknown fields may be anything. Other than there, a text that is longer than any host
 * name is refused.
 *
 * <p>The work grows with the body's length and not faster: producers share one thread, and none of
 * them may hold up the others with what it sends.
 */
final class IdentifyBody {
  /** Go refuses what is nested deeper. Skipping is iterative, so depth costs no stack. */
  private static final int MAX_DEPTH = 10_000;

  /** Of a text's UTF-8. A host name has no more, and the other texts are shorter still. */
  static final int MAX_TEXT_BYTES = 255;

  /** Digits and sign of {@link Long#MIN_VALUE}; JSON allows no zeros before a number. */
  private static final int MAX_INTEGER_LENGTH = 20;

  private static final List<String> FIELDS =
      List.of(
          "broadcast_address",
          "hostname",
          "version",
          "topology_zone",
          "topology_region",
          "remote_address",
          "tcp_port",
          "http_port");

  private static final JsonFactory JSON =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(MAX_DEPTH)
                  .maxNameLength(Integer.MAX_VALUE)
                  .maxNumberLength(Integer.MAX_VALUE)
                  .build())
          .disable(
              JsonFactory.Feature.CANONICALIZE_FIELD_NAMES) // a cache that strangers could fill
          .build();

  private String broadcastAddress = "";
  private String hostname = "";
  private String version = "";
  private String topologyZone = "";
  private String topologyRegion = "";
  private long tcpPort;
  private long httpPort;

  private IdentifyBody() {}

  /** What came of reading a body: a peer, or the error to answer. */
  record Result(PeerInfo peer, WireError error) {}

  /**
   * Reads the body.
   *
   * @param remoteAddress the socket's other end, whatever the body says of it
   */
  static Result read(byte[] body, String remoteAddress) {
    IdentifyBody fields = new IdentifyBody();
    // Through a String: bytes that are not UTF-8 become U+FFFD, as in Go, where Jackson would
    // refuse.
    String text = new String(body, StandardCharsets.UTF_8);
    try (JsonParser json = JSON.createParser(text)) {
      fields.readAll(json);
    } catch (IOException notWhatItShouldBe) {
      return new Result(null, WireError.NOT_JSON);
    }
    return fields.areComplete()
        ? new Result(fields.peer(remoteAddress), null)
        : new Result(null, WireError.MISSING_FIELDS);
  }

  private void readAll(JsonParser json) throws IOException {
    JsonToken first = json.nextToken();
    if (first == JsonToken.START_OBJECT) {
      while (json.nextToken() != JsonToken.END_OBJECT) {
        String name = json.currentName();
        json.nextToken();
        readField(name, json);
      }
    } else if (first != JsonToken.VALUE_NULL) {
      throw new IOException("neither an object nor null");
    }
    if (json.nextToken() != null) {
      throw new IOException("something follows the value");
    }
  }

  private void readField(String name, JsonParser json) throws IOException {
    switch (fieldCalled(name)) {
      case "broadcast_address" -> broadcastAddress = text(json, broadcastAddress);
      case "hostname" -> hostname = text(json, hostname);
      case "version" -> version = text(json, version);
      case "topology_zone" -> topologyZone = text(json, topologyZone);
      case "topology_region" -> topologyRegion = text(json, topologyRegion);
      case "remote_address" -> text(json, "");
      case "tcp_port" -> tcpPort = integer(json, tcpPort);
      case "http_port" -> httpPort = integer(json, httpPort);
      default -> json.skipChildren();
    }
  }

  /** The field that Go takes the name for; empty when it takes it for none. */
  private static String fieldCalled(String name) {
    for (String field : FIELDS) {
      if (isFolded(name, field)) {
        return field;
      }
    }
    return "";
  }

  private static boolean isFolded(String name, String field) {
    if (name.length() != field.length()) {
      return false;
    }
    for (int i = 0; i < field.length(); i++) {
      if (fold(name.charAt(i)) != field.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  /**
   * Of all that Unicode folds, only the long s is a letter of a field's name to Go: the Kelvin
   * sign, which is a k, would be the other one, but no field has a k.
   */
  private static char fold(char c) {
    if (c >= 'A' && c <= 'Z') {
      return (char) (c - 'A' + 'a');
    }
    return c == '\u017F' ? 's' : c;
  }

  private static String text(JsonParser json, String before) throws IOException {
    return switch (json.currentToken()) {
      case VALUE_STRING -> shortText(json);
      case VALUE_NULL -> before;
      default -> throw new IOException("not a string");
    };
  }

  private static String shortText(JsonParser json) throws IOException {
    if (json.getTextLength() <= MAX_TEXT_BYTES) { // a character has a byte at least
      String text = wellFormed(json.getText());
      if (text.getBytes(StandardCharsets.UTF_8).length <= MAX_TEXT_BYTES) {
        return text;
      }
    }
    throw new IOException("longer than any host name");
  }

  private static long integer(JsonParser json, long before) throws IOException {
    return switch (json.currentToken()) {
      case VALUE_NUMBER_INT -> shortInteger(json);
      case VALUE_NULL -> before;
      default -> throw new IOException("not an integer");
    };
  }

  private static long shortInteger(JsonParser json) throws IOException {
    if (json.getTextLength() > MAX_INTEGER_LENGTH) {
      throw new IOException("larger than any port");
    }
    return json.getLongValue();
  }

  /** With U+FFFD for each half of a surrogate pair that stands alone: such a one has no UTF-8. */
  private static String wellFormed(String text) {
    StringBuilder mended = new StringBuilder(text);
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isHighSurrogate(c)
          && i + 1 < text.length()
          && Character.isLowSurrogate(text.charAt(i + 1))) {
        i++;
      } else if (Character.isSurrogate(c)) {
        mended.setCharAt(i, '\uFFFD');
      }
    }
    return mended.toString();
  }

  private boolean areComplete() {
    return !broadcastAddress.isEmpty() && !version.isEmpty() && tcpPort != 0 && httpPort != 0;
  }

  private PeerInfo peer(String remoteAddress) {
    return new PeerInfo(
        remoteAddress,
        hostname,
        broadcastAddress,
        tcpPort,
        httpPort,
        version,
        topologyZone,
        topologyRegion);
  }
}
