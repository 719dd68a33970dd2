package io.github.vertxnsq.lookupd.events;

import io.github.vertxnsq.lookupd.registry.Shown;
import java.util.ArrayList;
import java.util.List;

/**
 * The last events, in a ring, as many as fit into a 32nd of the heap. Owned by one thread; the
 * entries are everybody's.
 */
public final class EventLog {
  /** How many events are kept: a part of a storm's, and hours of a quiet cluster's. */
  private static final int KEPT = 16_384;

  private static final long MAX_HEAP_BYTES = Runtime.getRuntime().maxMemory() / 32;

  /** Of an event on the heap, with what was made of it to be sent, but for its texts. */
  private static final int EVENT_BYTES = 600;

  /** Of a character of such texts, kept and rendered. */
  private static final int CHARACTER_BYTES = 3;

  private final Shown<Entry>[] ring;
  private final long maxHeapBytes;
  private long heapBytes;
  private long next;
  private long first;

  /**
   * An empty log.
   *
   * @param next number of the first event, 1 or more
   */
  public EventLog(long next) {
    this(next, MAX_HEAP_BYTES);
  }

  /**
   * @param maxHeapBytes to be taken by the events that are kept, roughly
   */
  @SuppressWarnings({"unchecked", "rawtypes"}) // arrays know nothing of type arguments
  EventLog(long next, long maxHeapBytes) {
    this.ring = new Shown[KEPT];
    this.maxHeapBytes = maxHeapBytes;
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
    if (next - first == ring.length) {
      dropFirst();
    }
    ring[place(next)] = entry;
    next++;
    heapBytes += heapBytes(entry);
    while (heapBytes > maxHeapBytes && first < next) {
      dropFirst();
    }
  }

  private void dropFirst() {
    heapBytes -= heapBytes(get(first));
    ring[place(first)] = null;
    first++;
  }

  private static long heapBytes(Shown<Entry> entry) {
    return EVENT_BYTES + (long) CHARACTER_BYTES * entry.value().event().textLength();
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
