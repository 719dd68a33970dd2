package io.github.vertxnsq.lookupd.http;

import io.github.vertxnsq.lookupd.bus.Peers;
import io.github.vertxnsq.lookupd.metrics.VertxMeters;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is done around every endpoint. */
final class Decorators {
  private static final Logger LOG = LoggerFactory.getLogger(Decorators.class);

  private Decorators() {}

  /** Reads the parameters, and renders what the endpoint answers in NSQ's way. */
  static Handler<RoutingContext> v1(Endpoint endpoint) {
    return ctx -> {
      Optional<Params> params = Params.parse(ctx.request().query());
      if (params.isEmpty()) {
        send(ctx, Reply.error(ApiError.INVALID_REQUEST));
      } else {
        endpoint
            .answer(params.get())
            .onComplete(reply -> send(ctx, reply), fault -> sendFault(ctx, fault));
      }
    };
  }

  /** The same for an endpoint without parameters: whatever the query says is ignored. */
  static Handler<RoutingContext> v1(Supplier<Future<Reply>> endpoint) {
    return ctx ->
        endpoint.get().onComplete(reply -> send(ctx, reply), fault -> sendFault(ctx, fault));
  }

  /** Answers always the same. */
  static Handler<RoutingContext> v1(ApiError error) {
    Reply reply = Reply.error(error);
    return ctx -> send(ctx, reply);
  }

  /**
   * Lets one method through. To OPTIONS it says what is allowed, to others it answers 405 as well.
   */
  static Handler<RoutingContext> only(
      HttpMethod method, Handler<RoutingContext> handler, String allowed) {
    Handler<RoutingContext> error = v1(ApiError.METHOD_NOT_ALLOWED);
    return ctx -> {
      HttpMethod asked = ctx.request().method();
      if (asked.equals(method)) {
        handler.handle(ctx);
        return;
      }
      ctx.response().putHeader(HttpHeaders.ALLOW, allowed);
      if (asked.equals(HttpMethod.OPTIONS)) {
        ctx.response().end();
      } else {
        error.handle(ctx);
      }
    };
  }

  /** Says in a header, which nobody takes apart, which build this is. */
  static Handler<RoutingContext> built(String build, Handler<RoutingContext> handler) {
    CharSequence value = HttpHeaders.createOptimized(build);
    return ctx -> {
      ctx.response().headers().set(Headers.X_VERTX_NSQ_VERSION, value);
      handler.handle(ctx);
    };
  }

  /** Answers who asks what this server can do, and names no path, and lets others through. */
  static Handler<RoutingContext> toServer(Handler<RoutingContext> handler) {
    return ctx -> {
      HttpServerRequest request = ctx.request();
      if (request.method().equals(HttpMethod.OPTIONS) && request.uri().equals("*")) {
        ctx.response().end();
      } else {
        handler.handle(ctx);
      }
    };
  }

  /**
   * Lets requests through while there is a full copy of what other daemons know, and they listen.
   */
  static Handler<RoutingContext> whenInStep(Peers peers, Handler<RoutingContext> handler) {
    Handler<RoutingContext> error = v1(ApiError.NOT_READY);
    return ctx -> (peers.isInStep() ? handler : error).handle(ctx);
  }

  /** Lets answers through that take as long as their clients stay: that is not measured. */
  static Handler<RoutingContext> held(Handler<RoutingContext> stream) {
    return ctx -> {
      stream.handle(ctx);
      ctx.request().routed(VertxMeters.HELD); // has no effect on what is answered already
    };
  }

  /** Writes requests to the log, at debug: there are too many for more. */
  static Handler<RoutingContext> log(Handler<RoutingContext> handler) {
    return ctx -> {
      if (LOG.isDebugEnabled()) {
        long startNanos = System.nanoTime();
        ctx.addEndHandler(ignored -> logEnd(ctx, System.nanoTime() - startNanos));
      }
      handler.handle(ctx);
    };
  }

  private static void logEnd(RoutingContext ctx, long nanos) {
    HttpServerRequest request = ctx.request();
    LOG.debug(
        "{} {} {} ({}) {}µs",
        ctx.response().getStatusCode(),
        request.method(),
        request.uri(),
        ClientAddress.of(request),
        TimeUnit.NANOSECONDS.toMicros(nanos));
  }

  static void sendFault(RoutingContext ctx, Throwable fault) {
    LOG.error("{} {} failed", ctx.request().method(), ctx.request().uri(), fault);
    send(ctx, Reply.error(ApiError.INTERNAL_ERROR));
  }

  static void send(RoutingContext ctx, Reply reply) {
    send(ctx.response(), ctx.request().connection(), reply);
  }

  /** The same for who keeps no more of a request than this. */
  static void send(HttpServerResponse response, HttpConnection connection, Reply reply) {
    if (response.ended() || response.closed()) {
      return;
    }
    response.setStatusCode(reply.status());
    response.headers().set(Headers.X_NSQ_CONTENT_TYPE, Headers.NSQ_V1);
    if (reply.json() == null) {
      response.end();
    } else {
      response.headers().set(HttpHeaders.CONTENT_TYPE, Headers.JSON);
      Outflow.end(response, connection, reply.json());
    }
  }
}
