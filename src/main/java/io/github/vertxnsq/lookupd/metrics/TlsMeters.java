package io.github.vertxnsq.lookupd.metrics;

import io.github.vertxnsq.lookupd.files.FollowedFiles;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.time.Instant;
import java.util.function.Supplier;

/** One certificate: how long it is good, and what became of its changes. */
public final class TlsMeters {
  private final MeterRegistry meters;
  private final String certificate;
  private final ReloadMeters reloads;

  /**
   * Registers the meters.
   *
   * @param certificate what it is for: {@code clients} or {@code cluster}
   */
  public TlsMeters(MeterRegistry meters, String certificate) {
    this.meters = meters;
    this.certificate = certificate;
    this.reloads =
        new ReloadMeters(
            meters,
            "nsqlookupd.tls.reloads",
            "Changes of certificates by result",
            Tags.of("certificate", certificate));
  }

  /** Shows when the certificate expires, by asking whenever metrics are read. */
  public void expiry(Supplier<Instant> expiry) {
    Gauge.builder(
            "nsqlookupd.tls.certificate.expiry.timestamp.seconds",
            () -> expiry.get().getEpochSecond())
        .description("When the certificate expires, in seconds since 1970")
        .tag("certificate", certificate)
        .strongReference(true)
        .register(meters);
  }

  /** What counts the changes of its files. */
  public FollowedFiles.ReloadCounter reloads() {
    return reloads;
  }
}
