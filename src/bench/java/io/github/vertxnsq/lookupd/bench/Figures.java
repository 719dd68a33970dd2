package io.github.vertxnsq.lookupd.bench;

import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** How figures are condensed and written. */
final class Figures {
  private static final double WITHOUT_FRACTION = 1_000;
  private static final double WITH_ONE_DIGIT = 10;

  private Figures() {}

  /** The one in the middle; of an even number, the lower of the two there. */
  static <T> T median(List<T> rounds, ToDoubleFunction<T> figure) {
    List<T> sorted = rounds.stream().sorted(Comparator.comparingDouble(figure)).toList();
    return sorted.get((sorted.size() - 1) / 2);
  }

  /** The one whose figure is the largest. */
  static <T> T largest(List<T> rounds, ToDoubleFunction<T> figure) {
    return Collections.max(rounds, Comparator.comparingDouble(figure));
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
