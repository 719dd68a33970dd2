package io.github.vertxnsq.lookupd.http;

import io.github.vertxnsq.lookupd.metrics.HttpConnectionMeters;
import io.vertx.core.http.HttpConnection;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts the open connections of all instances, and closes those above the limit at once. */
public final class Connections {
  private static final Logger LOG = LoggerFactory.getLogger(Connections.class);

  private final int max;
  private final HttpConnectionMeters meters;
  private final AtomicInteger open = new AtomicInteger();
  private final AtomicLong refusedSinceLogged = new AtomicLong();

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
    }
  }

  /** Says how many were refused since the last time, if any; to be called once a second. */
  void logRefused() {
    long refused = refusedSinceLogged.getAndSet(0);
    if (refused > 0) {
      LOG.warn("HTTP: refused {} connection(s), -max-http-connections is {}", refused, max);
    }
  }
}
