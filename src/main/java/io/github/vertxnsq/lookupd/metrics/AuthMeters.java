package io.github.vertxnsq.lookupd.metrics;

import io.github.vertxnsq.lookupd.files.FollowedFiles;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.function.Supplier;

/** Who was not let in, and the tokens there are. */
public final class AuthMeters {
  private final MeterRegistry meters;
  private final ReloadMeters reloads;

  /** Registers the meters. */
  public AuthMeters(MeterRegistry meters) {
    this.meters = meters;
    this.reloads =
        new ReloadMeters(
            meters, "nsqlookupd.auth.reloads", "Changes of the token file by result", Tags.empty());
  }

  /** Shows how many tokens there are, by asking whenever metrics are read. */
  public void tokens(Supplier<Number> count) {
    Gauge.builder("nsqlookupd.auth.tokens", count)
        .description("Tokens in force")
        .strongReference(true)
        .register(meters);
  }

  /**
   * Returns what counts the requests that were not let in.
   *
   * @param reason why not, one of few
   */
  public Counter failuresFor(String reason) {
    return Counter.builder("nsqlookupd.auth.failures")
        .description("Requests that were not let in, by reason")
        .tag("reason", reason)
        .register(meters);
  }

  /** What counts the changes of its files. */
  public FollowedFiles.ReloadCounter reloads() {
    return reloads;
  }
}
