package io.github.vertxnsq.lookupd.bus;

import io.github.vertxnsq.lookupd.registry.Gathering;
import io.vertx.core.eventbus.Message;
import java.util.ArrayList;
import java.util.List;
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
  private List<Message<Object>> answered = new ArrayList<>();
  private List<Message<Object>> asking = new ArrayList<>();

  /**
   * @param key under which the answer is published
   */
  Gatherer(String key, Supplier<Gathering<R>> begin, Publisher publisher) {
    this.key = key;
    this.begin = begin;
    this.publisher = publisher;
  }

  /** Somebody wants the answer. Who asked before it was published gets that one too. */
  void ask(Message<Object> asker) {
    R published = publisher.published(key);
    if (published == null) {
      asking.add(asker);
    } else {
      asker.reply(published, ByReferenceCodec.LOCAL);
    }
  }

  boolean isIdle() {
    return gathering == null && asking.isEmpty();
  }

  /** Does some of the work, if there is any. */
  void work(int steps) {
    if (isIdle()) {
      return;
    }
    if (gathering == null) {
      gathering = begin.get();
      changesBefore = publisher.changes(key);
      answered = asking;
      asking = new ArrayList<>();
    }
    try {
      R result = gathering.gather(steps);
      if (result != null) {
        gathering = null;
        answer(result);
      }
    } catch (RuntimeException | Error fault) { // who asked is told also when memory is out
      LOG.error("{} could not be put together", key, fault);
      gathering = null;
      answered.forEach(asker -> asker.fail(0, fault.toString()));
    }
  }

  private void answer(R result) {
    if (publisher.changes(key) == changesBefore) {
      publisher.publishList(key, result);
      answered.addAll(asking);
      asking.clear();
    }
    answered.forEach(asker -> asker.reply(result, ByReferenceCodec.LOCAL));
  }
}
