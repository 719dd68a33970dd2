package io.github.vertxnsq.lookupd.bench.fleet;

import io.github.vertxnsq.lookupd.bench.Latencies;
import io.vertx.core.json.JsonObject;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * What the fleet says it has done.
 *
 * @param answers how many answers were waited for (with several lines at a time: how many times)
 * @param seconds how long it took altogether
 * @param latencies of each answer
 * @param connect how long connecting took; null where nobody connected
 * @param connections that it holds now
 * @param lost connections that ended without the fleet's doing, since it was started
 * @param refused connections that were answered an error
 */
public record Told(
    long answers,
    double seconds,
    Latencies latencies,
    Latencies connect,
    int connections,
    long lost,
    long refused) {

  static Told of(JsonObject json) {
    return new Told(
        json.getLong("answers"),
        json.getLong("nanos") / (double) TimeUnit.SECONDS.toNanos(1),
        Latencies.of(json),
        Optional.ofNullable(json.getJsonObject("connect")).map(Latencies::of).orElse(null),
        json.getInteger("connections"),
        json.getLong("lost"),
        json.getLong("refused"));
  }

  /** Answers a second. */
  public double rate() {
    return answers / seconds;
  }

  /** Whether nobody was lost or refused. */
  public boolean isFlawless() {
    return lost == 0 && refused == 0;
  }
}
