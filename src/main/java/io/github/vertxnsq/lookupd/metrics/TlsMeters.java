package io.github.vertxnsq.lookupd.metrics;

import io.github.vertxnsq.lookupd.files.FollowedFiles;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Instant;
import java.util.function.Supplier;

/** One certificate: how long it is good, and what became of its changes. */
public final class TlsMeters implements FollowedFiles.ReloadCounter {
  private final MeterRegistry meters;
  private final String certificate;
  private final Counter taken;
  private final Counter refused;

  /**
   * Registers the meters.
   *
   * @param certificate what it is for: {@code clients} or {@code cluster}
   */
  public TlsMeters(MeterRegistry meters, String certificate) {
    this.meters = meters;
    this.certificate = certificate;
    taken = reloads("ok");
    refused = reloads("refused");
  }

  private Counter reloads(String result) {
    return Counter.builder("nsqlookupd.tls.reloads")
        .description("Changes of certificates by result")
        .tag("certificate", certificate)
        .tag("result", result)
        .register(meters);
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

  @Override
  public void taken() {
    taken.increment();
  }

  @Override
  public void refused() {
    refused.increment();
  }
}
