package io.github.vertxnsq.lookupd.http;

import io.vertx.core.Vertx;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Takes thousands of small steps, some at a time, so that sockets and others have their turn
 * between. Belongs to one event loop.
 */
public final class Turns {
  /** How long a turn may take, but for its last step. */
  static final long TURN_NANOS = 4_000_000;

  /** The shortest timer; a task that queues itself again would leave no turn to the sockets. */
  private static final long PAUSE_MILLIS = 1;

  private final Vertx vertx;
  private final BooleanSupplier step;

  /** Whether a turn is being taken, or will be. */
  private boolean isGoingOn;

  /**
   * @param step takes microseconds; returns whether there may be another one; may go on with the
   *     same turns
   */
  Turns(Vertx vertx, BooleanSupplier step) {
    this.vertx = vertx;
    this.step = step;
  }

  /**
   * Does something for each of many, the first of them at once.
   *
   * @param work takes microseconds
   */
  public static <T> void forEach(Vertx vertx, Collection<T> many, Consumer<T> work) {
    Iterator<T> left = List.copyOf(many).iterator();
    new Turns(
            vertx,
            () -> {
              if (left.hasNext()) {
                work.accept(left.next());
              }
              return left.hasNext();
            })
        .goOn();
  }

  /** Takes steps until there are no more, some of them at once. */
  void goOn() {
    if (!isGoingOn) {
      isGoingOn = true;
      turn();
    }
  }

  private void turn() {
    long beginNanos = System.nanoTime();
    boolean more = true;
    try {
      do {
        more = step.getAsBoolean();
      } while (more && System.nanoTime() - beginNanos < TURN_NANOS);
    } finally { // whatever is wrong with one step
      isGoingOn = more;
      if (more) {
        vertx.setTimer(PAUSE_MILLIS, next -> turn());
      }
    }
  }
}
