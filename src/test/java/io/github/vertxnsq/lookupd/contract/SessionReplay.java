package io.github.vertxnsq.lookupd.contract;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.vertxnsq.lookupd.http.RawHttp;
import io.github.vertxnsq.lookupd.wire.ProducerConnection;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Sends what real clients sent, cut where they cut it, and awaits after it what the reference
 * answered there.
 */
final class SessionReplay implements AutoCloseable {
  private static final String IDENTIFY_ANSWER = "\0\0\0d{\"broadcast_address\"";

  /** The length is that of the original's addresses and version as well. */
  private static final Set<String> VARYING = Set.of("Date", "Content-Length");

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private final Place place;
  private final Runnable stopDaemon;
  private final Map<String, ProducerConnection> producers = new HashMap<>();
  private final Map<String, RawHttp> consumers = new HashMap<>();
  private final Set<String> endedByClient = new HashSet<>();

  /** Replays against the daemon there; the recording ends with the daemon's own end. */
  SessionReplay(Place place, Runnable stopDaemon) {
    this.place = place;
    this.stopDaemon = stopDaemon;
  }

  /** Replays a chunk, a line of the recording. */
  void replay(JsonNode chunk) throws IOException {
    String name = chunk.get("conn").asText();
    boolean fromClient = chunk.get("side").asText().equals("client");
    String data = chunk.get("data").isNull() ? null : chunk.get("data").asText();
    if (name.startsWith("http")) {
      RawHttp connection = consumers.get(name);
      if (connection == null) {
        connection = RawHttp.open(place.httpPort());
        consumers.put(name, connection);
      }
      replay(connection, fromClient, data);
    } else if (fromClient) {
      send(name, data);
    } else {
      expect(name, data);
    }
  }

  private void replay(RawHttp connection, boolean fromClient, String data) throws IOException {
    if (fromClient && data != null) {
      connection.send(data);
    } else if (fromClient) {
      connection.shutdownOutput();
    } else if (data == null) {
      connection.expectEndOfStream();
    } else {
      RawHttp.Answer answer = connection.readAnswer();
      assertEquals(
          recorded(data), reduced(answer.status(), answer.headers(), answer.text()).toString());
    }
  }

  private void send(String name, String data) throws IOException {
    if (data == null) {
      endedByClient.add(name);
      producers.get(name).shutdownOutput();
    } else if (producers.containsKey(name)) {
      producers.get(name).send(data);
    } else {
      producers.put(name, ProducerConnection.openWith(data, place.tcpPort()));
    }
  }

  private void expect(String name, String data) throws IOException {
    ProducerConnection producer = producers.get(name);
    if (data == null) {
      if (!endedByClient.contains(name)) {
        stopDaemon.run();
      }
      producer.expectEndOfStream();
    } else if (data.startsWith(IDENTIFY_ANSWER)) {
      expectIdentity(producer.readAnswer(), data.substring(Integer.BYTES));
    } else {
      assertEquals(data, new String(producer.readBytes(data.length()), ISO_8859_1));
    }
  }

  private void expectIdentity(String answer, String recorded) throws IOException {
    ObjectNode expected = (ObjectNode) Recordings.JSON.readTree(recorded);
    JsonNode actual = Recordings.JSON.readTree(answer);
    assertEquals(Reduction.fieldsAndTypes(expected), Reduction.fieldsAndTypes(actual));
    expected.set("hostname", actual.get("hostname"));
    expected.put("tcp_port", place.tcpPort());
    expected.put("http_port", place.httpPort());
    assertEquals(expected.toString(), answer);
  }

  private static String recorded(String response) throws IOException {
    String[] headAndBody = response.split("\r\n\r\n", 2);
    String[] head = headAndBody[0].split("\r\n", -1);
    Map<String, String> headers = new HashMap<>();
    for (int i = 1; i < head.length; i++) {
      String[] nameAndValue = head[i].split(": ", 2);
      headers.put(nameAndValue[0], nameAndValue[1]);
    }
    int status = Integer.parseInt(head[0].split(" ", 3)[1]);
    return reduced(status, headers, headAndBody[1]).toString();
  }

  /** Names of headers are compared letter by letter; two values differ from run to run. */
  private static JsonNode reduced(int status, Map<String, String> headers, String body)
      throws IOException {
    ObjectNode reduced = NODES.objectNode().put("status", status);
    new TreeMap<>(headers)
        .forEach((name, value) -> reduced.put(name, VARYING.contains(name) ? "str" : value));
    JsonNode json = body.isEmpty() ? NODES.nullNode() : Recordings.JSON.readTree(body);
    return reduced.set("body", Reduction.reduce(json));
  }

  @Override
  public void close() throws IOException {
    for (ProducerConnection producer : producers.values()) {
      producer.close();
    }
    for (RawHttp consumer : consumers.values()) {
      consumer.close();
    }
  }
}
