package io.github.vertxnsq.lookupd.golang;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** Durations as Go's {@code time.ParseDuration} reads them: {@code 1h30m}, {@code 1.5s}. */
public final class GoDuration {
  private static final Map<String, Long> NANOS_OF_UNIT =
      Map.of(
          "ns", 1L,
          "us", 1_000L,
          "\u00b5s", 1_000L, // micro sign
          "\u03bcs", 1_000L, // Greek letter mu
          "ms", 1_000_000L,
          "s", 1_000_000_000L,
          "m", 60_000_000_000L,
          "h", 3_600_000_000_000L);

  /** The length of the longest unit. */
  private static final int MAX_UNIT = 2;

  /** Stands for all that is more than Go can count. */
  private static final long TOO_MUCH = -1;

  private GoDuration() {}

  /**
   * Reads a duration.
   *
   * @param text a sign or none, then numbers, each with an optional fraction and a unit: ns, us,
   *     µs, ms, s, m or h; or {@code 0}
   * @return the duration, 0 to 2^63 - 1 ns (292 years), Go's own limit; empty for anything else,
   *     negative durations included
   */
  public static Optional<Duration> parse(String text) {
    return nanos(text).filter(nanos -> nanos != TOO_MUCH).map(Duration::ofNanos);
  }

  /** The same, but for {@code max} where it is more, be it more than Go can count. */
  public static Optional<Duration> parse(String text, Duration max) {
    return nanos(text)
        .map(nanos -> nanos == TOO_MUCH ? max : Duration.ofNanos(Math.min(nanos, max.toNanos())));
  }

  private static Optional<Long> nanos(String text) {
    boolean negative = text.startsWith("-");
    String terms = negative || text.startsWith("+") ? text.substring(1) : text;
    Optional<Long> sum = terms.equals("0") ? Optional.of(0L) : sum(terms);
    return sum.filter(nanos -> !negative || nanos == 0);
  }

  /** Empty when the terms are none. Reads each character once: clients send such texts, too. */
  private static Optional<Long> sum(String terms) {
    long sum = 0;
    int next = 0;
    do {
      int dot = endOfDigits(terms, next);
      boolean hasDot = dot < terms.length() && terms.charAt(dot) == '.';
      int unitAt = hasDot ? endOfDigits(terms, dot + 1) : dot;
      int end = endOfUnit(terms, unitAt);
      int digits = unitAt - next - (hasDot ? 1 : 0);
      Long unit = end - unitAt > MAX_UNIT ? null : NANOS_OF_UNIT.get(terms.substring(unitAt, end));
      if (unit == null || digits == 0) {
        return Optional.empty();
      }
      sum = plus(sum, times(number(terms, next, dot), unit));
      sum = plus(sum, nanosOfFraction(terms, hasDot ? dot + 1 : dot, unitAt, unit));
      next = end;
    } while (next < terms.length());
    return Optional.of(sum);
  }

  private static int endOfDigits(String text, int from) {
    int end = from;
    while (end < text.length() && isDigit(text.charAt(end))) {
      end++;
    }
    return end;
  }

  private static int endOfUnit(String text, int from) {
    int end = from;
    while (end < text.length() && text.charAt(end) != '.' && !isDigit(text.charAt(end))) {
      end++;
    }
    return end;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static long number(String text, int from, int to) {
    long value = 0;
    for (int i = from; i < to; i++) {
      value = plus(times(value, 10), text.charAt(i) - '0');
    }
    return value;
  }

  private static long times(long value, long factor) {
    return value == TOO_MUCH || value > Long.MAX_VALUE / factor ? TOO_MUCH : value * factor;
  }

  private static long plus(long one, long other) {
    boolean isTooMuch = one == TOO_MUCH || other == TOO_MUCH || one > Long.MAX_VALUE - other;
    return isTooMuch ? TOO_MUCH : one + other;
  }

  /** Go's arithmetic: as many digits as a long holds, and floating point, in this order. */
  private static long nanosOfFraction(String text, int from, int to, long unit) {
    long value = 0;
    double scale = 1;
    for (int i = from; i < to && value < Long.MAX_VALUE / 10; i++) {
      value = value * 10 + (text.charAt(i) - '0');
      scale *= 10;
    }
    return (long) (value * (unit / scale));
  }
}
