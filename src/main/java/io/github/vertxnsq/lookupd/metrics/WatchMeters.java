package io.github.vertxnsq.lookupd.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.Supplier;

/** The clients that wait for something to happen, and how their waiting ended. */
public final class WatchMeters {
  private final MeterRegistry meters;
  private final Counter changed;
  private final Counter unchanged;
  private final Counter outrun;

  /** Registers the meters. */
  public WatchMeters(MeterRegistry meters) {
    this.meters = meters;
    changed = waited("changed");
    unchanged = waited("unchanged");
    outrun =
        Counter.builder("nsqlookupd.event.streams.outrun")
            .description("Clients dropped because more events happened than they read")
            .register(meters);
  }

  private Counter waited(String outcome) {
    return Counter.builder("nsqlookupd.waits")
        .description("Reads that waited for another answer, by whether there was one in time")
        .tag("outcome", outcome)
        .register(meters);
  }

  /** Shows how many clients wait, by asking whenever metrics are read. */
  public void watchers(Supplier<Number> count) {
    Gauge.builder("nsqlookupd.watchers", count)
        .description("Clients that wait for something to happen")
        .strongReference(true)
        .register(meters);
  }

  /** A client got another answer than it had. */
  public void changed() {
    changed.increment();
  }

  /** A client was dropped that had not read what is kept no longer. */
  public void outrun() {
    outrun.increment();
  }

  /** A client's time was up. */
  public void unchanged() {
    unchanged.increment();
  }
}
