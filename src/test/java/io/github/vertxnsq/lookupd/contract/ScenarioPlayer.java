package io.github.vertxnsq.lookupd.contract;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.vertxnsq.lookupd.http.RawHttp;
import io.github.vertxnsq.lookupd.process.Eventually;
import io.github.vertxnsq.lookupd.wire.ProducerConnection;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/** Plays one scripted session step by step, and holds each answer against the recorded one. */
final class ScenarioPlayer implements AutoCloseable {
  /** More than a tombstone lives, and than the end of a connection takes to be seen. */
  private static final Duration UNANSWERED = Duration.ofSeconds(10);

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private final String prefix;
  private final Supplier<Place> places;
  private final Duration settling;
  private final Settling settled;
  private final Map<String, ProducerConnection> connections = new HashMap<>();
  private final Set<String> askedSinceChange = new HashSet<>();
  private boolean connectionEnded;

  /** Waits until all places know what one was told. */
  interface Settling {
    void await() throws Exception;
  }

  ScenarioPlayer(String prefix, Supplier<Place> places, Duration settling, Settling settled) {
    this.settled = settled;
    this.prefix = prefix;
    this.places = places;
    this.settling = settling;
  }

  void play(JsonNode step) throws Exception {
    switch (step.get(0).asText()) {
      case "connect" -> connect(step);
      case "send" -> send(step);
      case "close" -> close(step);
      case "tcp" -> expectAnswer(step);
      case "http" -> request(step);
      default -> throw new IllegalArgumentException("no step: " + step);
    }
  }

  private void connect(JsonNode step) throws IOException {
    int port = places.get().tcpPort();
    connections.put(step.get(1).asText(), ProducerConnection.openWith(step.get(2).asText(), port));
  }

  private void send(JsonNode step) throws IOException {
    changed();
    byte[] line = step.get(2).asText().getBytes(ISO_8859_1);
    byte[] body = step.has(3) ? step.get(3).asText().getBytes(UTF_8) : null;
    connection(step).send(body == null ? line : withBody(line, body));
  }

  private static byte[] withBody(byte[] line, byte[] body) {
    return ByteBuffer.allocate(line.length + Integer.BYTES + body.length)
        .put(line)
        .putInt(body.length)
        .put(body)
        .array();
  }

  private void close(JsonNode step) throws IOException {
    changed();
    connectionEnded = true;
    connection(step).close();
  }

  private void changed() {
    askedSinceChange.clear();
    connectionEnded = false;
  }

  private void expectAnswer(JsonNode step) throws IOException {
    String expected = step.get(2).asText();
    switch (expected) {
      case "closed" -> connection(step).expectEndOfStream();
      case "identify" -> {
        JsonNode answer = Recordings.JSON.readTree(connection(step).readAnswer());
        assertEquals(step.get(3), Reduction.fieldsAndTypes(answer), step::toString);
      }
      default -> assertEquals(expected, connection(step).readAnswer(), step::toString);
    }
  }

  private void request(JsonNode step) throws Exception {
    String method = step.get(1).asText();
    String target = step.get(2).asText();
    Duration patience = method.equals("GET") ? patience(target) : settling;
    if (method.equals("POST")) {
      settled.await();
      changed();
    }
    JsonNode expected = expected(step);
    JsonNode[] last = new JsonNode[1];
    Eventually.within(
        patience,
        () -> {
          try (RawHttp http = RawHttp.open(places.get().httpPort())) {
            RawHttp.Answer answer = http.sendRequest(method, target).readWholeAnswer();
            last[0] = reduced(target, answer, step.get(4));
          }
          return method.equals("POST") || last[0].equals(expected);
        });
    assertEquals(expected.toPrettyString(), last[0].toPrettyString(), method + " " + target);
  }

  /** No answer announces the end of a connection, nor that of a tombstone. */
  private Duration patience(String target) {
    boolean askedAgain = !askedSinceChange.add(target);
    return connectionEnded || askedAgain ? UNANSWERED : settling;
  }

  private static JsonNode expected(JsonNode step) {
    ObjectNode expected = NODES.objectNode();
    expected.set("status", step.get(3));
    expected.set("headers", Reduction.reduce(spelled(step.get(4))));
    expected.set("body", Reduction.reduce(step.get(5)));
    return expected;
  }

  /** The recorded headers, whose names were reduced to lower case, as Go spells them. */
  private static ObjectNode spelled(JsonNode recorded) {
    ObjectNode headers = NODES.objectNode();
    recorded
        .properties()
        .forEach(
            header -> {
              String name =
                  Pattern.compile("\\b[a-z]")
                      .matcher(header.getKey())
                      .replaceAll(first -> first.group().toUpperCase(Locale.ROOT));
              headers.set(name, header.getValue());
            });
    return headers;
  }

  /** The answer as it was recorded; of headers only what was recorded, and any content type. */
  private JsonNode reduced(String target, RawHttp.Answer answer, JsonNode recordedHeaders)
      throws IOException {
    ObjectNode headers = NODES.objectNode();
    answer
        .headers()
        .forEach(
            (name, value) -> {
              String anyCase = name.toLowerCase(Locale.ROOT);
              if (recordedHeaders.has(anyCase) || anyCase.equals("content-type")) {
                headers.put(name, Reduction.header(value));
              }
            });
    ObjectNode reduced = NODES.objectNode();
    reduced.put("status", answer.status());
    reduced.set("headers", Reduction.reduce(headers));
    reduced.set("body", Reduction.reduce(body(target, answer)));
    return reduced;
  }

  private JsonNode body(String target, RawHttp.Answer answer) throws IOException {
    if (!answer.headers().getOrDefault("Content-Type", "").startsWith("application/json")) {
      return NODES.textNode(answer.text());
    }
    JsonNode json = Recordings.JSON.readTree(answer.text());
    String path = target.replaceFirst("\\?.*", "");
    return answer.status() == 200 ? Reduction.only(prefix, path, json) : json;
  }

  private ProducerConnection connection(JsonNode step) {
    return connections.get(step.get(1).asText());
  }

  @Override
  public void close() throws IOException {
    for (ProducerConnection connection : connections.values()) {
      connection.close();
    }
  }
}
