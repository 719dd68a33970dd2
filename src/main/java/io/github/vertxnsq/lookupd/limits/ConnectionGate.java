package io.github.vertxnsq.lookupd.limits;

import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Bounds how many connections there are at a time of a kind, as of those in the midst of their TLS
 * handshake, over all servers that share it. When there are too many, the oldest of the address
 * that has most is dropped for the newest. So whoever opens connections and does not go on loses
 * those to itself, and keeps out neither other addresses nor, as long as to go on takes less time
 * than it needs to open all of them anew, others behind its own address.
 *
 * <p>Safe for use by several threads.
 */
public final class ConnectionGate {
  private final int max;
  private final Consumer<AddressBlock> dropped;

  /** Those of each address that are inside, the oldest first. Guarded by this. */
  private final Map<AddressBlock, LinkedHashSet<Entry>> inside = new HashMap<>();

  /** Guarded by this. */
  private int count;

  /** How many there have been. Guarded by this. */
  private long entered;

  /**
   * @param max how many may be inside at a time, 1 or more
   * @param dropped is told whose it was for each that is dropped for a newer one, by any thread
   */
  public ConnectionGate(int max, Consumer<AddressBlock> dropped) {
    this.max = max;
    this.dropped = dropped;
  }

  /** A connection that is inside, or was. */
  public static final class Entry {
    private final AddressBlock address;
    private final long number;
    private final Runnable drop;

    private Entry(AddressBlock address, long number, Runnable drop) {
      this.address = address;
      this.number = number;
      this.drop = drop;
    }
  }

  /**
   * One more comes, for which another one may be dropped.
   *
   * @param drop drops this one; called once at most, by any thread
   * @return to be given to {@link #leave} when it is no longer of the kind, in whatever way
   */
  public Entry enter(AddressBlock address, Runnable drop) {
    Entry next;
    Entry tooMuch;
    synchronized (this) {
      next = new Entry(address, entered++, drop);
      inside.computeIfAbsent(address, first -> new LinkedHashSet<>()).add(next);
      count++;
      tooMuch = count > max ? oldestOfMost() : null;
      if (tooMuch != null) {
        leave(tooMuch);
      }
    }
    if (tooMuch != null) {
      tooMuch.drop.run();
      dropped.accept(tooMuch.address);
    }
    return next;
  }

  /**
   * It is no longer of the kind; without effect for one that was dropped.
   *
   * @return whether it was inside
   */
  public synchronized boolean leave(Entry gone) {
    LinkedHashSet<Entry> those = inside.get(gone.address);
    if (those == null || !those.remove(gone)) {
      return false;
    }
    count--;
    if (those.isEmpty()) {
      inside.remove(gone.address);
    }
    return true;
  }

  /** Of addresses that have equally many, the one with the oldest. */
  private Entry oldestOfMost() {
    int most = inside.values().stream().mapToInt(Collection::size).max().orElseThrow();
    return inside.values().stream()
        .filter(those -> those.size() == most)
        .map(those -> those.iterator().next())
        .min(Comparator.comparingLong(oldest -> oldest.number))
        .orElseThrow();
  }
}
