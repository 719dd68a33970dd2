package io.github.vertxnsq.lookupd.bench;

import java.util.List;
import java.util.Locale;

/** How figures are condensed and written. */
final class Figures {
  private static final double WITHOUT_FRACTION = 1_000;
  private static final double WITH_ONE_DIGIT = 10;

  private Figures() {}

  /** The middle one; of an even number, the lower of the two. */
  static double median(List<Double> values) {
    return values.stream().sorted().toList().get((values.size() - 1) / 2);
  }

  /** With about three digits that count. */
  static String text(double value) {
    String format =
        Math.abs(value) >= WITHOUT_FRACTION
            ? "%,.0f"
            : Math.abs(value) >= WITH_ONE_DIGIT ? "%.1f" : "%.2f";
    return String.format(Locale.ROOT, format, value);
  }
}
