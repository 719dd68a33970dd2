package io.github.vertxnsq.lookupd.replication;

import io.github.vertxnsq.lookupd.registry.Change;
import io.github.vertxnsq.lookupd.registry.ProducerState;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * How far another daemon's stream has been applied here, and what is done about what is missing.
 *
 * <pre>
 *   FOLLOWING ──a number is missing──▶ FETCHING ──all pages there, taken over──▶ FOLLOWING
 *   FETCHING ──no page in time, or who was asked does not know──▶ FETCHING from the next who does
 * </pre>
 */
final class OriginStream {
  /** So much of a stream is kept while something before it is missing; more is fetched instead. */
  private static final int MAX_AHEAD = 100_000;

  final int origin;

  /** Number of the last change applied. */
  private long applied;

  /** Whether anything at all is known: of a stream that was never heard of 0 is applied, too. */
  private boolean known;

  /** Changes that came early, by their number. */
  private final NavigableMap<Long, Change> ahead = new TreeMap<>();

  /** Until then facts may be missing that never came; nobody waits for them any longer. */
  private long lacksFactsUntilMillis = Long.MIN_VALUE;

  /** Whether its daemon has been asked for its facts since. */
  private boolean factsAsked;

  /** The highest number that was heard of. */
  private long heardOf;

  /** Since when something has been missing, by the monotonic clock. */
  private long missingSinceMillis;

  private long lastPresentMillis;
  private boolean wasLooked;

  private Fetch fetch;

  /** Pages of producers on their way. */
  static final class Fetch {
    final String source;

    /** Those not taken over yet. */
    final Deque<ProducerState> producers = new ArrayDeque<>();

    /** Whether all pages are there. */
    boolean isComplete;

    private boolean hasBegun;

    /** As of when all pages are, at least; below 0 until the first is there. */
    long base = -1;

    /** The connection after which the awaited page goes on. */
    long after;

    long askedMillis;

    Fetch(String source, long nowMillis) {
      this.source = source;
      this.askedMillis = nowMillis;
    }

    /** Whether it is now that what is there begins to be taken over. */
    boolean begins() {
      boolean begins = !hasBegun;
      hasBegun = true;
      return begins;
    }
  }

  OriginStream(int origin) {
    this.origin = origin;
  }

  long applied() {
    return applied;
  }

  boolean isKnown() {
    return known;
  }

  /** How many changes are known to be missing. */
  long lag() {
    return Math.max(0, heardOf - applied);
  }

  Fetch fetch() {
    return fetch;
  }

  void fetch(Fetch next) {
    fetch = next;
  }

  /** How long its daemon has not been there, at most; the first time, it was there just now. */
  long absentMillis(boolean isPresent, long nowMillis) {
    if (isPresent || !wasLooked) {
      wasLooked = true;
      lastPresentMillis = nowMillis;
    }
    return nowMillis - lastPresentMillis;
  }

  /** There are changes up to that number. */
  void heardOf(long number, long nowMillis) {
    if (lag() == 0 && number > applied) {
      missingSinceMillis = nowMillis;
    }
    heardOf = Math.max(heardOf, number);
  }

  long missingSinceMillis() {
    return missingSinceMillis;
  }

  /** Takes in a part of the stream, wherever it belongs. */
  void offer(ReplicationMessage.Batch batch) {
    long number = batch.first();
    for (Change change : batch.changes()) {
      if (number > applied && ahead.size() < MAX_AHEAD) {
        ahead.put(number, change);
      }
      number++;
    }
  }

  /** The change that follows, which counts as applied from now on; null when it is not there. */
  Change next() {
    if (fetch != null || ahead.isEmpty() || ahead.firstKey() != applied + 1) {
      return null;
    }
    known = true;
    applied++;
    return ahead.pollFirstEntry().getValue();
  }

  /**
   * All that producers did up to that number has been applied by other means.
   *
   * @return the changes up to that number that are here; what concerns all is still to be applied
   */
  List<Change> installed(long number, long nowMillis) {
    NavigableMap<Long, Change> passed = ahead.headMap(number, true);
    List<Change> changes = List.copyOf(passed.values());
    if (changes.size() < number - applied) {
      lacksFactsUntilMillis = nowMillis + Replica.MAX_ACK_MILLIS;
      factsAsked = false;
    }
    passed.clear();
    fetch = null;
    isAppliedUpTo(number);
    return changes;
  }

  /** All up to that number is known. */
  void isAppliedUpTo(long number) {
    known = true;
    applied = number;
  }

  /**
   * Whether a change that concerns all, of which somebody may wait to hear that it has been
   * applied, may never have come, as a copy of the producers came instead.
   */
  boolean mayLackFacts(long nowMillis) {
    return nowMillis < lacksFactsUntilMillis;
  }

  /** The facts are asked for; returns whether they had not been. */
  boolean asksForFacts() {
    boolean asks = !factsAsked;
    factsAsked = true;
    return asks;
  }

  /** All facts have come that its daemon knows. */
  void factsCame() {
    if (factsAsked) {
      lacksFactsUntilMillis = Long.MIN_VALUE;
    }
  }
}
