package io.github.vertxnsq.lookupd.config;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.dataformat.toml.TomlMapper;
import io.vertx.config.spi.ConfigProcessor;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.util.Map;

/**
 * Teaches vertx-config the format {@code toml}. Found through {@code META-INF/services}, and so
 * created in every process that reads any configuration; the parser is loaded only when a file is
 * read, on a worker thread.
 */
public final class TomlProcessor implements ConfigProcessor {
  private static final TypeReference<Map<String, Object>> TABLE = new TypeReference<>() {};

  @Override
  public String name() {
    return "toml";
  }

  /**
   * Parses a file.
   *
   * @return the top-level table; fails with Jackson's {@code JsonProcessingException}, which tells
   *     line and column, if the input is not TOML
   */
  @Override
  public Future<JsonObject> process(Vertx vertx, JsonObject configuration, Buffer input) {
    return vertx.executeBlocking(() -> parse(input.getBytes()));
  }

  /**
   * The same, without Vert.x.
   *
   * @throws JsonProcessingException as of the other
   */
  static JsonObject parse(byte[] file) throws JsonProcessingException {
    return new JsonObject(new TomlMapper().readValue(decode(file), TABLE));
  }

  /** The parser would decode by itself, but could not say where it is that it cannot. */
  private static String decode(byte[] bytes) throws JsonParseException {
    CharBuffer text = CharBuffer.allocate(bytes.length);
    if (UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes), text, true).isError()) {
      String before = text.flip().toString();
      int line = (int) before.chars().filter(c -> c == '\n').count() + 1;
      int column = before.length() - before.lastIndexOf('\n');
      throw new JsonParseException(
          null, "this is not UTF-8", new JsonLocation(null, before.length(), line, column));
    }
    return withoutByteOrderMark(text.flip().toString());
  }

  /** Editors of Windows begin files with one. */
  private static String withoutByteOrderMark(String text) {
    return text.startsWith("\ufeff") ? text.substring(1) : text;
  }
}
