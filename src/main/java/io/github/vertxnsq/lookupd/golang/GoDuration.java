package io.github.vertxnsq.lookupd.golang;

import java.math.BigInteger;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

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

  private static final BigInteger MAX = BigInteger.valueOf(Long.MAX_VALUE);

  private static final Pattern TERM = Pattern.compile("([0-9]*)(?:\\.([0-9]*))?([^.0-9]+)");

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
    return nanos(text).filter(it -> it.compareTo(MAX) <= 0).map(GoDuration::ofNanos);
  }

  /** The same, but for {@code max} where it is more, be it more than Go can count. */
  public static Optional<Duration> parse(String text, Duration max) {
    BigInteger maxNanos = BigInteger.valueOf(max.toNanos());
    return nanos(text).map(maxNanos::min).map(GoDuration::ofNanos);
  }

  private static Duration ofNanos(BigInteger nanos) {
    return Duration.ofNanos(nanos.longValueExact());
  }

  private static Optional<BigInteger> nanos(String text) {
    boolean negative = text.startsWith("-");
    String terms = negative || text.startsWith("+") ? text.substring(1) : text;
    Optional<BigInteger> sum = terms.equals("0") ? Optional.of(BigInteger.ZERO) : sum(terms);
    return sum.filter(it -> !negative || it.signum() == 0);
  }

  /** Empty when the terms are none. */
  private static Optional<BigInteger> sum(String terms) {
    Matcher term = TERM.matcher(terms);
    BigInteger sum = BigInteger.ZERO;
    int end = 0;
    while (term.lookingAt()) {
      String whole = term.group(1);
      String fraction = term.group(2) == null ? "" : term.group(2);
      Long unit = NANOS_OF_UNIT.get(term.group(3));
      if (unit == null || (whole.isEmpty() && fraction.isEmpty())) {
        return Optional.empty();
      }
      if (!whole.isEmpty()) {
        sum = sum.add(new BigInteger(whole).multiply(BigInteger.valueOf(unit)));
      }
      sum = sum.add(BigInteger.valueOf(nanosOfFraction(fraction, unit)));
      end = term.end();
      term.region(end, terms.length());
    }
    return end > 0 && end == terms.length() ? Optional.of(sum) : Optional.empty();
  }

  /** Go's arithmetic: as many digits as a long holds, and floating point, in this order. */
  private static long nanosOfFraction(String digits, long unit) {
    long value = 0;
    double scale = 1;
    for (int i = 0; i < digits.length() && value < Long.MAX_VALUE / 10; i++) {
      value = value * 10 + (digits.charAt(i) - '0');
      scale *= 10;
    }
    return (long) (value * (unit / scale));
  }
}
