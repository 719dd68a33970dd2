package io.github.vertxnsq.lookupd.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vertxnsq.lookupd.config.Setting;
import io.github.vertxnsq.lookupd.config.Settings;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** README.md names what there is, and nothing else. */
final class ReadmeTest {
  private static final Set<Setting<?>> FLAGS_ONLY =
      Set.of(Settings.VERSION, Settings.HELP, Settings.HEALTHCHECK);

  @Test
  void listsEveryFlagInTheOrderOfTheUsage() throws IOException {
    List<String> flags = Settings.all().stream().map(Setting::flag).sorted().toList();

    assertEquals(
        flags,
        Readme.read().section("Settings").all("^\\| `-([a-z-]+)`").stream().sorted().toList());
  }

  @Test
  void givesEveryDefault() throws IOException {
    Readme settings = Readme.read().section("Settings");
    for (Setting<?> setting : Settings.all()) {
      List<String> shown =
          settings.all("^\\| `-" + setting.flag() + "`[^|]*\\| *`?([^`|]*?)`? *\\|");
      boolean dependsOnTheHost = setting == Settings.BROADCAST_ADDRESS;
      boolean takesNoDefault = FLAGS_ONLY.contains(setting);
      if (!dependsOnTheHost && !takesNoDefault) {
        assertEquals(
            List.of(setting.defaultText().strip()),
            shown.stream().map(String::strip).toList(),
            setting.flag());
      }
    }
  }

  @Test
  void theTwoCommandsAreOneLineEach() throws IOException {
    List<String> commands = Readme.read().section("Build, start, test").all("^ {4}(\\S.*)$");

    assertEquals(2, commands.size());
    assertTrue(commands.get(0).endsWith("target/nsq/bin/nsqlookupd"));
    assertTrue(commands.get(1).contains("verify"));
  }
}
