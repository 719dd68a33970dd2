package io.github.vertxnsq.lookupd.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.vertx.core.json.JsonObject;
import java.util.Map;

/**
 * Any file is a configuration, or refused in one line that says where in the file the trouble is.
 * {@link ConfigLoader} does the same with it, with many threads in between.
 */
public final class ConfigFileFuzz {
  private static final String FILE = "nsqlookupd.toml";
  private static final Sources SOURCES = Sources.of(Map.of(Settings.CONFIG, FILE), Map.of());

  private ConfigFileFuzz() {}

  /** Fails on a file that is neither. */
  public static void fuzzerTestOneInput(byte[] data) {
    try {
      JsonObject merged = Sources.defaults().mergeIn(TomlProcessor.parse(data));
      Sources.unknownKeys(merged);
      Options options = SOURCES.resolve(merged);
      Settings.all().forEach(setting -> assertNotNull(options.get(setting), setting.key()));
    } catch (JsonProcessingException notToml) {
      // Of what is nested too deep the parser does not say where it is.
      String place = notToml.getLocation() == null ? "" : ", line \\d+, column \\d+";
      checkRefusal(FileTrouble.explain(FILE, notToml), place);
    } catch (ConfigException refusal) {
      checkRefusal(refusal, ", key [a-z_]+");
    }
  }

  private static void checkRefusal(ConfigException refusal, String place) {
    String message = refusal.getMessage();
    assertTrue(message.matches("file " + FILE + place + ": .+"), message);
    assertEquals(1, message.lines().count(), message);
  }
}
