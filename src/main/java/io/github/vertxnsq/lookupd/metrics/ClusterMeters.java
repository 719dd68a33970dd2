package io.github.vertxnsq.lookupd.metrics;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;

/** How the cluster is, as of the last time somebody looked. */
public final class ClusterMeters {
  private volatile Figures last = new Figures(false, 0, 0, 0, 0, 0, List.of());
  private final MultiGauge applied;
  private final MultiGauge lag;
  private final MultiGauge producers;

  /**
   * What is shown.
   *
   * @param ready whether there is a full copy of what others know
   * @param members daemons that are there, this one among them
   * @param missing daemons that should be there and are not, or are not heard
   * @param orphans producers whose daemon is gone and that are connected to no other
   * @param refused messages of others that were not let in
   * @param unanswered writes over HTTP that were answered although not all had applied them
   * @param origins daemons of whose producers something is known
   */
  public record Figures(
      boolean ready,
      int members,
      int missing,
      int orphans,
      long refused,
      long unanswered,
      List<Origin> origins) {}

  /**
   * A daemon of whose producers something is known.
   *
   * @param number from its start to its end
   * @param name for people
   * @param applied number of the last of its changes that is applied here
   * @param lag how many more there are known to be
   * @param present whether it is there
   */
  public record Origin(
      int number, String name, long applied, long lag, int producers, boolean present) {
    private Tags tags() {
      return Tags.of(
          "origin", Integer.toString(number), "name", name, "present", Boolean.toString(present));
    }
  }

  /** Registers the meters. */
  public ClusterMeters(MeterRegistry meters) {
    gauge(meters, "members", "Daemons that are there", Figures::members);
    gauge(
        meters,
        "members.expected",
        "Daemons that are there, and those that should be",
        figures -> figures.members() + figures.missing());
    gauge(
        meters,
        "members.missing",
        "Daemons that should be there, and are not or are not heard",
        Figures::missing);
    gauge(meters, "ready", "Whether there is a full copy", figures -> figures.ready() ? 1 : 0);
    gauge(meters, "orphans", "Producers that are connected to no daemon", Figures::orphans);
    counter(meters, "messages.refused", "Messages that were not let in", Figures::refused);
    counter(
        meters,
        "writes.unconfirmed",
        "Writes answered although not every daemon had applied them",
        Figures::unanswered);
    this.applied = multiGauge(meters, "applied", "Number of the last change applied, by daemon");
    this.lag = multiGauge(meters, "lag", "Changes known to be missing, by daemon");
    this.producers = multiGauge(meters, "producers", "Producers, by daemon");
  }

  private static MultiGauge multiGauge(MeterRegistry meters, String name, String description) {
    return MultiGauge.builder("nsqlookupd.cluster.origin." + name)
        .description(description)
        .register(meters);
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
    show(applied, Origin::applied);
    show(lag, Origin::lag);
    show(producers, Origin::producers);
  }

  private void show(MultiGauge gauge, ToLongFunction<Origin> figure) {
    gauge.register(
        last.origins().stream()
            .map(origin -> MultiGauge.Row.of(origin.tags(), (Number) figure.applyAsLong(origin)))
            .toList(),
        true);
  }
}
