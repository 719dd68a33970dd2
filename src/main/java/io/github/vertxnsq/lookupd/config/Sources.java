package io.github.vertxnsq.lookupd.config;

import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What was given outside the file, and how all sources become options. Pure: the file's content
 * comes in as an argument.
 *
 * @param flags the flags given, as text; those that give nothing included
 * @param environment the settings given in the environment, likewise
 * @param ignored one line for each value of the environment that cannot be meant for this daemon
 */
record Sources(
    Map<Setting<?>, String> flags, Map<Setting<?>, String> environment, List<String> ignored) {
  private static final Set<String> FILE_KEYS =
      Settings.all().stream()
          .filter(Setting::inFile)
          .map(Setting::key)
          .collect(Collectors.toUnmodifiableSet());

  /**
   * Picks this daemon's settings out of an environment.
   *
   * @param flags the flags given, as text
   * @param environment all of a process's environment; what is not a setting's is ignored
   */
  static Sources of(Map<Setting<?>, String> flags, Map<String, String> environment) {
    Environment ours = Environment.of(environment);
    return new Sources(Map.copyOf(flags), ours.settings(), ours.warnings());
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
      String text = gives(flags, setting) ? flags.get(setting) : environment.get(setting);
      if (!setting.inFile() && text != null && !setting.isUnset(text)) {
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
      if (setting.inFile() && value != null && !setting.isUnset(value)) {
        options = set(options, setting, value, file);
      }
    }
    refuseContradictions(options);
    return options;
  }

  /** Looks at what each setting takes by itself, but not together with others. */
  private void refuseContradictions(Options options) {
    Contradiction.first(
            Listeners.contradiction(options),
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

  /** Returns the key that was meant by one that is no setting's: {@code log_level}. */
  static Optional<String> meantBy(String unknownKey) {
    return FILE_KEYS.stream().filter(key -> letters(key).equals(letters(unknownKey))).findFirst();
  }

  private static String letters(String key) {
    return key.replaceAll("[-_ ]", "").toLowerCase(Locale.ROOT);
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
          if (setting.inFile() && !setting.isUnset(text)) {
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

  /** Returns the names of the variables that count, in alphabetical order. */
  List<String> variablesThatCount() {
    return environment.keySet().stream()
        .filter(setting -> gives(environment, setting) && !gives(flags, setting))
        .map(Setting::variable)
        .sorted()
        .toList();
  }

  /**
   * Says what an operator may have meant otherwise.
   *
   * @param merged as of {@link #resolve}
   * @param options that {@link #resolve} has made of it
   * @return one line for each
   */
  List<String> doubts(JsonObject merged, Options options) {
    List<String> doubts = new ArrayList<>(ignored);
    doubtBroadcastAddress(merged, options).ifPresent(doubts::add);
    return doubts;
  }

  private Optional<String> doubtBroadcastAddress(JsonObject merged, Options options) {
    Setting<String> setting = Settings.BROADCAST_ADDRESS;
    String address = options.get(setting);
    if (!address.equals(setting.defaultText())) {
      String source = source(setting, options.get(Settings.CONFIG));
      return BroadcastAddress.doubt(address).map(doubt -> source + ": " + doubt);
    }
    Map<String, Object> given = new LinkedHashMap<>();
    given.put(flagSource(setting), flags.get(setting));
    given.put(variableSource(setting), environment.get(setting));
    given.put(fileSource(setting, options.get(Settings.CONFIG)), merged.getValue(setting.key()));
    return given.entrySet().stream()
        .filter(source -> setting.isUnset(source.getValue()))
        .map(source -> source.getKey() + ": it is empty, the name of this host counts: " + address)
        .findFirst();
  }

  private String source(Setting<?> setting, String file) {
    if (gives(flags, setting)) {
      return flagSource(setting);
    }
    return gives(environment, setting) ? variableSource(setting) : fileSource(setting, file);
  }

  private static String flagSource(Setting<?> setting) {
    return "flag -" + setting.flag();
  }

  private static String variableSource(Setting<?> setting) {
    return "environment " + setting.variable();
  }

  private static String fileSource(Setting<?> setting, String file) {
    return "file " + file + ", key " + setting.key();
  }

  private static boolean gives(Map<Setting<?>, String> texts, Setting<?> setting) {
    String text = texts.get(setting);
    return text != null && !setting.isUnset(text);
  }
}
