package io.github.vertxnsq.lookupd.replication;

import io.github.vertxnsq.lookupd.registry.Change;
import io.github.vertxnsq.lookupd.registry.CommonFacts;
import io.github.vertxnsq.lookupd.registry.Registry;
import io.github.vertxnsq.lookupd.registry.TopicName;
import java.util.ArrayDeque;
import java.util.Objects;
import java.util.Queue;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Predicate;

/** Fetches the common facts of others, one after the other, and merges them with what is known. */
final class FactsFetch {
  private static final int PAGE_FACTS = 4_000;
  private static final long PAGE_PATIENCE_MILLIS = 2_000;

  private final int self;
  private final Registry registry;
  private final Transport transport;
  private final Predicate<String> differs;
  private final BiConsumer<Change, Long> applied;

  /** Whose facts are wanted; the first one's are on their way. */
  private final Queue<String> sources = new ArrayDeque<>();

  private TopicName from;
  private long askedMillis;

  /**
   * @param differs whether a source has other facts than are known here, as far as it told
   * @param applied applies a fact as of a moment of the monotonic clock
   */
  FactsFetch(
      int self,
      Registry registry,
      Transport transport,
      Predicate<String> differs,
      BiConsumer<Change, Long> applied) {
    this.differs = differs;
    this.self = self;
    this.registry = registry;
    this.transport = transport;
    this.applied = applied;
  }

  boolean isIdle() {
    return sources.isEmpty();
  }

  void want(String source, long nowMillis) {
    if (!sources.contains(source)) {
      sources.add(source);
      if (sources.size() == 1) {
        begin(nowMillis);
      }
    }
  }

  /** Fetches what the source knows from now on, also if it is fetched from already. */
  void wantAnew(String source, long nowMillis) {
    if (source.equals(sources.peek())) {
      begin(nowMillis);
    } else {
      want(source, nowMillis);
    }
  }

  private void begin(long nowMillis) {
    from = null;
    ask(nowMillis);
  }

  private void ask(long nowMillis) {
    if (!sources.isEmpty()) {
      askedMillis = nowMillis;
      transport.send(sources.peek(), new ReplicationMessage.FetchFacts(self, from));
    }
  }

  void answer(String to, ReplicationMessage.FetchFacts wanted, long nowMillis) {
    CommonFacts.Page page = registry.commonFacts().page(wanted.from(), PAGE_FACTS, nowMillis);
    transport.send(
        to, new ReplicationMessage.FactsPage(self, wanted.from(), page.facts(), page.next()));
  }

  /** Takes a page in; returns whether it was the last one of what the source knows. */
  boolean take(String source, ReplicationMessage.FactsPage page, long nowMillis) {
    if (!source.equals(sources.peek()) || !Objects.equals(page.from(), from)) {
      return false; // of a fetch that was given up, or told twice
    }
    for (CommonFacts.Aged fact : page.facts()) {
      applied.accept(fact.change(), nowMillis - fact.agoMillis());
    }
    from = page.next();
    boolean isLast = from == null;
    if (isLast) {
      sources.remove();
      sources.removeIf(differs.negate()); // a joiner wants those of all, and they are mostly alike
    }
    ask(nowMillis);
    return isLast;
  }

  /** Asks again who does not answer, and no more who is gone. */
  void tick(Set<String> present, long nowMillis) {
    String asked = sources.peek();
    sources.retainAll(present);
    if (asked != null && !asked.equals(sources.peek())) {
      begin(nowMillis);
    } else if (asked != null && nowMillis - askedMillis >= PAGE_PATIENCE_MILLIS) {
      ask(nowMillis);
    }
  }
}
