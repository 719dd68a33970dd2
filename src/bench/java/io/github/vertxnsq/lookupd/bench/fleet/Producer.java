package io.github.vertxnsq.lookupd.bench.fleet;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetSocket;
import java.util.function.LongConsumer;

/**
 * An nsqd's connection: it sends, and waits for all answers to what it sent before it sends more.
 * Lives on one event loop.
 */
final class Producer {
  private static final int SIZE_BYTES = Integer.BYTES;

  private final NetSocket socket;
  private Buffer unfinished;
  private LongConsumer whenAnswered;
  private long sentNanos;
  private int awaited;
  private boolean refused;
  private boolean leaving;

  Producer(NetSocket socket, Runnable whenLost) {
    this.socket = socket;
    socket.handler(this::received);
    socket.exceptionHandler(lost -> {}); // the end of the connection follows, and is told
    socket.closeHandler(
        ignored -> {
          if (!leaving) {
            whenLost.run();
          }
        });
  }

  /** Whether it waits for no answer. */
  boolean isIdle() {
    return awaited == 0;
  }

  /** Whether something it sent was answered with an error. */
  boolean wasRefused() {
    return refused;
  }

  /**
   * Sends what asks for so many answers.
   *
   * @param whenAnswered is told, when the last of them is there, the nanoseconds it took
   */
  void ask(Buffer bytes, int answers, LongConsumer whenAnswered) {
    this.whenAnswered = whenAnswered;
    awaited = answers;
    sentNanos = System.nanoTime();
    socket.write(bytes);
  }

  void leave() {
    leaving = true;
    socket.close();
  }

  private void received(Buffer bytes) {
    Buffer all = unfinished == null ? bytes : unfinished.appendBuffer(bytes);
    int at = 0;
    while (all.length() - at >= SIZE_BYTES) {
      int size = all.getInt(at);
      if (all.length() - at - SIZE_BYTES < size) {
        break;
      }
      answered(all.getByte(at + SIZE_BYTES));
      at += SIZE_BYTES + size;
    }
    unfinished = at < all.length() ? all.getBuffer(at, all.length()) : null;
  }

  /** Errors begin with the letter E; OK and what IDENTIFY answers do not. */
  private void answered(byte first) {
    refused |= first == 'E';
    if (--awaited == 0) {
      whenAnswered.accept(System.nanoTime() - sentNanos);
    }
  }
}
