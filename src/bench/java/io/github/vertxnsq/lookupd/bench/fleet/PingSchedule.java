package io.github.vertxnsq.lookupd.bench.fleet;

import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;

/**
 * Has every producer PING once an interval, evenly spread. Who still waits for an answer misses its
 * turn: it is that answer's time that tells of the wait.
 */
final class PingSchedule {
  private static final Buffer PING = Buffer.buffer("PING\n");

  private final List<Producer> producers;
  private final LongConsumer whenAnswered;
  private final double nanosBetween;
  private final long startNanos = System.nanoTime();
  private long sent;

  /**
   * @param everyMillis a producer's interval
   * @param whenAnswered is told of every answer the nanoseconds it took
   */
  PingSchedule(List<Producer> producers, long everyMillis, LongConsumer whenAnswered) {
    this.producers = producers;
    this.whenAnswered = whenAnswered;
    this.nanosBetween = TimeUnit.MILLISECONDS.toNanos(everyMillis) / (double) producers.size();
  }

  /** Sends the PINGs that are due. */
  void tick() {
    double due = (System.nanoTime() - startNanos) / nanosBetween;
    for (; sent < due; sent++) {
      Producer producer = producers.get((int) (sent % producers.size()));
      if (producer.isIdle()) {
        producer.ask(PING, 1, whenAnswered);
      }
    }
  }
}
