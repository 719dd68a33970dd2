package io.github.vertxnsq.lookupd.config;

import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What was given outside the file, and how all sources become options. Pure: the file's content
 * comes in as an argument.
 *
 * @param flags the flags given, as text
 * @param environment the settings given in the environment, as text
 */
record Sources(Map<Setting<?>, String> flags, Map<Setting<?>, String> environment) {
  private static final Set<String> FILE_KEYS =
      Settings.all().stream()
          .filter(Setting::inFile)
          .map(Setting::key)
          .collect(Collectors.toUnmodifiableSet());

  /** What Kubernetes puts into {@code <SERVICE>_PORT}; no setting takes such a value. */
  private static final Pattern SERVICE_LINK = Pattern.compile("(tcp|udp|sctp)://.*");

  /**
   * Picks this daemon's settings out of an environment.
   *
   * @param flags the flags given, as text
   * @param environment all of a process's environment; what is not a setting's is ignored
   */
  static Sources of(Map<Setting<?>, String> flags, Map<String, String> environment) {
    Map<Setting<?>, String> ours = new HashMap<>();
    for (Setting<?> setting : Settings.all()) {
      String text = environment.get(setting.variable());
      if (setting.inEnvironment() && text != null && !SERVICE_LINK.matcher(text).matches()) {
        ours.put(setting, text);
      }
    }
    return new Sources(Map.copyOf(flags), Map.copyOf(ours));
  }

  /**
   * Resolves what cannot stand in the file, and is needed to read it.
   *
   * @return the defaults, but for {@code config} and {@code strict-config}
   * @throws ConfigException if a value of these is refused
   */
  Options outsideTheFile() {
    Options options = Options.defaults();
    for (Setting<?> setting : Settings.all()) {
      String text = flags.getOrDefault(setting, environment.get(setting));
      if (!setting.inFile() && text != null) {
        options = set(options, setting, text, "");
      }
    }
    return options;
  }

  /**
   * Resolves everything.
   *
   * @param merged by key, the value of the source that counts; texts, but for what only the file
   *     can give
   * @return a value for every setting
   * @throws ConfigException if a value is refused
   */
  Options resolve(JsonObject merged) {
    Options options = outsideTheFile();
    String file = options.get(Settings.CONFIG);
    for (Setting<?> setting : Settings.all()) {
      Object value = merged.getValue(setting.key());
      if (setting.inFile() && value != null) {
        options = set(options, setting, value, file);
      }
    }
    refuseContradictions(options);
    return options;
  }

  /** Looks at what each setting takes by itself, but not together with others. */
  private void refuseContradictions(Options options) {
    Contradiction.first(
            MembershipSettings.contradiction(options),
            TlsSettings.contradiction(options),
            AuthSettings.contradiction(options))
        .ifPresent(
            wrong -> {
              String source = source(wrong.setting(), options.get(Settings.CONFIG));
              throw new ConfigException(source, wrong.trouble());
            });
  }

  /** Returns the keys that are no setting's; only the file can bring such. */
  static Set<String> unknownKeys(JsonObject merged) {
    Set<String> unknown = new TreeSet<>(merged.fieldNames());
    unknown.removeAll(FILE_KEYS);
    return unknown;
  }

  /** Returns by key the defaults of what can stand in the file. */
  static JsonObject defaults() {
    return byKey(
        Settings.all().stream()
            .collect(Collectors.toMap(setting -> setting, Setting::defaultText)));
  }

  /** Returns by key those of the given texts whose settings can stand in the file. */
  static JsonObject byKey(Map<Setting<?>, String> texts) {
    JsonObject json = new JsonObject();
    texts.forEach(
        (setting, text) -> {
          if (setting.inFile()) {
            json.put(setting.key(), text);
          }
        });
    return json;
  }

  private Options set(Options options, Setting<?> setting, Object value, String file) {
    return setting
        .read(value)
        .map(read -> options.withValue(setting, read))
        .orElseThrow(() -> new ConfigException(source(setting, file), setting.refusal(value)));
  }

  private String source(Setting<?> setting, String file) {
    if (flags.containsKey(setting)) {
      return "flag -" + setting.flag();
    }
    if (environment.containsKey(setting)) {
      return "environment " + setting.variable();
    }
    return "file " + file + ", key " + setting.key();
  }
}
