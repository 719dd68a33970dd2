package io.github.vertxnsq.lookupd.http.console;

import io.github.vertxnsq.lookupd.http.Outflow;
import io.github.vertxnsq.lookupd.http.Params;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells those who look how it stands, again and again. One for each instance. */
final class Live implements Handler<RoutingContext> {
  static final Duration STATUS_PERIOD = Duration.ofSeconds(2);
  static final Duration HEARD_PERIOD = Duration.ofSeconds(5);

  private static final Logger LOG = LoggerFactory.getLogger(Live.class);

  private static final int BAD_REQUEST = 400;

  private final Feed status;
  private final Feed heard;

  Live(Vertx vertx, Samples samples, Duration statusPeriod, Duration heardPeriod) {
    this.status = new Feed(vertx, statusPeriod.toMillis(), samples::status);
    this.heard = new Feed(vertx, heardPeriod.toMillis(), samples::heard);
  }

  @Override
  public void handle(RoutingContext ctx) {
    Optional<Params> params = Params.parse(ctx.request().query());
    if (params.isEmpty()) {
      ctx.fail(BAD_REQUEST);
    } else {
      stream(ctx, params.get().get("heard").filter(it -> it.equals("true")).isPresent());
    }
  }

  private void stream(RoutingContext ctx, boolean wantsHeard) {
    HttpServerResponse response = begin(ctx);
    Listener listener = new Listener(response, ctx.request().connection());
    ctx.addEndHandler(
        ended -> {
          status.leave(listener);
          heard.leave(listener);
        });
    endBeforeTheServer(ctx.request(), listener);
    // The head: there is no other way to send it alone by HTTP/1.0.
    response
        .write(Buffer.buffer())
        .onFailure(gone -> LOG.debug("{}", ctx.request().remoteAddress(), gone));
    status.join(listener);
    if (wantsHeard) {
      heard.join(listener);
    }
  }

  private static HttpServerResponse begin(RoutingContext ctx) {
    Outflow.stream(ctx);
    HttpServerResponse response = ctx.response();
    response.headers().set(HttpHeaders.CONTENT_TYPE, "text/event-stream");
    response.headers().set(HttpHeaders.CACHE_CONTROL, "no-store");
    response.headers().set("X-Accel-Buffering", "no"); // or nginx holds it back
    return response;
  }

  /** Who stops the server waits for what is being answered; this would never end by itself. */
  private static void endBeforeTheServer(HttpServerRequest request, Listener listener) {
    request.connection().shutdownHandler(ignored -> listener.end());
  }
}
