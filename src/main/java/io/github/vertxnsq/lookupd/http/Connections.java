package io.github.vertxnsq.lookupd.http;

import io.github.vertxnsq.lookupd.metrics.HttpConnectionMeters;
import io.vertx.core.http.HttpConnection;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts the open connections of all instances, and closes those above the limit at once. */
public final class Connections {
  private static final Logger LOG = LoggerFactory.getLogger(Connections.class);
  private static final long LOG_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final int max;
  private final HttpConnectionMeters meters;
  private final AtomicInteger open = new AtomicInteger();
  private final AtomicLong refusedSinceLogged = new AtomicLong();
  private final AtomicLong loggedNanos = new AtomicLong(System.nanoTime() - LOG_NANOS);

  /**
   * @param max how many may be open at a time
   */
  public Connections(int max, HttpConnectionMeters meters) {
    this.max = max;
    this.meters = meters;
    meters.open(open::get);
  }

  void accept(HttpConnection connection) {
    connection.closeHandler(ignored -> open.decrementAndGet());
    if (open.incrementAndGet() > max) {
      Outflow.drop(connection);
      meters.refused();
      refusedSinceLogged.incrementAndGet();
      log();
    }
  }

  private void log() {
    long last = loggedNanos.get();
    long now = System.nanoTime();
    if (now - last >= LOG_NANOS && loggedNanos.compareAndSet(last, now)) {
      LOG.warn(
          "HTTP: refused {} connection(s), -max-http-connections is {}",
          refusedSinceLogged.getAndSet(0),
          max);
    }
  }
}
