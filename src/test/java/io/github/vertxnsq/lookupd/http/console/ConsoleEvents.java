package io.github.vertxnsq.lookupd.http.console;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URI;
import java.net.URL;

/**
 * Listens to server-sent events as a page does. Does not wait for ever: the JDK's newer client
 * would, even when it is interrupted.
 */
final class ConsoleEvents implements AutoCloseable {
  private static final int PATIENCE_MILLIS = 20_000;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpURLConnection connection;
  private final BufferedReader lines;

  private ConsoleEvents(HttpURLConnection connection) throws IOException {
    this.connection = connection;
    this.lines = new BufferedReader(new InputStreamReader(connection.getInputStream(), UTF_8));
  }

  /** Returns when the headers are there. */
  static ConsoleEvents open(int port, String target) throws IOException {
    URL url = URI.create("http://127.0.0.1:" + port + target).toURL();
    HttpURLConnection connection = (HttpURLConnection) url.openConnection(Proxy.NO_PROXY);
    connection.setConnectTimeout(PATIENCE_MILLIS);
    connection.setReadTimeout(PATIENCE_MILLIS);
    return new ConsoleEvents(connection);
  }

  record Event(String type, JsonNode data) {}

  String header(String name) {
    return connection.getHeaderField(name);
  }

  Event next() throws IOException {
    String type = line().replaceFirst("^event: ", "");
    String data = line().replaceFirst("^data: ", "");
    if (!line().isEmpty()) {
      throw new AssertionError("an event of more than two lines");
    }
    return new Event(type, JSON.readTree(data));
  }

  /** The next of that type; others are passed over. */
  JsonNode next(String type) throws IOException {
    Event event = next();
    while (!event.type().equals(type)) {
      event = next();
    }
    return event.data();
  }

  /** Reads on until the answer is complete; fails when it is cut short. */
  void awaitEnd() throws IOException {
    while (lines.readLine() != null) {
      // on
    }
  }

  private String line() throws IOException {
    String line = lines.readLine();
    if (line == null) {
      throw new EOFException("the stream has ended");
    }
    return line;
  }

  @Override
  public void close() {
    connection.disconnect();
  }
}
