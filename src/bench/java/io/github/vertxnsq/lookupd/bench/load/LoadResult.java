package io.github.vertxnsq.lookupd.bench.load;

import io.github.vertxnsq.lookupd.bench.Latencies;
import io.vertx.core.json.JsonObject;
import java.util.concurrent.TimeUnit;

/**
 * What came of a load.
 *
 * @param requests that were answered
 * @param seconds how long it went on
 * @param latencies of each answer
 * @param errors requests that were not answered
 * @param notOk answers whose status was an error's
 */
public record LoadResult(
    long requests, double seconds, Latencies latencies, long errors, long notOk) {

  static LoadResult of(JsonObject json) {
    return new LoadResult(
        json.getLong("requests"),
        json.getLong("micros") / (double) TimeUnit.SECONDS.toMicros(1),
        Latencies.of(json),
        json.getLong("errors"),
        json.getLong("not_ok"));
  }

  /** Answers a second. */
  public double rate() {
    return requests / seconds;
  }

  /** Whether every request was answered, and well. */
  public boolean isFlawless() {
    return requests > 0 && errors == 0 && notOk == 0;
  }
}
