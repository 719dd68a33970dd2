package io.github.vertxnsq.lookupd.tls;

import io.github.vertxnsq.lookupd.limits.AddressBlock;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;

/**
 * Bounds how many handshakes go on at a time, over all servers that share it. When there are too
 * many, the oldest of the address that has most is dropped for the newest. So whoever begins
 * handshakes and does not go on loses those to itself, and keeps out neither other addresses nor,
 * as long as a handshake takes less time than it needs to begin all of them anew, others behind its
 * own address.
 *
 * <p>Safe for use by several threads.
 */
public final class HandshakeGate {
  private final int max;
  private final Runnable dropped;

  /** Those of each address that go on, the oldest first. Guarded by this. */
  private final Map<AddressBlock, LinkedHashSet<Handshake>> inside = new HashMap<>();

  /** Guarded by this. */
  private int count;

  /** How many there have been. Guarded by this. */
  private long begun;

  /**
   * @param max how many may go on at a time, 1 or more
   * @param dropped called for each that is dropped for a newer one, by any thread
   */
  public HandshakeGate(int max, Runnable dropped) {
    this.max = max;
    this.dropped = dropped;
  }

  /** One that goes on. */
  static final class Handshake {
    private final AddressBlock address;
    private final long number;
    private final Runnable drop;

    private Handshake(AddressBlock address, long number, Runnable drop) {
      this.address = address;
      this.number = number;
      this.drop = drop;
    }
  }

  /**
   * Begins one more, for which another one may be dropped.
   *
   * @param drop drops this one; called once at most, by any thread
   * @return to be given to {@link #leave} when it has ended, in whatever way
   */
  Handshake enter(AddressBlock address, Runnable drop) {
    Handshake next;
    Handshake tooMuch;
    synchronized (this) {
      next = new Handshake(address, begun++, drop);
      inside.computeIfAbsent(address, first -> new LinkedHashSet<>()).add(next);
      count++;
      tooMuch = count > max ? oldestOfMost() : null;
      if (tooMuch != null) {
        leave(tooMuch);
      }
    }
    if (tooMuch != null) {
      tooMuch.drop.run();
      dropped.run();
    }
    return next;
  }

  /** It has ended; without effect for one that was dropped. */
  synchronized void leave(Handshake ended) {
    LinkedHashSet<Handshake> those = inside.get(ended.address);
    if (those != null && those.remove(ended)) {
      count--;
      if (those.isEmpty()) {
        inside.remove(ended.address);
      }
    }
  }

  /** Of addresses that have equally many, the one with the oldest. */
  private Handshake oldestOfMost() {
    int most = inside.values().stream().mapToInt(Collection::size).max().orElseThrow();
    return inside.values().stream()
        .filter(those -> those.size() == most)
        .map(those -> those.iterator().next())
        .min(Comparator.comparingLong(oldest -> oldest.number))
        .orElseThrow();
  }
}
