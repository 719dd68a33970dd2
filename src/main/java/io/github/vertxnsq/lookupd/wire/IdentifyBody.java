package io.github.vertxnsq.lookupd.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import io.github.vertxnsq.lookupd.registry.PeerInfo;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Reads the JSON body of IDENTIFY as Go's {@code encoding/json} reads it into nsqlookupd's struct:
 * field names match without regard to case, null counts as absent, of a field given twice the later
 * one counts, unknown fields may be anything.
 */
final class IdentifyBody {
  /** Go refuses what is nested deeper. Skipping is iterative, so depth costs no stack. */
  private static final int MAX_DEPTH = 10_000;

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
    switch (fold(name)) {
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

  /** In lower case, as is the long s to Go. */
  private static String fold(String name) {
    return name.replace('\u017F', 's').toLowerCase(Locale.ROOT);
  }

  private static String text(JsonParser json, String before) throws IOException {
    return switch (json.currentToken()) {
      case VALUE_STRING -> wellFormed(json.getText());
      case VALUE_NULL -> before;
      default -> throw new IOException("not a string");
    };
  }

  private static long integer(JsonParser json, long before) throws IOException {
    return switch (json.currentToken()) {
      case VALUE_NUMBER_INT -> json.getLongValue();
      case VALUE_NULL -> before;
      default -> throw new IOException("not an integer");
    };
  }

  /** With U+FFFD for each half of a surrogate pair that stands alone: such a one has no UTF-8. */
  private static String wellFormed(String text) {
    StringBuilder mended = null;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isHighSurrogate(c)
          && i + 1 < text.length()
          && Character.isLowSurrogate(text.charAt(i + 1))) {
        i++;
      } else if (Character.isSurrogate(c)) {
        mended = mended == null ? new StringBuilder(text) : mended;
        mended.setCharAt(i, '\uFFFD');
      }
    }
    return mended == null ? text : mended.toString();
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
