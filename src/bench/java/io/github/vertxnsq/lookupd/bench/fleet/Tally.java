package io.github.vertxnsq.lookupd.bench.fleet;

import io.github.vertxnsq.lookupd.bench.Latencies;
import io.vertx.core.json.JsonObject;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/** The answers that came in a while, and how long each took. Lives on one event loop. */
final class Tally {
  private static final long LONGEST_NANOS = TimeUnit.MINUTES.toNanos(5);
  private static final int DIGITS = 3;

  private final Histogram nanos = new Histogram(LONGEST_NANOS, DIGITS);
  private final long startNanos = System.nanoTime();

  void add(long tookNanos) {
    nanos.recordValue(Math.min(tookNanos, LONGEST_NANOS));
  }

  /** All that was counted, from when this was made until now. */
  JsonObject toJson() {
    return Latencies.of(nanos)
        .toJson()
        .put("answers", nanos.getTotalCount())
        .put("nanos", System.nanoTime() - startNanos);
  }
}
