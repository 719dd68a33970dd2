package io.github.vertxnsq.lookupd.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.github.vertxnsq.lookupd.registry.DebugSlice;
import io.github.vertxnsq.lookupd.registry.PeerInfo;
import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;

/** Renders answers, fields in the order in which nsqlookupd has them. */
public final class Json {
  private static final JsonFactory FACTORY = new JsonFactory();
  private static final long NANOS_PER_MILLI = 1_000_000;

  private Json() {}

  /** What writes the fields of an object. */
  public interface Rendering {
    /** Writes them. */
    void to(JsonGenerator json) throws IOException;
  }

  static Buffer version(String version) {
    return object(json -> json.writeStringField("version", version));
  }

  static Buffer message(String message) {
    return object(json -> json.writeStringField("message", message));
  }

  static Buffer tlsRequired(String message, int port) {
    return object(
        json -> {
          json.writeStringField("message", message);
          json.writeNumberField("https_port", port);
        });
  }

  static Buffer unknownHost(String message, String flag) {
    return object(
        json -> {
          json.writeStringField("message", message);
          json.writeStringField("flag", flag);
        });
  }

  /** A generator whose output the caller takes from {@code out} as it comes. */
  static JsonGenerator generator(OutputStream out) throws IOException {
    return FACTORY.createGenerator(out);
  }

  /** One registration as {@code /debug} shows it. */
  static void debugEntry(JsonGenerator json, DebugSlice.Entry entry) throws IOException {
    PeerInfo peer = entry.peer();
    json.writeStartObject();
    json.writeStringField("id", peer.remoteAddress());
    saidInIdentify(json, peer);
    json.writeNumberField("last_update", entry.lastUpdateMillis() * NANOS_PER_MILLI);
    json.writeBooleanField("tombstoned", entry.tombstoned());
    json.writeNumberField("tombstoned_at", entry.tombstonedAtMillis() * NANOS_PER_MILLI);
    json.writeEndObject();
  }

  /** A producer as {@code /lookup} shows it. */
  static byte[] peer(PeerInfo peer) {
    return bytes(json -> peerFields(json, peer));
  }

  /** The fields of such a producer. */
  public static void peerFields(JsonGenerator json, PeerInfo peer) throws IOException {
    json.writeStringField("remote_address", peer.remoteAddress());
    saidInIdentify(json, peer);
  }

  private static void saidInIdentify(JsonGenerator json, PeerInfo peer) throws IOException {
    json.writeStringField("hostname", peer.hostname());
    json.writeStringField("broadcast_address", peer.broadcastAddress());
    json.writeNumberField("tcp_port", peer.tcpPort());
    json.writeNumberField("http_port", peer.httpPort());
    json.writeStringField("version", peer.version());
    unlessEmpty(json, "topology_zone", peer.topologyZone());
    unlessEmpty(json, "topology_region", peer.topologyRegion());
  }

  /** Strict readers refuse what nsqlookupd 1.3.0 does not have; who sends it wants it back. */
  private static void unlessEmpty(JsonGenerator json, String name, String text) throws IOException {
    if (!text.isEmpty()) {
      json.writeStringField(name, text);
    }
  }

  /** One object with these fields. */
  public static Buffer object(Rendering fields) {
    return Buffer.buffer(bytes(fields));
  }

  /** The same, as bytes. */
  public static byte[] bytes(Rendering fields) {
    return written(
        json -> {
          json.writeStartObject();
          fields.to(json);
          json.writeEndObject();
        });
  }

  private static byte[] written(Rendering value) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(512);
    try (JsonGenerator json = FACTORY.createGenerator(out)) {
      value.to(json);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible); // memory does not fail so
    }
    return out.toByteArray();
  }
}
