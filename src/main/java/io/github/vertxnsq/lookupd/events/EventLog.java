package io.github.vertxnsq.lookupd.events;

import io.github.vertxnsq.lookupd.registry.Shown;
import java.util.ArrayList;
import java.util.List;

/** The last events, in a ring. Owned by one thread; the entries are everybody's. */
public final class EventLog {
  /** How many events are kept: a part of a storm's, and hours of a quiet cluster's. */
  private static final int KEPT = 16_384;

  private final Shown<Entry>[] ring;
  private long next;
  private long first;

  /**
   * An empty log.
   *
   * @param next number of the first event, 1 or more
   */
  @SuppressWarnings({"unchecked", "rawtypes"}) // arrays know nothing of type arguments
  public EventLog(long next) {
    this.ring = new Shown[KEPT];
    this.next = next;
    this.first = next;
  }

  /**
   * Adds the next event.
   *
   * @throws IllegalArgumentException if it is not the next one
   */
  public void add(Shown<Entry> entry) {
    if (entry.value().number() != next) {
      throw new IllegalArgumentException("not " + next + ": " + entry);
    }
    ring[place(next)] = entry;
    next++;
    first = Math.max(first, next - ring.length);
  }

  /** Number of the oldest event that is kept. */
  public long first() {
    return first;
  }

  /** Number of the event that will come next. */
  public long next() {
    return next;
  }

  /** The event with that number, which is kept. */
  public Shown<Entry> get(long number) {
    return ring[place(number)];
  }

  /** All that are kept. */
  public List<Shown<Entry>> all() {
    List<Shown<Entry>> all = new ArrayList<>();
    for (long number = first; number < next; number++) {
      all.add(get(number));
    }
    return all;
  }

  private int place(long number) {
    return (int) (number % ring.length);
  }
}
