package io.github.vertxnsq.lookupd.http;

import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** What {@code /openapi.json} answers: the resource of that name, with the version filled in. */
final class OpenApi {
  private static final String RESOURCE = "/openapi.json";

  private OpenApi() {}

  static Reply describing(String version) {
    try (InputStream file = OpenApi.class.getResourceAsStream(RESOURCE)) {
      String text = new String(file.readAllBytes(), StandardCharsets.UTF_8);
      return Reply.ok(Buffer.buffer(text.replace("{{version}}", version)));
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable); // the program's own jar
    }
  }
}
