package io.github.vertxnsq.lookupd.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;

/** Reads server-sent events, as the HTML standard has it; waits for the next one. */
public final class EventReader implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final BufferedReader lines;
  private String lastId;

  private EventReader(InputStream body) {
    this.lines = new BufferedReader(new InputStreamReader(body, UTF_8));
  }

  /** An event. */
  public record Event(String id, String name, JsonNode data) {
    /** Its name, and the texts of its data one after the other. */
    public String summary() {
      StringBuilder summary = new StringBuilder(name);
      for (String field : new String[] {"topic", "channel", "node", "cause", "exists"}) {
        summary.append(data.has(field) ? " " + data.path(field).asText() : "");
      }
      JsonNode producer = data.path("producer");
      return summary
          .append(producer.isObject() ? " " + producer.path("broadcast_address").asText() : "")
          .toString();
    }
  }

  /** One that begins when the daemon has said where the stream is. */
  public static EventReader open(HttpProbe http, String target, String... headers)
      throws Exception {
    EventReader reader = new EventReader(http.open(target, headers).body());
    reader.readToId();
    return reader;
  }

  /** One that comes back; nothing is read yet. */
  public static EventReader resume(HttpProbe http, String target, String lastId) throws Exception {
    return new EventReader(http.open(target, "Last-Event-ID", lastId).body());
  }

  /** One whose events have no ids. */
  static EventReader withoutIds(HttpProbe http, String target) throws Exception {
    return new EventReader(http.open(target).body());
  }

  private void readToId() throws IOException {
    String line;
    do {
      line = readLine();
    } while (!line.startsWith("id: "));
    lastId = line.substring(4);
  }

  public String lastId() {
    return lastId;
  }

  /** The next event that has data. */
  public Event next() throws IOException {
    String name = "message";
    String data = null;
    while (true) {
      String line = readLine();
      if (line.startsWith("id: ")) {
        lastId = line.substring(4);
      } else if (line.startsWith("event: ")) {
        name = line.substring(7);
      } else if (line.startsWith("data: ")) {
        data = line.substring(6);
      } else if (line.isEmpty() && data != null) {
        return new Event(lastId, name, JSON.readTree(data));
      }
    }
  }

  private String readLine() throws IOException {
    String line = lines.readLine();
    if (line == null) {
      throw new EOFException("the stream has ended");
    }
    return line;
  }

  @Override
  public void close() throws IOException {
    lines.close();
  }
}
