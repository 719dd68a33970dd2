package io.github.vertxnsq.lookupd.http;

import io.netty.channel.Channel;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.impl.HttpServerConnection;
import io.vertx.ext.web.RoutingContext;
import java.util.Iterator;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;

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

  /** Sends the whole body and ends the response. */
  public static void end(RoutingContext ctx, Buffer body) {
    end(ctx.response(), ctx.request().connection(), body);
  }

  /** The same for who keeps no more of a request than this. */
  static void end(HttpServerResponse response, HttpConnection connection, Buffer body) {
    if (body.length() <= SLICE_BYTES) {
      response.end(body);
      return;
    }
    response.putHeader(HttpHeaders.CONTENT_LENGTH, Integer.toString(body.length()));
    Iterator<Future<Void>> slices =
        starts(body).mapToObj(start -> sendSlice(start, response, body)).iterator();
    inTurn(() -> slices.hasNext() ? slices.next() : null).onFailure(fault -> drop(connection));
  }

  /** Sends the whole of a part of the body; done when it is on its way to the client. */
  public static Future<Void> write(HttpServerResponse response, Buffer part) {
    if (part.length() == 0) {
      return Future.succeededFuture();
    }
    if (part.length() <= SLICE_BYTES) {
      return response.write(part);
    }
    Iterator<Future<Void>> slices =
        starts(part)
            .mapToObj(start -> response.write(part.slice(start, end(start, part))))
            .iterator();
    return inTurn(() -> slices.hasNext() ? slices.next() : null);
  }

  /** Sends the parts one after the other; done when all is on its way to the client. */
  static Future<Void> write(HttpServerResponse response, List<Buffer> parts) {
    if (parts.size() == 1) {
      return write(response, parts.get(0));
    }
    Iterator<Buffer> slices =
        parts.stream()
            .flatMap(part -> starts(part).mapToObj(start -> part.slice(start, end(start, part))))
            .iterator();
    return inTurn(() -> slices.hasNext() ? response.write(slices.next()) : null);
  }

  /** The parts as one if it is given at once, else as they are: large ones are shared by many. */
  static List<Buffer> joined(List<Buffer> parts) {
    if (parts.stream().mapToInt(Buffer::length).sum() > SLICE_BYTES) {
      return List.copyOf(parts);
    }
    Buffer joined = Buffer.buffer();
    parts.forEach(joined::appendBuffer);
    return List.of(joined);
  }

  private static IntStream starts(Buffer body) {
    return IntStream.iterate(0, start -> start < body.length(), start -> start + SLICE_BYTES);
  }

  private static int end(int start, Buffer body) {
    return Math.min(start + SLICE_BYTES, body.length());
  }

  private static Future<Void> sendSlice(int start, HttpServerResponse response, Buffer body) {
    if (response.closed()) { // to end it would have Vert.x begin with what was asked behind it
      return Future.failedFuture("the client is gone");
    }
    int end = end(start, body);
    Buffer slice = body.slice(start, end);
    return end == body.length() ? response.end(slice) : response.write(slice);
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
