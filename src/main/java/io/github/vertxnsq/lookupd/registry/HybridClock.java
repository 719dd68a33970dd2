package io.github.vertxnsq.lookupd.registry;

/**
 * Gives {@link Stamp}s that only ever grow, near the wall clock while that runs forward and past
 * its last reading while it does not. Not safe for use by several threads.
 */
public final class HybridClock {
  private int node;
  private long last;

  /** How far other daemons' clocks have come. */
  private long observed;

  /**
   * @param node the number that every stamp of this clock carries
   */
  public HybridClock(int node) {
    this.node = node;
  }

  /** Another daemon's clock has come so far: what follows here is stamped later. */
  public void observe(long hybridTime) {
    observed = Math.max(observed, hybridTime);
    last = Math.max(last, hybridTime);
  }

  /** How far this clock has come, as of {@link Stamp#hybridTime}; 0 before its first reading. */
  public long hybridTime() {
    return last;
  }

  /**
   * Goes back to where other daemons' clocks are: the wall clock here may have jumped ahead and
   * back. Only while none of the stamps since then is in use.
   */
  public void forgetOwn() {
    last = observed;
  }

  /** Begins anew, with stamps that carry this number. */
  public void restart(int nextNode) {
    node = nextNode;
    last = 0;
    observed = 0;
  }

  /** A stamp after every earlier one of this clock. */
  public Stamp next(long wallMillis) {
    last = Math.max(last + 1, Stamp.hybridTimeOf(wallMillis));
    return new Stamp(last, node);
  }
}
