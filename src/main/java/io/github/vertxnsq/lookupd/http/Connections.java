package io.github.vertxnsq.lookupd.http;

import io.github.vertxnsq.lookupd.limits.Limit;
import io.github.vertxnsq.lookupd.metrics.HttpConnectionMeters;
import io.vertx.core.http.HttpConnection;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts the open connections of all instances, and closes those above the limit at once. */
public final class Connections {
  private final Limit limit;
  private final HttpConnectionMeters meters;
  private final AtomicInteger open = new AtomicInteger();

  /**
   * @param limit on how many may be open at a time
   */
  public Connections(Limit limit, HttpConnectionMeters meters) {
    this.limit = limit;
    this.meters = meters;
    meters.open(open::get);
  }

  void accept(HttpConnection connection) {
    connection.closeHandler(ignored -> open.decrementAndGet());
    if (limit.isReachedBy(open.getAndIncrement())) {
      Outflow.drop(connection);
      meters.refused();
      limit.hit(() -> "HTTP client(" + connection.remoteAddress() + ")");
    }
  }
}
