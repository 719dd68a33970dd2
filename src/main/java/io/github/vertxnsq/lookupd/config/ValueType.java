package io.github.vertxnsq.lookupd.config;

import io.github.vertxnsq.lookupd.logging.LogLevel;
import java.math.BigInteger;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * The kind of value a setting takes, and its range.
 *
 * @param javaType what a text is read into
 * @param usageName what Go's usage calls it: {@code string}, {@code int}, {@code duration}; empty
 *     for a bool, which takes no value on the command line
 * @param expected completes "… is not …" when a text is refused
 * @param parser reads a text; empty for one that is malformed or out of range
 * @param literal turns a TOML value other than a string into the text that it stands for; empty
 *     when it stands for none
 */
record ValueType<T>(
    Class<T> javaType,
    String usageName,
    String expected,
    Function<String, Optional<T>> parser,
    Function<Object, Optional<String>> literal) {

  private static final Set<String> TRUE = Set.of("1", "t", "T", "true", "TRUE", "True");
  private static final Set<String> FALSE = Set.of("0", "f", "F", "false", "FALSE", "False");

  /** Any text. */
  static final ValueType<String> TEXT =
      new ValueType<>(String.class, "string", "a text", Optional::of, ValueType::none);

  /** A host's name or address, without a port. */
  static final ValueType<String> HOST =
      new ValueType<>(
          String.class,
          "string",
          "a host name or an address",
          text -> Optional.of(text).filter(host -> host.matches("[^\\s\\p{Cntrl}]+")),
          ValueType::none);

  /** A {@link HostAndPort}. */
  static final ValueType<HostAndPort> HOST_AND_PORT =
      new ValueType<>(
          HostAndPort.class,
          "string",
          "<addr>:<port> with a port from 0 to 65535, like 0.0.0.0:4160, :4160 or [::1]:4160",
          HostAndPort::parse,
          ValueType::none);

  /** A {@link LogLevel}. */
  static final ValueType<LogLevel> LOG_LEVEL =
      new ValueType<>(
          LogLevel.class,
          "string",
          "a log level: debug, info, warn, error or fatal",
          LogLevel::parse,
          ValueType::none);

  /** A bool as Go's {@code strconv.ParseBool} reads it. */
  static final ValueType<Boolean> BOOL =
      new ValueType<>(
          Boolean.class,
          "",
          "true or false",
          ValueType::parseBool,
          value -> value instanceof Boolean ? Optional.of(value.toString()) : Optional.empty());

  /** A Go duration of 0 or more; a bare integer in TOML is milliseconds. */
  static final ValueType<Duration> DURATION =
      duration("a duration of 0 or more, like 45s, 5m or 1h30m", any -> true);

  /** As {@link #DURATION}, but above 0. */
  static final ValueType<Duration> POSITIVE_DURATION =
      duration("a duration above 0, like 45s, 5m or 1h30m", length -> !length.isZero());

  /**
   * A whole number within a range.
   *
   * @param least the least that is accepted
   * @param most the most that is accepted; {@code Integer.MAX_VALUE} reads as no limit
   */
  static ValueType<Integer> wholeNumber(int least, int most) {
    String range =
        most == Integer.MAX_VALUE ? "of " + least + " or more" : "from " + least + " to " + most;
    return new ValueType<>(
        Integer.class,
        "int",
        "a whole number " + range,
        text -> parseInt(text).filter(number -> number >= least && number <= most),
        ValueType::integer);
  }

  private static ValueType<Duration> duration(String expected, Predicate<Duration> range) {
    return new ValueType<>(
        Duration.class,
        "duration",
        expected,
        text -> GoDuration.parse(text).filter(range),
        value -> integer(value).map(millis -> millis + "ms"));
  }

  private static Optional<Boolean> parseBool(String text) {
    if (TRUE.contains(text)) {
      return Optional.of(true);
    }
    return FALSE.contains(text) ? Optional.of(false) : Optional.empty();
  }

  private static Optional<Integer> parseInt(String text) {
    try {
      return text.matches("[+-]?[0-9]+") ? Optional.of(Integer.valueOf(text)) : Optional.empty();
    } catch (NumberFormatException tooLarge) {
      return Optional.empty();
    }
  }

  private static Optional<String> integer(Object value) {
    return value instanceof Integer || value instanceof Long || value instanceof BigInteger
        ? Optional.of(value.toString())
        : Optional.empty();
  }

  /**
   * Reads a value as the file's parser gives it.
   *
   * @param value a string, or what TOML has besides: number, bool, table, array
   * @return the value, or empty if it is malformed or out of range
   */
  Optional<T> read(Object value) {
    return (value instanceof String text ? Optional.of(text) : literal.apply(value))
        .flatMap(parser);
  }

  private static Optional<String> none(Object value) {
    return Optional.empty();
  }
}
