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
 * What will happen by time alone: producers that fall quiet or silent, and tombstones that end.
 * Each of these waits is one length for all, so the first in line is always the next due.
 */
final class Deadlines {
  /** No deadline. */
  static final long NEVER = Long.MAX_VALUE;

  /** Two of nsqd's PING intervals. */
  static final Duration QUIET_AFTER = Duration.ofSeconds(30);

  private final long quietMillis;
  private long inactiveMillis;
  private long tombstoneMillis;

  /**
   * Producers that are not silent, the one heard longest ago first: access moves one to the end.
   */
  private final Map<Producer, Producer> loud = new LinkedHashMap<>(16, 0.75f, true);

  /**
   * This daemon's own producers that are not quiet, the one heard longest ago first. Other daemons
   * tell of theirs: what is heard of them comes late, and not each PING does.
   */
  private final Map<Producer, Producer> attentive = new LinkedHashMap<>(16, 0.75f, true);

  private final TreeSet<Tombstone> running =
      new TreeSet<>(
          Comparator.<Tombstone>comparingLong(t -> t.setMillis).thenComparing(t -> t.stamp));

  Deadlines(Duration quietAfter, Duration inactiveProducerTimeout, Duration tombstoneLifetime) {
    quietMillis = quietAfter.toMillis();
    set(inactiveProducerTimeout, tombstoneLifetime);
  }

  void set(Duration inactiveProducerTimeout, Duration tombstoneLifetime) {
    inactiveMillis = inactiveProducerTimeout.toMillis();
    tombstoneMillis = tombstoneLifetime.toMillis();
  }

  /** The producer was heard, and is to be judged by time from then on. */
  void heard(Producer producer) {
    loud.putIfAbsent(producer, producer);
    if (producer.origin.isOwn()) {
      attentive.putIfAbsent(producer, producer);
    }
  }

  /** Puts all that are not silent in line anew; they may be another daemon's by now. */
  void restart(Collection<Producer> producers) {
    attentive.keySet().removeIf(producer -> !producer.origin.isOwn());
    loud.clear();
    producers.stream()
        .filter(producer -> !producer.isSilent() && !producer.origin.judgesItself())
        .sorted(Comparator.comparingLong(Producer::lastHeardMillis))
        .forEach(producer -> loud.put(producer, producer));
  }

  void gone(Producer producer) {
    loud.remove(producer);
    attentive.remove(producer);
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
    Iterator<Producer> listening = attentive.keySet().iterator();
    if (listening.hasNext()) {
      next = Math.min(next, listening.next().lastHeardMillis() + quietMillis + 1);
    }
    if (!running.isEmpty()) {
      next = Math.min(next, running.first().setMillis + tombstoneMillis);
    }
    return next;
  }

  /** Takes out what is due, one by one, and hands it on. */
  void expire(
      long nowMillis,
      Consumer<Producer> fellQuiet,
      Consumer<Producer> fellSilent,
      Consumer<Tombstone> ended) {
    while (!attentive.isEmpty()) {
      Producer first = attentive.keySet().iterator().next();
      if (nowMillis - first.lastHeardMillis() <= quietMillis) {
        break;
      }
      attentive.remove(first);
      fellQuiet.accept(first);
    }
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
