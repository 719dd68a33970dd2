package io.github.vertxnsq.lookupd.limits;

import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The open connections of a port, by address, and which of them rest: those can be closed for a
 * newcomer when there are too many, and their clients connect anew when they need to. While none
 * rests, an address that has many gives one up for an address that has few.
 *
 * <p>Safe for use by several threads.
 *
 * @param <C> a connection
 */
public final class OpenConnections<C> {
  /** An address has few connections when another one has so many times as many. */
  private static final int FEW_PART = 4;

  /** Guarded by this. */
  private final Map<AddressBlock, OfAddress<C>> addresses = new HashMap<>();

  /** Guarded by this. */
  private long count;

  /** Those of one address. */
  private static final class OfAddress<C> {
    private int open;

    /** The newest last. */
    private final Set<C> known = new LinkedHashSet<>();

    /** With a number that grows, of when they began to rest; so the first rests longest. */
    private final Map<C, Long> resting = new LinkedHashMap<>();

    private long longest() {
      return resting.values().iterator().next();
    }

    private C newest() {
      return known.stream().reduce((older, newer) -> newer).orElseThrow();
    }
  }

  /** There is one more of that address. */
  public synchronized void opened(AddressBlock address) {
    addresses.computeIfAbsent(address, first -> new OfAddress<>()).open++;
  }

  /** There is one less. */
  public synchronized void closed(AddressBlock address) {
    OfAddress<C> those = addresses.get(address);
    those.open--;
    if (those.open == 0) {
      addresses.remove(address);
    }
  }

  /** From now on it rests, if it is open. */
  public synchronized void rests(C one, AddressBlock address) {
    OfAddress<C> those = addresses.get(address);
    if (those != null) {
      those.known.add(one);
      those.resting.putIfAbsent(one, count++);
    }
  }

  /** It rests no longer. */
  public synchronized void restsNoLonger(C one, AddressBlock address) {
    OfAddress<C> those = addresses.get(address);
    if (those != null) {
      those.resting.remove(one);
    }
  }

  /** It is closed, or about to be. */
  public synchronized void leaves(C one, AddressBlock address) {
    OfAddress<C> those = addresses.get(address);
    if (those != null) {
      those.known.remove(one);
      those.resting.remove(one);
    }
  }

  /**
   * Takes out the one at rest that is to be closed first: of the address that has most open
   * connections, among those of which one rests, the one that rests longest. An address with few
   * connections beside one with many keeps those that it has.
   */
  public synchronized Optional<C> takeResting() {
    int most = most();
    return addresses.values().stream()
        .filter(those -> !those.resting.isEmpty() && those.open >= most / FEW_PART)
        .min(
            Comparator.<OfAddress<C>>comparingInt(those -> -those.open)
                .thenComparingLong(OfAddress::longest))
        .map(those -> take(those, those.resting.keySet().iterator().next()));
  }

  /**
   * Takes out the newest one of the address that has most, whatever it does, if that of a newcomer
   * has few beside it.
   */
  public synchronized Optional<C> takeOfMost(AddressBlock newcomer) {
    OfAddress<C> own = addresses.get(newcomer);
    return addresses.values().stream()
        .filter(those -> !those.known.isEmpty())
        .max(Comparator.comparingInt(those -> those.open))
        .filter(those -> own != null && own.open <= those.open / FEW_PART)
        .map(those -> take(those, those.newest()));
  }

  private int most() {
    return addresses.values().stream().mapToInt(those -> those.open).max().orElse(0);
  }

  private static <C> C take(OfAddress<C> those, C one) {
    those.known.remove(one);
    those.resting.remove(one);
    return one;
  }
}
