package io.github.vertxnsq.lookupd.wire;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.util.ArrayDeque;
import java.util.Queue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs what it is given, in order, and no more than a little of it before the sockets have their
 * turn: closing a connection takes so many system calls that a PING behind a thousand of them would
 * wait too long. Belongs to one context.
 */
final class Turns {
  /** Some milliseconds' worth, on a busy machine. */
  static final int TASKS_A_TURN = 64;

  /** The shortest timer; a task that queues itself again would leave no turn to the sockets. */
  private static final long PAUSE_MILLIS = 1;

  private static final Logger LOG = LoggerFactory.getLogger(Turns.class);

  private final Vertx vertx;
  private final Context context;
  private final Queue<Runnable> waiting = new ArrayDeque<>();
  private boolean turnAhead;

  Turns(Vertx vertx, Context context) {
    this.vertx = vertx;
    this.context = context;
  }

  /** Whether tasks wait for a later turn. */
  boolean isBehind() {
    return turnAhead;
  }

  /** Runs the task on the context, after all that were given before, to this or to the context. */
  void run(Runnable task) {
    // Not into a turn that is queued already: what the task is to follow may be queued behind it.
    context.runOnContext(ignored -> queue(task));
  }

  private void queue(Runnable task) {
    waiting.add(task);
    if (!turnAhead) {
      turnAhead = true;
      context.runOnContext(ignored -> turn());
    }
  }

  private void turn() {
    for (int done = 0; done < TASKS_A_TURN && !waiting.isEmpty(); done++) {
      try {
        waiting.remove().run();
      } catch (RuntimeException fault) { // of one connection: the others are to have their turn
        LOG.error("a task failed", fault);
      }
    }
    turnAhead = !waiting.isEmpty();
    if (turnAhead) {
      vertx.setTimer(PAUSE_MILLIS, ignored -> turn());
    }
  }
}
