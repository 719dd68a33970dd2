package io.github.vertxnsq.lookupd.bus;

import io.github.vertxnsq.lookupd.registry.Gathering;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Queue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has answers put together that hold for a moment; a few steps of each in turn, so that a short one
 * does not wait for a long one. Few are begun at a time, since each takes memory from when it is
 * begun. Those who ask the same meanwhile share one that is begun later.
 */
final class OwnAnswers {
  private static final Logger LOG = LoggerFactory.getLogger(OwnAnswers.class);

  /** So many turns are taken at a time. */
  private static final int TURNS = 8;

  /** So many answers may be begun and not complete. */
  private static final int MAX_BEGUN = 4;

  /** A gathering that takes no memory before its first step, and the promise of what it gathers. */
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

  /** Not begun yet, by what is asked about, in the order in which that was asked first. */
  private final Map<Object, Underway<?>> waiting = new LinkedHashMap<>();

  private final Queue<Underway<?>> begun = new ArrayDeque<>();

  /**
   * Promises an answer.
   *
   * @param subject always asked about with gatherings of the same kind
   * @param gathering as of now
   */
  @SuppressWarnings("unchecked") // of one kind, whoever asks
  <R> Future<R> add(Object subject, Gathering<R> gathering) {
    Underway<R> alike = (Underway<R>) waiting.get(subject);
    Promise<R> answer = alike == null ? Promise.promise() : alike.answer();
    waiting.put(subject, new Underway<>(gathering, answer));
    return answer.future();
  }

  boolean isIdle() {
    return waiting.isEmpty() && begun.isEmpty();
  }

  /** Does some of the work, if there is any. */
  void work(int steps) {
    int stepsATurn = Math.max(1, steps / TURNS);
    for (int turn = 0; turn < TURNS && !isIdle(); turn++) {
      Iterator<Underway<?>> next = waiting.values().iterator();
      if (begun.size() < MAX_BEGUN && next.hasNext()) {
        begun.add(next.next());
        next.remove();
      }
      Underway<?> one = begun.remove();
      if (!one.gather(stepsATurn)) {
        begun.add(one);
      }
    }
  }
}
