package io.github.vertxnsq.lookupd.config;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Settings that belong together. Flags, keys of the file, environment variables, usage text and
 * defaults all derive from what is added to such a table.
 */
final class SettingsTable {
  private final List<Setting<?>> settings = new ArrayList<>();

  <T> Setting<T> add(
      String flag, ValueType<T> type, String defaultText, Setting.Reach reach, String description) {
    Setting<T> setting = new Setting<>(flag, type, defaultText, reach, description);
    settings.add(setting);
    return setting;
  }

  static List<Setting<?>> join(SettingsTable... tables) {
    return Stream.of(tables).<Setting<?>>flatMap(table -> table.settings.stream()).toList();
  }
}
