package io.github.vertxnsq.lookupd.config;

import static java.util.stream.Collectors.toCollection;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.dataformat.toml.TomlMapper;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Holds {@code conf/nsqlookupd.toml} to the table of settings. */
class ShippedConfigTest {
  private final String text;
  private final JsonObject file;

  ShippedConfigTest() throws IOException {
    text = Files.readString(Path.of("conf/nsqlookupd.toml"));
    file =
        new JsonObject(
            new TomlMapper().readerForMapOf(Object.class).<Map<String, Object>>readValue(text));
  }

  @Test
  void showsEverySettingAtItsDefault() {
    assertTrue(
        text.contains("\n# broadcast_address = "), "shown only: its default is the host's name");
    for (Setting<?> setting : Settings.all()) {
      if (setting.inFile() && setting != Settings.BROADCAST_ADDRESS) {
        assertEquals(
            Options.defaults().get(setting),
            setting.read(file.getValue(setting.key())).orElseThrow(),
            setting::key);
      }
    }
  }

  @Test
  void knowsNoOtherKey() {
    assertEquals(
        Settings.all().stream()
            .filter(setting -> setting.inFile() && setting != Settings.BROADCAST_ADDRESS)
            .map(Setting::key)
            .collect(toCollection(TreeSet::new)),
        new TreeSet<>(file.fieldNames()));
  }

  @Test
  void marksWhatTakesEffectWhileRunning() {
    for (Setting<?> setting : Settings.all()) {
      if (setting.inFile()) {
        String comment = text.substring(0, text.indexOf(setting.key() + " ="));
        String own = comment.substring(comment.lastIndexOf("\n\n"));
        assertEquals(setting.reloadable(), own.contains("[live]"), setting::key);
      }
    }
  }
}
