package io.github.vertxnsq.lookupd.http;

import io.github.vertxnsq.lookupd.limits.MemoryBudget;
import io.github.vertxnsq.lookupd.limits.OutOfMemory;
import io.netty.channel.Channel;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.impl.HttpServerConnection;
import io.vertx.ext.web.RoutingContext;
import java.util.Iterator;
import java.util.function.Supplier;

/**
 * Bodies on their way to clients that may not read. Netty copies what it is given to memory outside
 * the heap, of which there is little; so it is given one slice a client, however many there are.
 */
public final class Outflow {
  /** So much is given to Netty at a time. */
  public static final int SLICE_BYTES = 32 << 10;

  /** So many steps are taken one after the other where nothing has to be waited for. */
  private static final int STEPS_A_TURN = 8;

  /** Then sockets have their turn: tasks that queue tasks leave them none for up to a second. */
  private static final long PAUSE_MILLIS = 1;

  private Outflow() {}

  /**
   * Prepares an answer that is sent in pieces as they come. HTTP/1.0 knows no chunks: there the end
   * of the connection is the end of the answer, which says so, unless it has a single piece.
   */
  public static void stream(RoutingContext ctx) {
    HttpServerResponse response = ctx.response();
    response.setChunked(true);
    if (ctx.request().version() == HttpVersion.HTTP_1_0) {
      ctx.addHeadersEndHandler(
          written -> {
            if (!response.headers().contains(HttpHeaders.CONTENT_LENGTH)) {
              response.headers().set(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
              ctx.addEndHandler(ended -> ctx.request().connection().close());
            }
          });
    }
  }

  /** Sends the whole body and ends the response. */
  public static void end(RoutingContext ctx, Buffer body) {
    end(ctx.response(), ctx.request().connection(), new Body(body));
  }

  /**
   * The same for who keeps no more of a request than this.
   *
   * @param body measured
   */
  static void end(HttpServerResponse response, HttpConnection connection, Body body) {
    if (body.length() <= SLICE_BYTES && body.kept() != null) {
      response.end(body.kept());
      return;
    }
    response.putHeader(HttpHeaders.CONTENT_LENGTH, Long.toString(body.length()));
    Iterator<Buffer> slices = body.slices();
    held(body, connection, () -> inTurn(() -> endSlice(slices, response)))
        .onFailure(fault -> drop(connection));
  }

  /** Sends a part of an answer; done when it is on its way to the client. */
  public static Future<Void> write(
      HttpServerResponse response, HttpConnection connection, Bytes part) {
    if (part.length() == 0) {
      return Future.succeededFuture();
    }
    Iterator<Buffer> slices = part.slices();
    if (part.length() <= SLICE_BYTES) {
      return response.write(slices.next());
    }
    return held(
        part,
        connection,
        () -> inTurn(() -> slices.hasNext() ? response.write(slices.next()) : null));
  }

  /** Has the connection count as one that holds the bytes until they are sent. */
  private static Future<Void> held(
      Bytes bytes, HttpConnection connection, Supplier<Future<Void>> sending) {
    MemoryBudget.Share share = OutputShare.of(connection);
    if (share == null) {
      return sending.get();
    }
    MemoryBudget.Common common = bytes.common(share);
    share.hold(common);
    return sending.get().onComplete(sent -> share.release(common));
  }

  private static Future<Void> endSlice(Iterator<Buffer> slices, HttpServerResponse response) {
    if (!slices.hasNext()) {
      return null;
    }
    if (response.closed()) { // to end it would have Vert.x begin with what was asked behind it
      return Future.failedFuture("the client is gone");
    }
    Buffer slice = slices.next();
    return slices.hasNext() ? response.write(slice) : response.end(slice);
  }

  /**
   * Takes step after step, each when the one before is done; null is the end. Between two steps
   * others have their turn: a hundred clients that ask for megabytes must not keep one waiting that
   * asks for two bytes.
   */
  static Future<Void> inTurn(Supplier<Future<Void>> steps) {
    Promise<Void> done = Promise.promise();
    goOn(steps, 1, done, Vertx.currentContext());
    return done.future();
  }

  /**
   * Takes a step, and those that follow.
   *
   * @param number of the step
   */
  private static void goOn(
      Supplier<Future<Void>> steps, long number, Promise<Void> done, Context context) {
    try {
      Future<Void> step = steps.get();
      if (step == null) {
        done.complete();
      } else {
        step.onComplete(
            taken -> later(number, context, () -> goOn(steps, number + 1, done, context)),
            done::tryFail);
      }
    } catch (RuntimeException | Error fault) { // somebody holds a lock until this is done
      OutOfMemory.ofThisProcess().check(fault);
      done.tryFail(fault);
    }
  }

  private static void later(long number, Context context, Runnable next) {
    context.runOnContext(
        turn -> {
          if (number % STEPS_A_TURN == 0) {
            context.owner().setTimer(PAUSE_MILLIS, rung -> next.run());
          } else {
            next.run();
          }
        });
  }

  /** Drops the client that asked. */
  static void drop(RoutingContext ctx) {
    drop(ctx.request().connection());
  }

  /** Drops the client at the other end. */
  static void drop(HttpConnection connection) {
    if (connection instanceof HttpServerConnection internal) {
      drop(internal.channelHandlerContext().channel());
    } else {
      connection.close();
    }
  }

  /**
   * Closes at once. Vert.x's own closing, which stands last in the pipeline, waits until all that
   * was written has been taken; and TLS's, until a farewell has.
   */
  @SuppressWarnings("FutureReturnValueIgnored") // cannot fail in a way that matters
  static void drop(Channel channel) {
    if (channel.isOpen()) {
      channel.pipeline().firstContext().close();
    }
  }
}
