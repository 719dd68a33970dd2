package io.github.vertxnsq.lookupd.http;

import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.impl.HttpServerConnection;
import io.vertx.ext.web.RoutingContext;

/**
 * Reads bodies and throws them away, since no endpoint has use for one: an order is carried out
 * when its request is complete. Too long a body is answered 413.
 */
final class BodyBound implements Handler<RoutingContext> {
  private static final long MAX_BYTES = 64L << 10;

  /** So much more is read after a 413, so that a reset does not destroy it. */
  private static final long MAX_DRAINED_BYTES = 16L << 20;

  private final Handler<RoutingContext> next;

  BodyBound(Handler<RoutingContext> next) {
    this.next = next;
  }

  @Override
  public void handle(RoutingContext ctx) {
    HttpServerRequest request = ctx.request();
    if (announcesNone(request)) {
      next.handle(ctx);
    } else if (announced(request) > MAX_BYTES) {
      refuse(ctx);
    } else {
      if (Expectation.isToContinue(request)) {
        ctx.response().writeContinue();
      }
      request.handler(new Count(ctx));
      request.exceptionHandler(fault -> refuseBroken(ctx, fault));
      request.endHandler(
          ignored -> {
            if (!ctx.response().ended()) {
              next.handle(ctx);
            }
          });
    }
  }

  private static boolean announcesNone(HttpServerRequest request) {
    return !request.headers().contains(HttpHeaders.TRANSFER_ENCODING) && announced(request) == 0;
  }

  private static long announced(HttpServerRequest request) {
    String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
    try {
      return length == null ? 0 : Long.parseLong(length);
    } catch (NumberFormatException notANumber) {
      return Long.MAX_VALUE;
    }
  }

  /** Answers at once, and closes when the client has sent all, or far too much. */
  private static void refuse(RoutingContext ctx) {
    HttpServerRequest request = ctx.request();
    ConnectionHeader.announceClose(ctx.response());
    Decorators.send(ctx, Reply.error(ApiError.BODY_TOO_LARGE));
    closeBehind(request);
  }

  /** Closes when the client has sent all of its body, or far too much. */
  static void closeBehind(HttpServerRequest request) {
    request.handler(
        chunk -> {
          if (request.bytesRead() > MAX_DRAINED_BYTES) {
            request.connection().close();
          }
        });
    request.endHandler(ignored -> request.connection().close());
  }

  /** Answers what can never be complete; Vert.x then closes, without sending what was written. */
  private static void refuseBroken(RoutingContext ctx, Throwable fault) {
    if (!(fault instanceof HttpClosedException) && !ctx.response().ended()) {
      ConnectionHeader.announceClose(ctx.response());
      Decorators.send(ctx, Reply.error(ApiError.INVALID_REQUEST));
      ((HttpServerConnection) ctx.request().connection()).channelHandlerContext().flush();
    }
  }

  /** Counts what comes. */
  private static final class Count implements Handler<Buffer> {
    private final RoutingContext ctx;
    private long bytes;

    Count(RoutingContext ctx) {
      this.ctx = ctx;
    }

    @Override
    public void handle(Buffer chunk) {
      bytes += chunk.length();
      if (bytes > MAX_BYTES) {
        refuse(ctx);
      }
    }
  }
}
