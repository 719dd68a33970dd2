package io.github.vertxnsq.lookupd.http;

import io.github.vertxnsq.lookupd.limits.MemoryBudget;
import io.vertx.core.buffer.Buffer;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;

/**
 * Bytes to be sent, which need not all be there: they are taken slice by slice. Immutable, and safe
 * for use by several threads.
 */
public abstract class Bytes {
  private MemoryBudget.Common common;

  /** How many there are. */
  abstract long length();

  /** How much they take on the heap while they are being sent. */
  abstract long heapBytes();

  /** All of them, in slices of at most {@link Outflow#SLICE_BYTES}; begins anew each time. */
  abstract Iterator<Buffer> slices();

  /** What all connections hold together that these bytes are on their way to. */
  final synchronized MemoryBudget.Common common(MemoryBudget.Share holder) {
    if (common == null) {
      common = holder.common(heapBytes());
    }
    return common;
  }

  /**
   * These bytes.
   *
   * @param bytes not to be changed any more
   */
  public static Bytes of(Buffer bytes) {
    return new Kept(bytes);
  }

  /** The parts one after the other; put together at once if they make no more than a slice. */
  static Bytes joined(List<Bytes> parts) {
    Joined joined = new Joined(parts);
    if (joined.length() > Outflow.SLICE_BYTES) {
      return joined;
    }
    Buffer together = Buffer.buffer((int) joined.length());
    joined.slices().forEachRemaining(together::appendBuffer);
    return of(together);
  }

  /** All of them but so many at both ends. */
  final Bytes without(int first, int last) {
    return new Inner(this, first, length() - first - last);
  }

  /** The slices of bytes that are there. */
  static Iterator<Buffer> slicesOf(Buffer bytes) {
    return new Iterator<>() {
      private int start;

      @Override
      public boolean hasNext() {
        return start < bytes.length();
      }

      @Override
      public Buffer next() {
        if (!hasNext()) {
          throw new NoSuchElementException();
        }
        int end = Math.min(start + Outflow.SLICE_BYTES, bytes.length());
        Buffer slice = bytes.slice(start, end);
        start = end;
        return slice;
      }
    };
  }

  private static final class Kept extends Bytes {
    private final Buffer bytes;

    Kept(Buffer bytes) {
      this.bytes = bytes;
    }

    @Override
    long length() {
      return bytes.length();
    }

    @Override
    long heapBytes() {
      return bytes.length();
    }

    @Override
    Iterator<Buffer> slices() {
      return slicesOf(bytes);
    }
  }

  private static final class Joined extends Bytes {
    private final List<Bytes> parts;

    Joined(List<Bytes> parts) {
      this.parts = List.copyOf(parts);
    }

    @Override
    long length() {
      return parts.stream().mapToLong(Bytes::length).sum();
    }

    @Override
    long heapBytes() {
      return parts.stream().mapToLong(Bytes::heapBytes).sum();
    }

    @Override
    Iterator<Buffer> slices() {
      Iterator<Bytes> left = parts.iterator();
      return new Iterator<>() {
        private Iterator<Buffer> current = left.next().slices();

        @Override
        public boolean hasNext() {
          while (!current.hasNext() && left.hasNext()) {
            current = left.next().slices();
          }
          return current.hasNext();
        }

        @Override
        public Buffer next() {
          if (!hasNext()) {
            throw new NoSuchElementException();
          }
          return current.next();
        }
      };
    }
  }

  /** A part of others, of which only the first and the last slice are cut. */
  private static final class Inner extends Bytes {
    private final Bytes whole;
    private final int skipped;
    private final long length;

    Inner(Bytes whole, int skipped, long length) {
      this.whole = whole;
      this.skipped = skipped;
      this.length = length;
    }

    @Override
    long length() {
      return length;
    }

    @Override
    long heapBytes() {
      return whole.heapBytes();
    }

    @Override
    Iterator<Buffer> slices() {
      Iterator<Buffer> slices = whole.slices();
      return new Iterator<>() {
        private int toSkip = skipped;
        private long left = length;

        @Override
        public boolean hasNext() {
          return left > 0;
        }

        @Override
        public Buffer next() {
          Buffer slice = slices.next();
          int end = (int) Math.min(slice.length(), toSkip + left);
          Buffer inner = slice.slice(toSkip, end);
          left -= inner.length();
          toSkip = 0;
          return inner;
        }
      };
    }
  }
}
