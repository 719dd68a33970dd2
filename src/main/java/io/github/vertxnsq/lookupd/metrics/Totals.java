package io.github.vertxnsq.lookupd.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/** How much was done since the start, whatever came of it: sums of counters there are. */
public final class Totals {
  private final MeterRegistry meters;

  /** Of the counters in there. */
  public Totals(MeterRegistry meters) {
    this.meters = meters;
  }

  /** Lookups of topics. */
  public long lookups() {
    return sum(LookupMeters.NAME);
  }

  /** Commands of producers and of administrators. */
  public long commands() {
    return sum(CommandMeters.NAME);
  }

  /** Requests over HTTP that were answered. */
  public long requests() {
    return sum(HttpRequestMeters.REQUESTS);
  }

  private long sum(String name) {
    return Math.round(meters.find(name).counters().stream().mapToDouble(Counter::count).sum());
  }
}
