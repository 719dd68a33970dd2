package io.github.vertxnsq.lookupd.registry;

import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * What will happen by time alone: producers that fall silent and tombstones that end. Both waits
 * are one length for all, so the first in line is always the next due.
 */
final class Deadlines {
  /** No deadline. */
  static final long NEVER = Long.MAX_VALUE;

  private long inactiveMillis;
  private long tombstoneMillis;

  /**
   * Producers that are not silent, the one heard longest ago first: access moves one to the end.
   */
  private final Map<Producer, Producer> loud = new LinkedHashMap<>(16, 0.75f, true);

  private final TreeSet<Tombstone> running =
      new TreeSet<>(
          Comparator.<Tombstone>comparingLong(t -> t.setMillis).thenComparing(t -> t.stamp));

  Deadlines(Duration inactiveProducerTimeout, Duration tombstoneLifetime) {
    set(inactiveProducerTimeout, tombstoneLifetime);
  }

  void set(Duration inactiveProducerTimeout, Duration tombstoneLifetime) {
    inactiveMillis = inactiveProducerTimeout.toMillis();
    tombstoneMillis = tombstoneLifetime.toMillis();
  }

  void heard(Producer producer) {
    loud.putIfAbsent(producer, producer);
  }

  /** Puts all that are not silent in line anew. */
  void restart(Collection<Producer> producers) {
    loud.clear();
    producers.stream()
        .filter(producer -> !producer.isSilent() && !producer.origin.judgesItself())
        .sorted(Comparator.comparingLong(Producer::lastHeardMillis))
        .forEach(this::heard);
  }

  void gone(Producer producer) {
    loud.remove(producer);
  }

  void start(Tombstone tombstone) {
    running.add(tombstone);
  }

  void stop(Tombstone tombstone) {
    running.remove(tombstone);
  }

  int runningTombstones() {
    return running.size();
  }

  /** Whether the lifetime of a tombstone set then is over. */
  boolean isOver(long setMillis, long nowMillis) {
    return nowMillis - setMillis >= tombstoneMillis;
  }

  /** For how long the tombstone goes on hiding, as of that moment. */
  long remainingMillis(Tombstone tombstone, Moment moment) {
    return Math.max(0, tombstoneMillis - moment.since(tombstone.setMillis));
  }

  /** Whether a producer last heard then is silent now. */
  boolean isSilent(long lastHeardMillis, long nowMillis) {
    return nowMillis - lastHeardMillis > inactiveMillis;
  }

  /** When something is due next, on the monotonic clock; {@link #NEVER} when nothing is. */
  long next() {
    long next = NEVER;
    Iterator<Producer> producers = loud.keySet().iterator();
    if (producers.hasNext()) {
      next = producers.next().lastHeardMillis() + inactiveMillis + 1;
    }
    if (!running.isEmpty()) {
      next = Math.min(next, running.first().setMillis + tombstoneMillis);
    }
    return next;
  }

  /** Takes out what is due, one by one, and hands it on. */
  void expire(long nowMillis, Consumer<Producer> fellSilent, Consumer<Tombstone> ended) {
    while (!loud.isEmpty()) {
      Producer first = loud.keySet().iterator().next();
      if (!isSilent(first.lastHeardMillis(), nowMillis)) {
        break;
      }
      loud.remove(first);
      fellSilent.accept(first);
    }
    while (!running.isEmpty() && isOver(running.first().setMillis, nowMillis)) {
      ended.accept(running.pollFirst());
    }
  }
}
