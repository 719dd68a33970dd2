package io.github.vertxnsq.lookupd.registry;

/**
 * Gives {@link Stamp}s that only ever grow, near the wall clock while that runs forward and past
 * its last reading while it does not. Not safe for use by several threads.
 */
public final class HybridClock {
  private final int node;
  private long last;

  /**
   * @param node the number that every stamp of this clock carries
   */
  public HybridClock(int node) {
    this.node = node;
  }

  /** Another daemon's clock has come so far: what follows here is stamped later. */
  public void observe(long hybridTime) {
    last = Math.max(last, hybridTime);
  }

  /** A stamp after every earlier one of this clock. */
  public Stamp next(long wallMillis) {
    last = Math.max(last + 1, Stamp.hybridTimeOf(wallMillis));
    return new Stamp(last, node);
  }
}
