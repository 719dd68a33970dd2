package io.github.vertxnsq.lookupd.replication;

import io.github.vertxnsq.lookupd.registry.Change;
import io.github.vertxnsq.lookupd.registry.ProducerState;
import io.github.vertxnsq.lookupd.registry.Registry;
import io.github.vertxnsq.lookupd.registry.Slices;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;

/** Follows the streams of all other daemons, dead ones included, and fetches what is missing. */
final class Follower {
  /** Of the facts in a page: some milliseconds' work, a hundred kilobytes. */
  private static final int PAGE_FACTS = 4_000;

  private static final long PAGE_PATIENCE_MILLIS = 2_000;

  private final int self;
  private final Registry registry;
  private final Transport transport;
  private final BiConsumer<Change, Long> applied;
  private final Map<Integer, OriginStream> streams = new HashMap<>();

  /**
   * @param applied applies a change of another daemon at a moment of the monotonic clock
   */
  Follower(int self, Registry registry, Transport transport, BiConsumer<Change, Long> applied) {
    this.self = self;
    this.registry = registry;
    this.transport = transport;
    this.applied = applied;
  }

  Collection<OriginStream> streams() {
    return streams.values();
  }

  OriginStream stream(int origin) {
    return streams.computeIfAbsent(origin, OriginStream::new);
  }

  boolean isFetching() {
    return streams.values().stream().anyMatch(stream -> stream.fetch() != null);
  }

  /** Knows as much as that one, but for what was on its way. */
  void inherit(Follower former) {
    for (OriginStream known : former.streams()) {
      OriginStream stream = stream(known.origin);
      if (known.isKnown() && known.fetch() == null) {
        stream.isAppliedUpTo(known.applied());
      }
    }
  }

  long appliedOf(int origin) {
    OriginStream stream = streams.get(origin);
    return stream == null ? 0 : stream.applied();
  }

  void forget(int origin) {
    streams.remove(origin);
  }

  void take(ReplicationMessage.Batch batch, long nowMillis) {
    OriginStream stream = stream(batch.sender());
    stream.heardOf(batch.last(), nowMillis);
    stream.offer(batch);
    drain(stream, nowMillis);
  }

  private void drain(OriginStream stream, long nowMillis) {
    for (Change next = stream.next(); next != null; next = stream.next()) {
      applied.accept(next, nowMillis);
    }
  }

  /** Begins to fetch all of that daemon's producers, unless they are on their way. */
  void fetch(OriginStream stream, String source, long nowMillis) {
    if (stream.fetch() == null) {
      stream.fetch(new OriginStream.Fetch(source, nowMillis));
      ask(stream);
    }
  }

  private void ask(OriginStream stream) {
    OriginStream.Fetch fetch = stream.fetch();
    transport.send(
        fetch.source, new ReplicationMessage.FetchSlice(self, stream.origin, fetch.after));
  }

  /** Answers who wants to know; nothing is said of what is not complete here. */
  void answer(String from, ReplicationMessage.FetchSlice wanted, long ownNumber, long nowMillis) {
    int origin = wanted.origin();
    OriginStream stream = streams.get(origin);
    boolean isComplete =
        origin == self || (stream != null && stream.isKnown() && stream.fetch() == null);
    Slices.Page page =
        isComplete
            ? registry.slices().page(origin, wanted.after(), PAGE_FACTS, nowMillis)
            : new Slices.Page(java.util.List.of(), false);
    long number = !isComplete ? -1 : origin == self ? ownNumber : stream.applied();
    transport.send(
        from,
        new ReplicationMessage.SlicePage(
            self, origin, number, wanted.after(), page.producers(), page.hasMore()));
  }

  void take(String from, ReplicationMessage.SlicePage page, long nowMillis) {
    OriginStream stream = streams.get(page.origin());
    OriginStream.Fetch fetch = stream == null ? null : stream.fetch();
    boolean isAwaited =
        fetch != null
            && !fetch.isComplete
            && fetch.source.equals(from)
            && fetch.after == page.after();
    if (!isAwaited) {
      return; // of a fetch that was given up, or told twice
    }
    if (page.applied() < 0) {
      stream.fetch(null);
      return;
    }
    fetch.base = fetch.base < 0 ? page.applied() : fetch.base;
    fetch.producers.addAll(page.producers());
    if (page.hasMore() && !page.producers().isEmpty()) {
      fetch.after = page.producers().get(page.producers().size() - 1).connection();
      fetch.askedMillis = nowMillis;
      ask(stream);
    } else {
      fetch.isComplete = true;
    }
  }

  /** Whether a copy is complete, and not all of it is taken over. */
  boolean hasWork() {
    return streams.values().stream().anyMatch(Follower::isToBeInstalled);
  }

  private static boolean isToBeInstalled(OriginStream stream) {
    return stream.fetch() != null && stream.fetch().isComplete;
  }

  /** Takes over some of what is complete, about so many facts. */
  void work(int facts, long nowMillis) {
    streams.values().stream()
        .filter(Follower::isToBeInstalled)
        .findFirst()
        .ifPresent(stream -> install(stream, facts, nowMillis));
  }

  /**
   * The pages were read while the stream went on: what came after the first is applied once more,
   * which alters nothing where it is in the pages already.
   */
  private void install(OriginStream stream, int facts, long nowMillis) {
    OriginStream.Fetch fetch = stream.fetch();
    if (fetch.base < stream.applied()) {
      stream.fetch(null); // who was asked knows less
      return;
    }
    if (fetch.begins()) {
      Set<Long> connections = new HashSet<>();
      fetch.producers.forEach(producer -> connections.add(producer.connection()));
      registry.slices().retain(stream.origin, connections, nowMillis);
    }
    int left = facts;
    while (left > 0 && !fetch.producers.isEmpty()) {
      ProducerState producer = fetch.producers.remove();
      registry.slices().take(stream.origin, producer, nowMillis);
      left -= 1 + producer.holdings().size();
    }
    if (fetch.producers.isEmpty()) {
      registry.slices().judgeTaken();
      stream.installed(fetch.base, nowMillis).stream()
          .filter(Follower::concernsAll)
          .forEach(change -> applied.accept(change, nowMillis));
      drain(stream, nowMillis);
    }
  }

  /** Whether it counts by its stamp, and is in no daemon's slice. */
  private static boolean concernsAll(Change change) {
    return change instanceof Change.Created
        || change instanceof Change.Deleted
        || change instanceof Change.Spent
        || change instanceof Change.TombstoneSet;
  }

  /** Gives up what was asked of who does not answer, or is gone. */
  void giveUpLate(Set<String> present, long nowMillis) {
    for (OriginStream stream : streams.values()) {
      OriginStream.Fetch fetch = stream.fetch();
      if (fetch != null
          && !fetch.isComplete
          && (!present.contains(fetch.source)
              || nowMillis - fetch.askedMillis >= PAGE_PATIENCE_MILLIS)) {
        stream.fetch(null);
        drain(stream, nowMillis);
      }
    }
  }
}
