package io.github.vertxnsq.lookupd.config;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.dataformat.toml.TomlMapper;
import io.vertx.config.spi.ConfigProcessor;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
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
    return vertx.executeBlocking(
        () -> new JsonObject(new TomlMapper().readValue(input.getBytes(), TABLE)));
  }
}
