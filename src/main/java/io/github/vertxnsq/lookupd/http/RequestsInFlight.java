package io.github.vertxnsq.lookupd.http;

import io.github.vertxnsq.lookupd.limits.Limit;
import io.github.vertxnsq.lookupd.metrics.HttpConnectionMeters;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Counts the requests of all instances that are being answered, and refuses those above the limit.
 * A request counts from when it is complete until its answer is on its way, or its client is gone.
 */
public final class RequestsInFlight {
  /** In seconds. So many requests are no lasting state: they are answered, or time out. */
  private static final String RETRY_AFTER = "1";

  private final Limit limit;
  private final AtomicInteger count = new AtomicInteger();

  /**
   * @param limit on how many may be answered at a time
   */
  public RequestsInFlight(Limit limit, HttpConnectionMeters meters) {
    this.limit = limit;
    meters.requests(count::get);
  }

  /** Lets requests through to the handler while there are not too many. */
  Handler<RoutingContext> bound(Handler<RoutingContext> handler) {
    Handler<RoutingContext> error = Decorators.v1(ApiError.MAX_REQUESTS_IN_FLIGHT_REACHED);
    return ctx -> {
      if (limit.isReachedBy(count.getAndIncrement())) {
        count.decrementAndGet();
        limit.hit(
            () -> ctx.request().method() + " of client(" + ctx.request().remoteAddress() + ")");
        ctx.response().putHeader(HttpHeaders.RETRY_AFTER, RETRY_AFTER);
        error.handle(ctx);
      } else {
        pass(ctx, handler);
      }
    };
  }

  private void pass(RoutingContext ctx, Handler<RoutingContext> handler) {
    try {
      handler.handle(ctx);
    } finally {
      HttpServerResponse response = ctx.response();
      if (response.ended() || response.closed()) { // nearly all: spares them an end handler
        count.decrementAndGet();
      } else {
        ctx.addEndHandler(ended -> count.decrementAndGet());
      }
    }
  }
}
