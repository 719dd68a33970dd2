package io.github.vertxnsq.lookupd.http;

import io.github.vertxnsq.lookupd.bus.Published;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.util.Iterator;
import java.util.NoSuchElementException;

/**
 * The body of an answer. A short one is rendered once and kept for all who are sent it. A long one
 * is never there as a whole: for everyone who is sent it, slice after slice is rendered when the
 * one before is on its way. Immutable seen from outside, and safe for use by several threads.
 */
final class Body extends Bytes {
  /** What has more elements is not gone through on an event loop. */
  private static final int ELEMENTS_AT_ONCE = 10_000;

  /** A longer body's tag is not made on an event loop: it takes a millisecond for half of that. */
  private static final int BYTES_AT_ONCE = 1 << 20;

  private static final long UNKNOWN = -1;

  private final long maxKept;

  /** Null once the bytes are kept. */
  private volatile Content content;

  /** Null while they are not kept. */
  private volatile Buffer bytes;

  private volatile long length;

  /** Null until it is asked for. */
  private volatile String tag;

  /**
   * A body that is rendered already.
   *
   * @param bytes not to be changed any more
   */
  Body(Buffer bytes) {
    this.maxKept = Published.MAX_RENDERING_BYTES;
    this.bytes = bytes;
    this.length = bytes.length();
  }

  /**
   * A body that is rendered when it is asked for; it must be {@link #measured} before it is sent.
   */
  Body(Content content) {
    this(content, Published.MAX_RENDERING_BYTES);
  }

  /**
   * @param maxKept in bytes; a longer one is not kept
   */
  Body(Content content, long maxKept) {
    this.maxKept = maxKept;
    this.content = content;
    this.length = UNKNOWN;
  }

  /** This, once its length is known, and it is rendered if it is to be kept. */
  Future<Body> measured(Vertx vertx) {
    if (length != UNKNOWN) {
      return Future.succeededFuture(this);
    }
    Content unmeasured = content;
    if (unmeasured != null && unmeasured.elements() > ELEMENTS_AT_ONCE) {
      return vertx.executeBlocking(this::measure);
    }
    return Future.succeededFuture(measure());
  }

  /** This, once its length and its tag are known. */
  Future<Body> tagged(Vertx vertx) {
    return measured(vertx)
        .compose(
            body ->
                tag == null && length > BYTES_AT_ONCE
                    ? vertx.executeBlocking(this::makeTag)
                    : Future.succeededFuture(makeTag()));
  }

  /** Takes its time; what it finds is found once. */
  synchronized Body measure() {
    if (length == UNKNOWN) {
      Sink.Counting counting = new Sink.Counting();
      content.rendering().get().renderTo(counting);
      if (counting.bytes() <= maxKept) {
        int size = (int) counting.bytes();
        Sink.Collecting all = new Sink.Collecting(Integer.MAX_VALUE, size);
        content.rendering().get().renderTo(all);
        bytes = all.bytes();
        content = null;
      }
      length = counting.bytes();
    }
    return this;
  }

  private synchronized Body makeTag() {
    tag = tag == null ? EntityTag.of(slices()) : tag;
    return this;
  }

  /** By the content alone: the same wherever and whenever it is answered. */
  String tag() {
    if (tag == null) {
      makeTag();
    }
    return tag;
  }

  @Override
  long length() {
    if (length == UNKNOWN) {
      throw new IllegalStateException("not measured");
    }
    return length;
  }

  /** The whole; null when it is so long that it is not kept. */
  Buffer kept() {
    return bytes;
  }

  @Override
  long heapBytes() {
    Buffer kept = bytes;
    return kept == null ? content.heapBytes() : kept.length();
  }

  @Override
  Iterator<Buffer> slices() {
    Buffer kept = bytes;
    return kept == null ? new Rendered(content.rendering().get(), length()) : slicesOf(kept);
  }

  /** Slices that are rendered when they are asked for. */
  private static final class Rendered implements Iterator<Buffer> {
    private final Cursor cursor;
    private long left;

    /** The slices of what was rendered last: an element may be longer than one. */
    private Iterator<Buffer> slices = slicesOf(Buffer.buffer());

    Rendered(Cursor cursor, long length) {
      this.cursor = cursor;
      this.left = length;
    }

    @Override
    public boolean hasNext() {
      return left > 0;
    }

    @Override
    public Buffer next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      if (!slices.hasNext()) {
        Sink.Collecting sink =
            new Sink.Collecting(Outflow.SLICE_BYTES, Outflow.SLICE_BYTES + (1 << 10));
        cursor.renderTo(sink);
        slices = slicesOf(sink.bytes());
      }
      Buffer slice = slices.next();
      left -= slice.length();
      return slice;
    }
  }
}
