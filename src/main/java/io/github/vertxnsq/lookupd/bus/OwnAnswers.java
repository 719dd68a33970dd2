package io.github.vertxnsq.lookupd.bus;

import io.github.vertxnsq.lookupd.registry.Gathering;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.Queue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has answers put together that hold for a moment, each for the one who asked; a few steps of each
 * in turn, so that a short one does not wait for a long one.
 */
final class OwnAnswers {
  private static final Logger LOG = LoggerFactory.getLogger(OwnAnswers.class);

  /** Of so many answers some is done at a time. */
  private static final int TURNS = 8;

  private record Underway<R>(Gathering<R> gathering, Promise<R> answer) {
    /** Whether it is over. */
    boolean gather(int steps) {
      try {
        R result = gathering.gather(steps);
        return result != null && answer.tryComplete(result);
      } catch (RuntimeException | Error fault) { // who asked is told also when memory is out
        LOG.error("an answer could not be put together", fault);
        return answer.tryFail(fault);
      }
    }
  }

  private final Queue<Underway<?>> underway = new ArrayDeque<>();

  <R> Future<R> add(Gathering<R> gathering) {
    Promise<R> answer = Promise.promise();
    underway.add(new Underway<>(gathering, answer));
    return answer.future();
  }

  boolean isIdle() {
    return underway.isEmpty();
  }

  /** Does some of the work, if there is any. */
  void work(int steps) {
    int stepsATurn = Math.max(1, steps / TURNS);
    for (int turn = 0; turn < TURNS && !underway.isEmpty(); turn++) {
      Underway<?> one = underway.remove();
      if (!one.gather(stepsATurn)) {
        underway.add(one);
      }
    }
  }
}
