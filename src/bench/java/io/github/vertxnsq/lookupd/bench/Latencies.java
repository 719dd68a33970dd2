package io.github.vertxnsq.lookupd.bench;

import io.vertx.core.json.JsonObject;
import org.HdrHistogram.Histogram;

/** How long answers took, in microseconds; {@code p999} is the 99.9th percentile. */
public record Latencies(double p50, double p99, double p999, double max) {
  private static final double NANOS_PER_MICRO = 1e3;
  private static final double MICROS_PER_MILLI = 1e3;

  /** Of a histogram of nanoseconds. */
  public static Latencies of(Histogram nanos) {
    return new Latencies(
        nanos.getValueAtPercentile(50) / NANOS_PER_MICRO,
        nanos.getValueAtPercentile(99) / NANOS_PER_MICRO,
        nanos.getValueAtPercentile(99.9) / NANOS_PER_MICRO,
        nanos.getMaxValue() / NANOS_PER_MICRO);
  }

  /** Reverses {@link #toJson}. */
  public static Latencies of(JsonObject json) {
    return new Latencies(
        json.getDouble("p50_us"),
        json.getDouble("p99_us"),
        json.getDouble("p999_us"),
        json.getDouble("max_us"));
  }

  /** Four numbers, named for what they are. */
  public JsonObject toJson() {
    return new JsonObject()
        .put("p50_us", p50)
        .put("p99_us", p99)
        .put("p999_us", p999)
        .put("max_us", max);
  }

  /** The 99th percentile in milliseconds. */
  public double p99Millis() {
    return p99 / MICROS_PER_MILLI;
  }

  /** The slowest in milliseconds. */
  public double maxMillis() {
    return max / MICROS_PER_MILLI;
  }
}
