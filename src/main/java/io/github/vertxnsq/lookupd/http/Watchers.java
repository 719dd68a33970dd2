package io.github.vertxnsq.lookupd.http;

import io.github.vertxnsq.lookupd.limits.Limit;
import io.github.vertxnsq.lookupd.metrics.WatchMeters;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Counts the clients of all instances that wait for something to happen, and refuses those above
 * the limit. They are no requests in flight: they cost memory, and no time.
 */
public final class Watchers {
  /** In seconds. Who is refused asks again and again instead; not too often. */
  private static final String RETRY_AFTER = "10";

  private static final Reply REFUSAL = Reply.error(ApiError.MAX_WATCHERS_REACHED);

  private final Limit limit;
  private final WatchMeters meters;
  private final AtomicInteger count = new AtomicInteger();

  /**
   * @param limit on how many may wait at a time
   */
  public Watchers(Limit limit, WatchMeters meters) {
    this.limit = limit;
    this.meters = meters;
    meters.watchers(count::get);
  }

  WatchMeters meters() {
    return meters;
  }

  /**
   * Counts one more.
   *
   * @return false when there are too many, and the client was told so; else {@link #leave} must
   *     follow once
   */
  boolean admit(RoutingContext ctx) {
    if (limit.isReachedBy(count.getAndIncrement())) {
      count.decrementAndGet();
      limit.hit(() -> "GET of client(" + ClientAddress.of(ctx.request()) + ")");
      ctx.response().putHeader(HttpHeaders.RETRY_AFTER, RETRY_AFTER);
      Decorators.send(ctx, REFUSAL);
      return false;
    }
    Admission.stays(ctx);
    return true;
  }

  /**
   * Lets clients through that stay, while there are not too many, and counts them until they go.
   */
  Handler<RoutingContext> bound(Handler<RoutingContext> handler) {
    return ctx -> {
      // Who is gone by now would never be told of as leaving.
      if (!ctx.response().closed() && admit(ctx)) {
        ctx.addEndHandler(ended -> leave());
        handler.handle(ctx);
      }
    };
  }

  /** The client has its answer, or is gone. */
  void leave() {
    count.decrementAndGet();
  }
}
