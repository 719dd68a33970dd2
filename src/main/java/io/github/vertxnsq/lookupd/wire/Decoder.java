package io.github.vertxnsq.lookupd.wire;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.parsetools.RecordParser;
import java.nio.charset.StandardCharsets;

/**
 * Cuts what a producer sends into records, the same ones however the bytes arrive, and never holds
 * more than the limits allow.
 *
 * <pre>
 *   MAGIC ──"  V1"──▶ LINE ──receiver expects a body──▶ BODY_SIZE ──0 &lt; size──▶ BODY
 *                      ▲                                    │                     │
 *                      └────────────size 0, body────────────┴─────────────────────┘
 *   any ──error, or the receiver wants no more──▶ STOPPED
 * </pre>
 */
final class Decoder {
  static final String MAGIC = "  V1";
  private static final int SIZE_BYTES = 4;

  /** The parser keeps them in a buffer that doubles. */
  private static final int BUFFER_FACTOR = 2;

  private enum State {
    MAGIC,
    LINE,
    BODY_SIZE,
    BODY,
    STOPPED
  }

  /** What is to follow a line. */
  enum Next {
    LINE,
    BODY,
    NOTHING
  }

  /** Takes what was cut out, in order. */
  interface Receiver {
    /**
     * The first bytes, one character each, which name the protocol; if it is not ours, an error
     * follows.
     */
    void magic(String spoken);

    /** A line, without its line feed, one character a byte; says what is to follow. */
    Next line(String line);

    /** The body that a line announced; whether anything may follow. */
    boolean body(byte[] body);

    /** The bytes are none of the protocol's. Nothing else follows. */
    void error(WireError error);
  }

  private final int maxLineBytes;
  private final int maxBodyBytes;
  private final Receiver receiver;
  private RecordParser parser;
  private State state = State.MAGIC;
  private long heldBytes;

  /** A decoder of one connection; the limits are in bytes, a line's without its line feed. */
  Decoder(int maxLineBytes, int maxBodyBytes, Receiver receiver) {
    this.maxLineBytes = maxLineBytes;
    this.maxBodyBytes = maxBodyBytes;
    this.receiver = receiver;
    this.parser = RecordParser.newFixed(MAGIC.length(), this::record);
    parser.exceptionHandler(tooLong -> fail(WireError.lineTooLong(maxLineBytes)));
  }

  /** Takes the next bytes. */
  void feed(Buffer chunk) {
    if (state != State.STOPPED) {
      heldBytes += chunk.length();
      parser.handle(chunk);
      if (state == State.STOPPED) {
        parser = null; // it would keep what it has as long as the connection
      }
    }
  }

  /** Forgets what was taken, and takes no more. */
  void discard() {
    state = State.STOPPED;
    parser = null;
  }

  /** What the bytes take on the heap that were taken and do not make a record yet, at most. */
  long heapBytes() {
    return state == State.STOPPED ? 0 : BUFFER_FACTOR * heldBytes;
  }

  /** No more bytes will come. An unfinished line is dropped, an unfinished body is an error. */
  void end() {
    switch (state) {
      case BODY_SIZE -> fail(WireError.NO_BODY_SIZE);
      case BODY -> fail(WireError.NO_BODY);
      case MAGIC, LINE, STOPPED -> state = State.STOPPED;
    }
    parser = null;
  }

  private void record(Buffer record) {
    heldBytes -= record.length() + (state == State.LINE ? 1 : 0); // a line has its end
    switch (state) {
      case MAGIC -> magic(record);
      case LINE -> line(record);
      case BODY_SIZE -> bodySize(record.getInt(0));
      case BODY -> body(record.getBytes());
      case STOPPED -> {
        // the parser still hands out what it has
      }
    }
  }

  private void magic(Buffer record) {
    String spoken = record.toString(StandardCharsets.ISO_8859_1);
    receiver.magic(spoken);
    if (spoken.equals(MAGIC)) {
      expectLine();
    } else {
      fail(WireError.BAD_PROTOCOL);
    }
  }

  private void line(Buffer record) {
    // The parser's own limit is on what it keeps: a long line that came whole passes it.
    if (record.length() > maxLineBytes) {
      fail(WireError.lineTooLong(maxLineBytes));
      return;
    }
    switch (receiver.line(record.toString(StandardCharsets.ISO_8859_1))) {
      case LINE -> expectLine();
      case BODY -> expectFixed(State.BODY_SIZE, SIZE_BYTES);
      case NOTHING -> state = State.STOPPED;
    }
  }

  private void bodySize(int size) {
    if (size < 0 || size > maxBodyBytes) {
      fail(WireError.badBodySize(size, maxBodyBytes));
    } else if (size == 0) {
      body(new byte[0]); // the parser knows no records of size 0
    } else {
      expectFixed(State.BODY, size);
    }
  }

  private void body(byte[] body) {
    if (receiver.body(body)) {
      expectLine();
    } else {
      state = State.STOPPED;
    }
  }

  private void fail(WireError error) {
    if (state != State.STOPPED) {
      state = State.STOPPED;
      receiver.error(error);
    }
  }

  private void expectLine() {
    if (state != State.LINE) {
      state = State.LINE;
      parser.delimitedMode("\n");
      parser.maxRecordSize(maxLineBytes);
    }
  }

  private void expectFixed(State next, int size) {
    state = next;
    parser.fixedSizeMode(size);
    parser.maxRecordSize(size);
  }
}
