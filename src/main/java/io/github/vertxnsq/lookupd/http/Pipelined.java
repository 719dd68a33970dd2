package io.github.vertxnsq.lookupd.http;

import io.vertx.core.Context;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.impl.HttpServerConnection;
import io.vertx.ext.web.RoutingContext;

/**
 * What clients send behind a request that is not answered yet. It is begun only after that (see
 * {@link RequestDecoder}); and while it waits, the connection is not read from, and so nobody sees
 * that the client is gone. Nothing must be held that long.
 */
final class Pipelined {
  private Pipelined() {}

  /** Tells of each request that it is about to be answered. */
  static Handler<HttpServerRequest> counted(Handler<HttpServerRequest> handler) {
    return request -> {
      RequestDecoder decoder = decoder(request.connection());
      if (decoder != null) { // else nobody would be told that the client is gone
        decoder.begin(request.response());
        handler.handle(request);
      }
    };
  }

  /** Whether there is some. */
  static boolean isThere(HttpConnection connection) {
    RequestDecoder decoder = decoder(connection);
    return decoder != null && decoder.isAhead();
  }

  /**
   * Has it told when some comes, unless the next request is answered before.
   *
   * @param then is run once; null for no longer
   */
  static void whenThere(HttpConnection connection, Runnable then) {
    RequestDecoder decoder = decoder(connection);
    if (decoder != null) {
      decoder.whenAhead(then == null ? null : onContext(then));
    }
  }

  /** Bytes come in outside of any context, and much is done by that in which an answer goes on. */
  private static Runnable onContext(Runnable then) {
    Context context = Vertx.currentContext();
    return () -> context.runOnContext(ahead -> then.run());
  }

  /** Lets answers through that never end: who sends anything behind such a one is dropped. */
  static Handler<RoutingContext> neverBehind(Handler<RoutingContext> stream) {
    return ctx -> {
      HttpConnection connection = ctx.request().connection();
      stream.handle(ctx);
      if (!ctx.response().ended()) {
        if (isThere(connection)) {
          Outflow.drop(connection);
        } else {
          whenThere(connection, () -> Outflow.drop(connection));
        }
      }
    };
  }

  /** Null when the connection is closed, or was not let in. */
  private static RequestDecoder decoder(HttpConnection connection) {
    return ((HttpServerConnection) connection)
        .channelHandlerContext()
        .pipeline()
        .get(RequestDecoder.class);
  }
}
