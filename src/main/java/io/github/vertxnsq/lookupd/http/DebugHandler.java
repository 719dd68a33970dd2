package io.github.vertxnsq.lookupd.http;

import com.fasterxml.jackson.core.JsonGenerator;
import io.github.vertxnsq.lookupd.bus.RegistryClient;
import io.github.vertxnsq.lookupd.registry.DebugSlice;
import io.github.vertxnsq.lookupd.registry.Query;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.shareddata.Lock;
import io.vertx.ext.web.RoutingContext;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Streams everything that is registered, slice by slice as the client reads, one client at a time:
 * the answer can be 90 MB.
 */
final class DebugHandler implements Handler<RoutingContext> {
  static final String LOCK = "nsqlookupd.debug";

  private static final long MAX_WAIT_MILLIS = 30_000;

  /** For the whole of it: others wait. */
  private static final long MAX_NANOS = TimeUnit.MINUTES.toNanos(5);

  private static final int ENTRIES_A_SLICE = 1_000;

  private final Vertx vertx;
  private final RegistryClient registry;

  DebugHandler(Vertx vertx, RegistryClient registry) {
    this.vertx = vertx;
    this.registry = registry;
  }

  @Override
  public void handle(RoutingContext ctx) {
    vertx
        .sharedData()
        .getLocalLockWithTimeout(LOCK, MAX_WAIT_MILLIS)
        .onSuccess(lock -> stream(ctx, lock))
        .onFailure(busy -> Decorators.send(ctx, Reply.error(ApiError.BUSY)));
  }

  private void stream(RoutingContext ctx, Lock lock) {
    if (ctx.response().closed()) {
      lock.release(); // gone while it waited
      return;
    }
    HttpServerResponse response = ctx.response();
    Outflow.stream(ctx);
    response.headers().set(Headers.X_NSQ_CONTENT_TYPE, Headers.NSQ_V1);
    response.headers().set(HttpHeaders.CONTENT_TYPE, Headers.JSON);
    new Stream(response)
        .sendFrom(DebugSlice.Cursor.START)
        .onFailure(fault -> Outflow.drop(ctx))
        .onComplete(ended -> lock.release());
  }

  /** An entry, and what it stands under. */
  private record Keyed(String key, DebugSlice.Entry entry) {}

  /** One answer on its way. */
  private final class Stream {
    private final HttpServerResponse response;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream(1 << 16);
    private final Promise<Void> done = Promise.promise();
    private final long startNanos = System.nanoTime();
    private JsonGenerator json;
    private String openKey;

    Stream(HttpServerResponse response) {
      this.response = response;
    }

    /** Sends from there to the end; the future fails when the client does not read. */
    Future<Void> sendFrom(DebugSlice.Cursor cursor) {
      registry
          .ask(new Query.Debug(cursor, ENTRIES_A_SLICE))
          .compose(slice -> send(slice).map(ignored -> slice))
          .onSuccess(
              slice -> {
                if (slice.next() == null) {
                  done.complete();
                } else {
                  sendFrom(slice.next());
                }
              })
          .onFailure(done::tryFail);
      return done.future();
    }

    /** Done when it is on its way to the client. */
    private Future<Void> send(DebugSlice slice) {
      Iterator<Keyed> entries =
          slice.groups().stream()
              .flatMap(group -> group.entries().stream().map(it -> new Keyed(group.key(), it)))
              .iterator();
      boolean isLastSlice = slice.next() == null;
      AtomicBoolean begun = new AtomicBoolean(); // a slice without entries is a piece as well
      return Outflow.inTurn(
          () ->
              begun.getAndSet(true) && !entries.hasNext() ? null : sendPiece(entries, isLastSlice));
    }

    /**
     * No more than a piece is held for the client: an entry alone can have 64 KiB, or escaped 384.
     */
    private Future<Void> sendPiece(Iterator<Keyed> entries, boolean isLastSlice) {
      if (response.closed() || System.nanoTime() - startNanos > MAX_NANOS) {
        return Future.failedFuture("client left, or keeps the others waiting");
      }
      Buffer piece = render(entries, isLastSlice);
      boolean isLast = isLastSlice && !entries.hasNext();
      return isLast ? response.end(piece) : response.write(piece);
    }

    /** Takes entries until they make a piece. */
    private Buffer render(Iterator<Keyed> entries, boolean isLastSlice) {
      try {
        if (json == null) {
          json = Json.generator(out);
          json.writeStartObject();
        }
        while (entries.hasNext() && out.size() < Outflow.SLICE_BYTES) {
          Keyed next = entries.next();
          open(next.key());
          Json.debugEntry(json, next.entry());
        }
        if (isLastSlice && !entries.hasNext()) {
          open(null);
          json.writeEndObject();
        }
        json.flush();
      } catch (IOException impossible) {
        throw new UncheckedIOException(impossible); // memory does not fail so
      }
      Buffer rendered = Buffer.buffer(out.toByteArray());
      out.reset();
      return rendered;
    }

    /** Makes {@code key} the open array; null: none. */
    private void open(String key) throws IOException {
      if (openKey != null && !openKey.equals(key)) {
        json.writeEndArray();
      }
      if (key != null && !key.equals(openKey)) {
        json.writeArrayFieldStart(key);
      }
      openKey = key;
    }
  }
}
