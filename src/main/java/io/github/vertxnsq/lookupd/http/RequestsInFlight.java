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
 * A request counts from when it is complete until its answer is on its way, or its client is gone;
 * one that waits for another answer, until it is known to have to.
 */
public final class RequestsInFlight {
  /** In seconds. So many requests are no lasting state: they are answered, or time out. */
  private static final String RETRY_AFTER = "1";

  private static final Reply REFUSAL = Reply.error(ApiError.MAX_REQUESTS_IN_FLIGHT_REACHED);

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
    return ctx -> {
      if (admit(ctx)) {
        pass(ctx, handler);
      }
    };
  }

  /**
   * Counts one more.
   *
   * @return false when there are too many, and the client was told so; else {@link #leave} must
   *     follow once
   */
  boolean admit(RoutingContext ctx) {
    if (limit.isReachedBy(count.getAndIncrement())) {
      leave();
      limit.hit(
          () -> ctx.request().method() + " of client(" + ClientAddress.of(ctx.request()) + ")");
      ctx.response().putHeader(HttpHeaders.RETRY_AFTER, RETRY_AFTER);
      Decorators.send(ctx, REFUSAL);
      return false;
    }
    return true;
  }

  /** Nothing is done for the request any more, or not for now. */
  void leave() {
    count.decrementAndGet();
  }

  private void pass(RoutingContext ctx, Handler<RoutingContext> handler) {
    try {
      handler.handle(ctx);
    } finally {
      HttpServerResponse response = ctx.response();
      if (response.ended() || response.closed()) { // nearly all: spares them an end handler
        leave();
      } else {
        ctx.addEndHandler(ended -> leave());
      }
    }
  }
}
