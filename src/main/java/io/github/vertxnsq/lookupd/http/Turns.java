package io.github.vertxnsq.lookupd.http;

import io.vertx.core.Vertx;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.Consumer;

/**
 * Something to be done for each of many clients, for some of them at a time, so that thousands keep
 * nobody waiting who asks for something else. Belongs to one event loop.
 *
 * @param <T> what stands for a client
 */
final class Turns<T> {
  /** How long a turn may take, but for the last client's part. */
  static final long TURN_NANOS = 2_000_000;

  /** Between two turns; the sockets have theirs meanwhile. */
  private static final long PAUSE_MILLIS = 1;

  private final Vertx vertx;
  private final Consumer<T> work;
  private final Runnable afterTurn;
  private final Queue<T> due = new ArrayDeque<>();
  private boolean willGoOn;

  /**
   * @param work done for one client; takes microseconds
   * @param afterTurn run after each turn
   */
  Turns(Vertx vertx, Consumer<T> work, Runnable afterTurn) {
    this.vertx = vertx;
    this.work = work;
    this.afterTurn = afterTurn;
  }

  /** The client has its turn soon, after those who were added before it. */
  void add(T client) {
    due.add(client);
    if (!willGoOn) {
      willGoOn = true;
      vertx.runOnContext(turn -> goOn());
    }
  }

  private void goOn() {
    long beginNanos = System.nanoTime();
    try {
      while (!due.isEmpty() && System.nanoTime() - beginNanos < TURN_NANOS) {
        work.accept(due.remove());
      }
    } finally { // whatever is wrong with one
      afterTurn.run();
      willGoOn = !due.isEmpty();
      if (willGoOn) {
        vertx.setTimer(PAUSE_MILLIS, rung -> goOn());
      }
    }
  }
}
