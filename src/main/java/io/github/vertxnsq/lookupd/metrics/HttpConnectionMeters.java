package io.github.vertxnsq.lookupd.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.Supplier;

/** The connections over HTTP: open ones, those that were turned away, and what they ask. */
public final class HttpConnectionMeters {
  private final MeterRegistry meters;
  private final Counter refused;

  /** Registers the meters. */
  public HttpConnectionMeters(MeterRegistry meters) {
    this.meters = meters;
    refused =
        Counter.builder("nsqlookupd.http.connections.refused")
            .description("Connections over HTTP closed at once because there were too many")
            .register(meters);
  }

  /** Shows how many connections are open, by asking whenever metrics are read. */
  public void open(Supplier<Number> count) {
    Gauge.builder("nsqlookupd.http.connections", count)
        .description("Open connections over HTTP")
        .strongReference(true)
        .register(meters);
  }

  /** Shows how many requests are being answered, by asking whenever metrics are read. */
  public void requests(Supplier<Number> count) {
    Gauge.builder("nsqlookupd.http.requests.in.flight", count)
        .description("Requests that are being answered")
        .strongReference(true)
        .register(meters);
  }

  /** A connection was closed at once because there were too many. */
  public void refused() {
    refused.increment();
  }
}
