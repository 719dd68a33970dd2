package io.github.vertxnsq.lookupd.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/** Lookups of topics by result. */
public final class LookupMeters {
  static final String NAME = "nsqlookupd.lookups";

  private final Counter found;
  private final Counter notFound;
  private final Counter invalid;

  /** Registers the meters. */
  public LookupMeters(MeterRegistry meters) {
    found = counter(meters, "found");
    notFound = counter(meters, "not_found");
    invalid = counter(meters, "invalid");
  }

  private static Counter counter(MeterRegistry meters, String result) {
    return Counter.builder(NAME)
        .description("Lookups of topics by result")
        .tag("result", result)
        .register(meters);
  }

  /** The topic was known. */
  public void found() {
    found.increment();
  }

  /** The topic was not known. */
  public void notFound() {
    notFound.increment();
  }

  /** No topic was named. */
  public void invalid() {
    invalid.increment();
  }
}
