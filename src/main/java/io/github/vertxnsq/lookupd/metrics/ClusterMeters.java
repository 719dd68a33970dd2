package io.github.vertxnsq.lookupd.metrics;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.ToDoubleFunction;

/** How the cluster is, as of the last time somebody looked. */
public final class ClusterMeters {
  private volatile Figures last = new Figures(0, 0, 0, 0, 0, 0);

  /**
   * What is shown.
   *
   * @param members daemons that are there, this one among them
   * @param origins daemons of whose producers something is known
   * @param orphans producers whose daemon is gone
   * @param lag changes of others that are known to be missing here
   * @param refused messages of others that were not let in
   * @param unanswered writes over HTTP that were answered although not all had applied them
   */
  public record Figures(
      int members, int origins, int orphans, long lag, long refused, long unanswered) {}

  /** Registers the meters. */
  public ClusterMeters(MeterRegistry meters) {
    gauge(meters, "members", "Daemons that are there", Figures::members);
    gauge(meters, "origins", "Daemons whose producers are known", Figures::origins);
    gauge(meters, "orphans", "Producers whose daemon is gone", Figures::orphans);
    gauge(meters, "lag", "Changes of other daemons known to be missing", Figures::lag);
    counter(meters, "messages.refused", "Messages that were not let in", Figures::refused);
    counter(
        meters,
        "writes.unconfirmed",
        "Writes answered although not every daemon had applied them",
        Figures::unanswered);
  }

  private void gauge(
      MeterRegistry meters, String name, String description, ToDoubleFunction<Figures> figure) {
    Gauge.builder("nsqlookupd.cluster." + name, this, self -> figure.applyAsDouble(self.last))
        .description(description)
        .register(meters);
  }

  private void counter(
      MeterRegistry meters, String name, String description, ToDoubleFunction<Figures> figure) {
    FunctionCounter.builder(
            "nsqlookupd.cluster." + name, this, self -> figure.applyAsDouble(self.last))
        .description(description)
        .register(meters);
  }

  /** Shows this from now on. */
  public void show(Figures figures) {
    last = figures;
  }
}
