package io.github.vertxnsq.lookupd.config;

import java.util.HashMap;
import java.util.Map;

/** A value for every setting. Immutable. */
public final class Options {
  private static final Options DEFAULTS = readDefaults();

  private final Map<Setting<?>, Object> values;

  private Options(Map<Setting<?>, Object> values) {
    this.values = values;
  }

  /** Returns what holds when nothing is set anywhere. */
  public static Options defaults() {
    return DEFAULTS;
  }

  /**
   * Returns a setting's value.
   *
   * @param setting any of {@link Settings}
   */
  public <T> T get(Setting<T> setting) {
    return setting.cast(values.get(setting));
  }

  /**
   * Returns these options with one value replaced.
   *
   * @param setting any of {@link Settings}
   * @param text the value as it would be written on the command line
   * @throws IllegalArgumentException if the setting does not take it; the message says what it
   *     takes
   */
  public Options with(Setting<?> setting, String text) {
    return withValue(setting, read(setting, text));
  }

  /** Returns these options with one value, known to be of the setting's type, replaced. */
  Options withValue(Setting<?> setting, Object value) {
    Map<Setting<?>, Object> changed = new HashMap<>(values);
    changed.put(setting, value);
    return new Options(changed);
  }

  private static Options readDefaults() {
    Map<Setting<?>, Object> values = new HashMap<>();
    for (Setting<?> setting : Settings.all()) {
      values.put(setting, read(setting, setting.defaultText()));
    }
    return new Options(values);
  }

  private static Object read(Setting<?> setting, String text) {
    return setting
        .read(text)
        .map(Object.class::cast)
        .orElseThrow(() -> new IllegalArgumentException(setting + ": " + setting.refusal(text)));
  }
}
