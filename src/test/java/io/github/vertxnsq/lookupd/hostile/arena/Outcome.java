package io.github.vertxnsq.lookupd.hostile.arena;

import java.time.Duration;
import java.util.List;

/**
 * How an attack went.
 *
 * @param heap the largest there might be
 * @param ping the slowest
 * @param lookup the slowest
 * @param live the slowest answer of whether it is alive
 * @param starved longest that an event loop of the daemon wanted to run and had no processor, of
 *     two seconds
 * @param peakBytes most that was resident of the process
 * @param back how long it took until memory was as before
 * @param faults what was not as it has to be
 */
record Outcome(
    String attack,
    String heap,
    Duration ping,
    Duration lookup,
    Duration live,
    Duration starved,
    long peakBytes,
    Duration back,
    List<String> faults) {

  /** The column's names, for {@link #toString}. */
  static final String HEADER =
      row("heap", "PING ms", "lookup ms", "live ms", "starved", "peak MB", "back ms", "attack");

  private static String row(Object... columns) {
    return "%6s %8s %9s %8s %8s %8s %8s  %s".formatted(columns);
  }

  @Override
  public String toString() {
    return row(
            heap,
            ping.toMillis(),
            lookup.toMillis(),
            live.toMillis(),
            starved.toMillis(),
            peakBytes >> 20,
            back.toMillis(),
            attack)
        + (faults.isEmpty() ? "" : "\n    " + String.join("\n    ", faults));
  }
}
