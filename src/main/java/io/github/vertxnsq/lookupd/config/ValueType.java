package io.github.vertxnsq.lookupd.config;

import io.github.vertxnsq.lookupd.golang.GoDuration;
import io.github.vertxnsq.lookupd.logging.LogLevel;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.math.BigInteger;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/**
 * The kind of value a setting takes, and its range.
 *
 * @param javaType what a text is read into
 * @param usageName what Go's usage calls it: {@code string}, {@code int}, {@code duration}; empty
 *     for what takes no value on the command line unless that follows an {@code =}
 * @param expected completes "… is not …" when a text is refused
 * @param parser reads a text; empty for one that is malformed or out of range
 * @param literal turns a TOML value other than a string into the text that it stands for; empty
 *     when it stands for none
 * @param culprit what of a text that is refused to blame, where it has parts
 */
record ValueType<T>(
    Class<T> javaType,
    String usageName,
    String expected,
    Function<String, Optional<T>> parser,
    Function<Object, Optional<String>> literal,
    UnaryOperator<String> culprit) {

  private static final Set<String> TRUE = Set.of("1", "t", "T", "true", "TRUE", "True");
  private static final Set<String> FALSE = Set.of("0", "f", "F", "false", "FALSE", "False");

  private static final Pattern HOST_FORM = Pattern.compile("[^\\s\\p{Cntrl}]+");

  /** As DNS has them: no port, no list. */
  private static final Pattern DNS_FORM = Pattern.compile("[A-Za-z0-9_.-]*");

  /** What auth-token-file takes as role and name. */
  private static final Pattern NEW_TOKEN_FORM =
      Pattern.compile("((read|admin):[A-Za-z0-9][A-Za-z0-9._@-]*)?");

  /** Any text; the empty one is a value like others. */
  static final ValueType<String> TEXT =
      new ValueType<>(String.class, "string", "a text", Optional::of, ValueType::none);

  /** The path of a file, which need not be there; empty for none. */
  static final ValueType<String> PATH =
      new ValueType<>(
          String.class,
          "string",
          "the path of a file",
          text -> Optional.of(text).filter(ValueType::isPath),
          ValueType::none);

  /** A host's name or address, without a port. */
  static final ValueType<String> HOST =
      new ValueType<>(
          String.class,
          "string",
          "a host name or an address",
          text -> Optional.of(text).filter(HOST_FORM.asMatchPredicate()),
          ValueType::none);

  /** A name without blanks, of something that people name. */
  static final ValueType<String> NAME =
      new ValueType<>(
          String.class,
          "string",
          "a name without blanks",
          text -> Optional.of(text).filter(HOST_FORM.asMatchPredicate()),
          ValueType::none);

  /** A name that DNS knows, or empty for none. */
  static final ValueType<String> DNS_NAME =
      new ValueType<>(
          String.class,
          "string",
          "a name for DNS, without a port",
          text -> Optional.of(text).filter(DNS_FORM.asMatchPredicate()),
          ValueType::none);

  /** A {@link HostAndPort}. */
  static final ValueType<HostAndPort> HOST_AND_PORT =
      new ValueType<>(
          HostAndPort.class,
          "string",
          "<addr>:<port> with a port from 0 to 65535, like 0.0.0.0:4160, :4160 or [::1]:4160",
          HostAndPort::parse,
          ValueType::none);

  /**
   * Where others connect to: a host, with or without a port. The port is 0 when there is none, and
   * the host is empty when nothing is given.
   */
  static final ValueType<HostAndPort> PUBLIC_ADDRESS =
      new ValueType<>(
          HostAndPort.class,
          "string",
          "<host> or <host>:<port> with a port from 1 to 65535, like lookupd-1, 10.0.0.1:4162 or"
              + " [::1]",
          ValueType::parsePublicAddress,
          ValueType::none);

  /** An {@link OptionalAddress}. */
  static final ValueType<OptionalAddress> OPTIONAL_ADDRESS =
      new ValueType<>(
          OptionalAddress.class,
          "string",
          "<addr>:<port> with a port from 0 to 65535, like 0.0.0.0:4443 or :4443, or empty",
          OptionalAddress::parse,
          ValueType::none);

  /** A {@link ClientAuth}. */
  static final ValueType<ClientAuth> CLIENT_AUTH =
      new ValueType<>(
          ClientAuth.class, "string", "require or request", ClientAuth::parse, ValueType::none);

  /** Whom a new token is for, {@code role:name}, or empty for none. */
  static final ValueType<String> NEW_TOKEN =
      new ValueType<>(
          String.class,
          "string",
          "<role>:<name> with the role read or admin and a name of letters, digits, '.', '_', '@'"
              + " and '-', like admin:alice",
          text -> Optional.of(text).filter(NEW_TOKEN_FORM.asMatchPredicate()),
          ValueType::none);

  /** {@link Networks}. */
  static final ValueType<Networks> NETWORKS =
      new ValueType<>(
          Networks.class,
          "string",
          "<addr>/<bits> or an address, like 10.0.0.0/8, fd00::/8 or 127.0.0.1",
          Networks::parse,
          ValueType::none,
          Networks::wrongPart);

  /** {@link Peers}. */
  static final ValueType<Peers> PEERS =
      new ValueType<>(
          Peers.class,
          "string",
          "<host>:<port> with a port from 1 to 65535, like lookupd-1:4162, 10.0.0.1:4162 or"
              + " [::1]:4162",
          Peers::parse,
          ValueType::none,
          Peers::wrongPart);

  /** {@link SeedUrls}. */
  static final ValueType<SeedUrls> SEED_URLS =
      new ValueType<>(
          SeedUrls.class,
          "string",
          "http://<host>:<port> or https://<host>:<port> and nothing after it, like"
              + " http://nsqlookupd-1:4161",
          SeedUrls::parse,
          ValueType::none,
          SeedUrls::wrongPart);

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

  /** A bool that nobody asks for; anything is one. */
  static final ValueType<Boolean> IGNORED =
      new ValueType<>(
          Boolean.class, "", "anything", any -> Optional.of(false), any -> Optional.of("false"));

  /** A Go duration of 0 or more; a bare integer in TOML is milliseconds. */
  static final ValueType<Duration> DURATION =
      duration("a duration of 0 or more, like 45s, 5m or 1h30m", any -> true);

  /** As {@link #DURATION}, but above 0. */
  static final ValueType<Duration> POSITIVE_DURATION =
      duration("a duration above 0, like 45s, 5m or 1h30m", length -> !length.isZero());

  /** A type whose texts have no parts. */
  ValueType(
      Class<T> javaType,
      String usageName,
      String expected,
      Function<String, Optional<T>> parser,
      Function<Object, Optional<String>> literal) {
    this(javaType, usageName, expected, parser, literal, UnaryOperator.identity());
  }

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

  private static Optional<HostAndPort> parsePublicAddress(String text) {
    if (text.isEmpty()) {
      return Optional.of(new HostAndPort("", 0));
    }
    return HostAndPort.parse(text)
        .filter(address -> address.port() > 0)
        .or(() -> HostAndPort.parse(text + ":0"))
        .filter(address -> !address.host().isEmpty());
  }

  private static boolean isPath(String text) {
    try {
      return Path.of(text) != null;
    } catch (InvalidPathException e) {
      return false;
    }
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

  /** Says what is wrong with a value that {@link #read} did not take. */
  String refusal(Object value) {
    return shown(value) + " is not " + expected;
  }

  /** A table as it stands could be nested deeper than can be written. */
  private String shown(Object value) {
    if (value instanceof JsonObject) {
      return "a table";
    }
    return value instanceof JsonArray ? "an array" : "\"" + culprit.apply(value.toString()) + "\"";
  }

  private static Optional<String> none(Object value) {
    return Optional.empty();
  }
}
