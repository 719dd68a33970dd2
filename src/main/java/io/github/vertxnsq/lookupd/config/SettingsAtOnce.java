package io.github.vertxnsq.lookupd.config;

import io.github.vertxnsq.lookupd.files.BoundedFile;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/** Reads the settings as a {@link ConfigLoader} does, once and without Vert.x running. */
public final class SettingsAtOnce {
  private SettingsAtOnce() {}

  /**
   * Reads all sources.
   *
   * @param flags as {@link CommandLine.Run} gives them
   * @param environment the process's environment
   * @throws ConfigException if a source cannot be used
   */
  public static Options read(Map<Setting<?>, String> flags, Map<String, String> environment) {
    Sources sources = Sources.of(flags, environment);
    String file = sources.outsideTheFile().get(Settings.CONFIG);
    JsonObject merged = Sources.defaults();
    if (!file.isEmpty()) {
      try {
        merged.mergeIn(TomlProcessor.parse(BoundedFile.read(Path.of(file))));
      } catch (IOException trouble) {
        throw FileTrouble.explain(file, trouble);
      }
    }
    return sources.resolve(
        merged
            .mergeIn(Sources.byKey(sources.environment()))
            .mergeIn(Sources.byKey(sources.flags())));
  }
}
