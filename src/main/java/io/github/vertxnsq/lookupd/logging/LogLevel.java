package io.github.vertxnsq.lookupd.logging;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** How much is logged: the named level and those after it. */
public enum LogLevel {
  DEBUG,
  INFO,
  WARN,
  ERROR,
  FATAL;

  /**
   * Reads a level's name.
   *
   * @param text {@code debug}, {@code info}, {@code warn}, {@code error} or {@code fatal}, in any
   *     case
   * @return the level, or empty for any other text
   */
  public static Optional<LogLevel> parse(String text) {
    String name = text.toUpperCase(Locale.ROOT);
    return Arrays.stream(values()).filter(level -> level.name().equals(name)).findFirst();
  }
}
