package io.github.vertxnsq.lookupd.metrics;

import io.github.vertxnsq.lookupd.registry.Census;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.ToIntFunction;

/** How much is registered, as of the last time the registry was asked. */
public final class CensusMeters {
  private volatile Census last = new Census(0, 0, 0, 0, 0, 0);

  /** Registers the meters. */
  public CensusMeters(MeterRegistry meters) {
    gauge(meters, "producers", "Connections that identified", Census::producers);
    gauge(meters, "nodes", "Producers listed, identical ones once", Census::nodes);
    gauge(meters, "topics", "Topics known", Census::topics);
    gauge(meters, "channels", "Channels known", Census::channels);
    gauge(meters, "registrations", "Topics and channels held", Census::registrations);
    gauge(meters, "tombstones", "Tombstones that hide a producer now", Census::tombstones);
  }

  private void gauge(
      MeterRegistry meters, String name, String description, ToIntFunction<Census> count) {
    Gauge.builder("nsqlookupd." + name, this, self -> count.applyAsInt(self.last))
        .description(description)
        .register(meters);
  }

  /** Shows this from now on. */
  public void show(Census census) {
    last = census;
  }
}
