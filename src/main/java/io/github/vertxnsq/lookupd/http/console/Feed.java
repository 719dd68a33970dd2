package io.github.vertxnsq.lookupd.http.console;

import io.github.vertxnsq.lookupd.http.Bytes;
import io.github.vertxnsq.lookupd.http.Turns;
import io.vertx.core.AsyncResult;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One sample after the other for all who listen, and none while nobody does. Belongs to the event
 * loop on which it was made.
 */
final class Feed {
  private static final Logger LOG = LoggerFactory.getLogger(Feed.class);

  private final Vertx vertx;
  private final Context context;
  private final long periodMillis;
  private final Supplier<Future<Buffer>> source;
  private final Set<Listener> listeners = new LinkedHashSet<>();

  /** Runs while somebody listens. */
  private long timer;

  private boolean isSampling;

  /** The last sample; null while there is none that is fresh. */
  private Bytes last;

  /**
   * @param periodMillis from sample to sample
   */
  Feed(Vertx vertx, long periodMillis, Supplier<Future<Buffer>> source) {
    this.vertx = vertx;
    this.context = vertx.getOrCreateContext();
    this.periodMillis = periodMillis;
    this.source = source;
  }

  /** Sends the listener a sample as soon as there is one, then each further one. */
  void join(Listener listener) {
    listeners.add(listener);
    if (listeners.size() == 1) {
      timer = vertx.setPeriodic(periodMillis, ignored -> sample());
      sample();
    } else if (last != null) {
      listener.send(this, last);
    } // else one is on its way
  }

  void leave(Listener listener) {
    if (listeners.remove(listener) && listeners.isEmpty()) {
      vertx.cancelTimer(timer);
      last = null;
    }
  }

  private void sample() {
    if (isSampling) {
      return; // it takes longer than the period
    }
    isSampling = true;
    source.get().onComplete(sample -> context.runOnContext(ignored -> sampled(sample)));
  }

  private void sampled(AsyncResult<Buffer> sample) {
    isSampling = false;
    if (sample.failed()) {
      LOG.debug("no sample", sample.cause());
    } else if (!listeners.isEmpty()) {
      last = Bytes.of(sample.result());
      Bytes sent = last;
      Turns.forEach(vertx, listeners, listener -> listener.send(this, sent));
    }
  }
}
