package io.github.vertxnsq.lookupd.config;

import java.util.HashMap;
import java.util.Map;

/** What becomes of flags that a test writes in one line: {@code tcp-address=:1 ui=false}. */
final class FlagLine {
  private FlagLine() {}

  /** Resolves them; throws a {@link ConfigException} where they are refused. */
  static Options resolve(String line) {
    Map<Setting<?>, String> flags = new HashMap<>();
    for (String each : line.split(" ", -1)) {
      String[] flagAndText = each.split("=", 2);
      flags.put(setting(flagAndText[0]), flagAndText[1]);
    }
    return Sources.of(flags, Map.of()).resolve(Sources.byKey(flags));
  }

  private static Setting<?> setting(String flag) {
    return Settings.all().stream().filter(s -> s.flag().equals(flag)).findFirst().orElseThrow();
  }
}
