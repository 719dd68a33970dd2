package io.github.vertxnsq.lookupd.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** The file in which the daemon keeps what it knows. */
public final class DataMeters {
  private final Counter failures;
  private volatile long writtenNanos;
  private volatile boolean isWritten;
  private volatile long bytes;
  private volatile double seconds;

  /** Registers the meters. */
  public DataMeters(MeterRegistry meters) {
    failures =
        Counter.builder("nsqlookupd.data.write.failures")
            .description("How often what is known could not be written to the data path")
            .register(meters);
    Gauge.builder("nsqlookupd.data.file.age", this, DataMeters::ageSeconds)
        .description("Since what is known was last written to the data path")
        .baseUnit("seconds")
        .register(meters);
    Gauge.builder("nsqlookupd.data.file.size", this, it -> it.bytes)
        .description("Of what was last written to the data path")
        .baseUnit("bytes")
        .register(meters);
    Gauge.builder("nsqlookupd.data.write.duration", this, it -> it.seconds)
        .description("How long it took to write to the data path the last time")
        .baseUnit("seconds")
        .register(meters);
  }

  private double ageSeconds() {
    long nanos = System.nanoTime() - writtenNanos;
    return isWritten ? (double) nanos / TimeUnit.SECONDS.toNanos(1) : Double.NaN;
  }

  /** The file was written. */
  public void written(long fileBytes, Duration took) {
    bytes = fileBytes;
    seconds = (double) took.toNanos() / TimeUnit.SECONDS.toNanos(1);
    writtenNanos = System.nanoTime();
    isWritten = true;
  }

  /** The file could not be written. */
  public void failed() {
    failures.increment();
  }
}
