package io.github.vertxnsq.lookupd.registry;

/**
 * When something was done, for order only: a hybrid logical clock's reading and the node that read
 * it. No two events anywhere carry the same stamp.
 *
 * @param hybridTime wall-clock milliseconds since 1970 in the upper 48 bits, a counter in the lower
 *     16
 * @param node number of the daemon that gave the stamp, breaks ties
 */
public record Stamp(long hybridTime, int node) implements Comparable<Stamp> {
  private static final int COUNTER_BITS = 16;

  /** The later of the two, where null is before every other. */
  static Stamp later(Stamp one, Stamp other) {
    return one == null || (other != null && one.isBefore(other)) ? other : one;
  }

  /** The {@link #hybridTime} of the first stamp in that millisecond since 1970. */
  public static long hybridTimeOf(long wallMillis) {
    return wallMillis << COUNTER_BITS;
  }

  /** The wall-clock part, in milliseconds since 1970, by the clock of the stamping daemon. */
  public long wallMillis() {
    return hybridTime >>> COUNTER_BITS;
  }

  /** Whether this was done before {@code other}. */
  public boolean isBefore(Stamp other) {
    return compareTo(other) < 0;
  }

  @Override
  public int compareTo(Stamp other) {
    int byTime = Long.compare(hybridTime, other.hybridTime);
    return byTime != 0 ? byTime : Integer.compare(node, other.node);
  }
}
