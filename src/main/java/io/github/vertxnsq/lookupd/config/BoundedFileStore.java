package io.github.vertxnsq.lookupd.config;

import io.github.vertxnsq.lookupd.files.BoundedFile;
import io.vertx.config.spi.ConfigStore;
import io.vertx.config.spi.ConfigStoreFactory;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;

/**
 * Teaches vertx-config to read a file that may be anything: its own {@code file} waits for a pipe
 * for ever, and reads what fills the memory. Found through {@code META-INF/services}.
 */
public final class BoundedFileStore implements ConfigStoreFactory {
  static final String NAME = "bounded-file";

  @Override
  public String name() {
    return NAME;
  }

  /**
   * Makes a store.
   *
   * @param configuration with the file's {@code path}
   */
  @Override
  public ConfigStore create(Vertx vertx, JsonObject configuration) {
    Path path = Path.of(configuration.getString("path"));
    return new ConfigStore() {
      @Override
      public Future<Buffer> get() {
        return BoundedFile.readInTime(vertx, () -> Buffer.buffer(BoundedFile.read(path)));
      }

      @Override
      public Future<Void> close() {
        return Future.succeededFuture();
      }
    };
  }
}
