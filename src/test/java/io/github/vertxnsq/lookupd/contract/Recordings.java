package io.github.vertxnsq.lookupd.contract;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

/** The files under {@code recorded/}; the README beside the originals says what is in them. */
final class Recordings {
  static final ObjectMapper JSON = new ObjectMapper();

  private Recordings() {}

  /** Scripted steps and the reference's answers, under what was done. */
  static JsonNode scenarios() throws IOException {
    return JSON.readTree(read("scenarios.json"));
  }

  /** What passed between real clients and the reference, chunk by chunk. */
  static List<JsonNode> session() throws IOException {
    List<JsonNode> chunks = new ArrayList<>();
    for (String line : read("session.jsonl").lines().toList()) {
      chunks.add(JSON.readTree(line));
    }
    return chunks;
  }

  private static String read(String name) throws IOException {
    try (InputStream file = Recordings.class.getResourceAsStream("/recorded/" + name)) {
      if (file == null) {
        throw new IOException("not on the class path: recorded/" + name);
      }
      return new String(file.readAllBytes(), UTF_8);
    }
  }
}
