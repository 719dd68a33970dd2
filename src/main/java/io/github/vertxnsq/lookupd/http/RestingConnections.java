package io.github.vertxnsq.lookupd.http;

import io.github.vertxnsq.lookupd.limits.AddressBlock;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The connections of all event loops, by address, and which of them rest: nothing that their
 * clients have asked for is being answered. Those can be closed for a newcomer when there are too
 * many, and their clients connect anew when they need to.
 *
 * <p>Safe for use by several threads.
 */
final class RestingConnections {
  /** Guarded by this. */
  private final Map<AddressBlock, OfAddress> addresses = new HashMap<>();

  /** Guarded by this. */
  private long count;

  /** Those of one address. */
  private static final class OfAddress {
    private int open;

    /** With a number that grows, of when they began to rest; so the first rests longest. */
    private final Map<Progress, Long> resting = new LinkedHashMap<>();

    private long longest() {
      return resting.values().iterator().next();
    }
  }

  synchronized void opened(AddressBlock address) {
    addresses.computeIfAbsent(address, first -> new OfAddress()).open++;
  }

  synchronized void closed(AddressBlock address) {
    OfAddress those = addresses.get(address);
    those.open--;
    if (those.open == 0) {
      addresses.remove(address);
    }
  }

  /** From now on it rests; it must be open. */
  synchronized void rests(Progress one) {
    OfAddress those = addresses.get(one.address());
    if (those != null) {
      those.resting.putIfAbsent(one, count++);
    }
  }

  /** It rests no longer, or is closed. */
  synchronized void restsNoLonger(Progress one) {
    OfAddress those = addresses.get(one.address());
    if (those != null) {
      those.resting.remove(one);
    }
  }

  /**
   * Takes out the one that is to be closed first: of the address that has most open connections,
   * among those of which one rests, the one that rests longest.
   *
   * @return null when none rests
   */
  synchronized Progress takeFirst() {
    return addresses.values().stream()
        .filter(those -> !those.resting.isEmpty())
        .min(
            Comparator.<OfAddress>comparingInt(those -> -those.open)
                .thenComparingLong(OfAddress::longest))
        .map(
            those -> {
              Progress first = those.resting.keySet().iterator().next();
              those.resting.remove(first);
              return first;
            })
        .orElse(null);
  }
}
