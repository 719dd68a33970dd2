package io.github.vertxnsq.lookupd.http;

import io.vertx.core.buffer.Buffer;

/** Takes what is rendered, or only counts it. Belongs to one thread at a time. */
public abstract class Sink {
  private static final byte[] COMMA = {','};

  /** Adds the first so many bytes. */
  abstract void add(byte[] bytes, int length);

  /** Adds a text in double quotes, which is ASCII and has nothing in it to escape. */
  public abstract void quoted(String ascii);

  /** Whether nothing more is wanted for now; what is added all the same is taken. */
  abstract boolean isFull();

  public final void add(byte[] bytes) {
    add(bytes, bytes.length);
  }

  /** Adds the comma that stands before every element of a list but the first. */
  final void separate(int place) {
    if (place > 0) {
      add(COMMA, COMMA.length);
    }
  }

  /** Counts, and is never full. */
  static final class Counting extends Sink {
    private long bytes;

    long bytes() {
      return bytes;
    }

    @Override
    void add(byte[] added, int length) {
      bytes += length;
    }

    @Override
    public void quoted(String ascii) {
      bytes += ascii.length() + 2;
    }

    @Override
    boolean isFull() {
      return false;
    }
  }

  /** Collects bytes, until there are enough of them. */
  static final class Collecting extends Sink {
    private final int enough;
    private final Buffer bytes;

    /**
     * @param enough bytes to be full
     * @param capacity in bytes, to begin with
     */
    Collecting(int enough, int capacity) {
      this.enough = enough;
      this.bytes = Buffer.buffer(capacity);
    }

    Buffer bytes() {
      return bytes;
    }

    @Override
    void add(byte[] added, int length) {
      bytes.appendBytes(added, 0, length);
    }

    @Override
    public void quoted(String ascii) {
      bytes.appendByte((byte) '"').appendString(ascii).appendByte((byte) '"');
    }

    @Override
    boolean isFull() {
      return bytes.length() >= enough;
    }
  }
}
