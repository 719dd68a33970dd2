package io.github.vertxnsq.lookupd.http;

import io.github.vertxnsq.lookupd.limits.ClientMemory;
import io.github.vertxnsq.lookupd.limits.Limit;
import io.github.vertxnsq.lookupd.metrics.HttpConnectionMeters;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerOptions;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts the open connections of all instances, and closes those above the limit at once. */
public final class Connections {
  private final Limit limit;
  private final Duration maxRequestTime;
  private final ClientMemory memory;
  private final HttpConnectionMeters meters;
  private final AtomicInteger open = new AtomicInteger();

  /**
   * @param limit on how many may be open at a time
   * @param maxRequestTime how long a request may take to come, from its first byte on; the first
   *     one, from when there was a connection
   * @param memory of which each connection has its shares
   */
  public Connections(
      Limit limit, Duration maxRequestTime, ClientMemory memory, HttpConnectionMeters meters) {
    this.limit = limit;
    this.maxRequestTime = maxRequestTime;
    this.memory = memory;
    this.meters = meters;
    meters.open(open::get);
  }

  /** How many are open. */
  public int open() {
    return open.get();
  }

  /** Counts a new one; whether it is let in, and not closed. */
  boolean accept(HttpConnection connection) {
    connection.closeHandler(ignored -> open.decrementAndGet());
    boolean isTooMuch = limit.isReachedBy(open.getAndIncrement());
    if (isTooMuch) {
      Outflow.drop(connection);
      meters.refused();
      limit.hit(() -> "HTTP client(" + connection.remoteAddress() + ")");
    }
    return !isTooMuch;
  }

  /**
   * Those among them, of one event loop, that do not get on; to be asked for once a loop.
   *
   * @param options of the server
   */
  SlowClients slow(Vertx vertx, HttpServerOptions options) {
    return new SlowClients(
        vertx,
        options,
        maxRequestTime,
        memory,
        meters,
        () -> TimeUnit.NANOSECONDS.toMillis(System.nanoTime()));
  }
}
