package io.github.vertxnsq.lookupd.http.console;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.vertxnsq.lookupd.http.HttpProbe;
import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpResponse;

/** Listens to server-sent events as a page does. */
final class ConsoleEvents implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpResponse<InputStream> answer;
  private final BufferedReader lines;

  private ConsoleEvents(HttpResponse<InputStream> answer) {
    this.answer = answer;
    this.lines = new BufferedReader(new InputStreamReader(answer.body(), UTF_8));
  }

  static ConsoleEvents open(int port, String target) throws Exception {
    return new ConsoleEvents(new HttpProbe(port).open(target));
  }

  record Event(String type, JsonNode data) {}

  HttpResponse<InputStream> answer() {
    return answer;
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
  public void close() throws IOException {
    answer.body().close();
  }
}
