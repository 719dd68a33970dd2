package io.github.vertxnsq.lookupd.bus;

import io.github.vertxnsq.lookupd.registry.Gathering;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has one long answer put together bit by bit, for all who ask for it at a time, and published.
 *
 * <p>Who asks while something has changed since the gathering began waits for the next one: what
 * was answered OK before must be in the answer.
 *
 * @param <R> the answer
 */
final class Gatherer<R> {
  private static final Logger LOG = LoggerFactory.getLogger(Gatherer.class);

  private final String key;
  private final Supplier<Gathering<R>> begin;
  private final Publisher publisher;

  private Gathering<R> gathering;
  private long changesBefore;
  private Promise<Published<R>> answer;

  /** Of those who wait for the gathering after this one; null while nobody does. */
  private Promise<Published<R>> next;

  /**
   * @param key under which the answer is published
   */
  Gatherer(String key, Supplier<Gathering<R>> begin, Publisher publisher) {
    this.key = key;
    this.begin = begin;
    this.publisher = publisher;
  }

  /** The answer, as of now or later; at once while it is published. */
  Future<Published<R>> ask() {
    Published<R> published = publisher.published(key);
    if (published != null) {
      return Future.succeededFuture(published);
    }
    if (gathering != null && !hasChanged()) {
      return answer.future();
    }
    next = next == null ? Promise.promise() : next;
    return next.future();
  }

  boolean isIdle() {
    return gathering == null && next == null;
  }

  /** Does some of the work, if there is any. */
  void work(int steps) {
    if (isIdle()) {
      return;
    }
    if (gathering == null) {
      gathering = begin.get();
      changesBefore = publisher.changes(key);
      answer = next;
      next = null;
    }
    try {
      R result = gathering.gather(steps);
      if (result != null) {
        gathering = null;
        Published<R> made = Published.renderedOnce(result);
        if (!hasChanged()) {
          publisher.publishList(key, made);
        }
        take().complete(made);
      }
    } catch (RuntimeException | Error fault) { // who asked is told also when memory is out
      LOG.error("{} could not be put together", key, fault);
      gathering = null;
      take().tryFail(fault);
    }
  }

  /** Of those who wait. It is let go, or what they are answered would stay until somebody asks. */
  private Promise<Published<R>> take() {
    Promise<Published<R>> taken = answer;
    answer = null;
    return taken;
  }

  private boolean hasChanged() {
    return publisher.changes(key) != changesBefore;
  }
}
