package io.github.vertxnsq.lookupd.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/** Handshakes with clients that led to no connection. */
public final class HandshakeMeters {
  private final Counter failed;
  private final Counter refused;

  /** Registers the meters. */
  public HandshakeMeters(MeterRegistry meters) {
    failed =
        Counter.builder("nsqlookupd.tls.handshakes.failed")
            .description("Handshakes with clients that came to nothing, those refused included")
            .register(meters);
    refused =
        Counter.builder("nsqlookupd.tls.handshakes.refused")
            .description("Handshakes that were ended for newer ones because there were too many")
            .register(meters);
  }

  /** A handshake came to nothing. */
  public void failed() {
    failed.increment();
  }

  /** A connection was closed because too many were in their handshake, and others are newer. */
  public void refused() {
    refused.increment();
  }
}
