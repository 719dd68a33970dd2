package io.github.vertxnsq.lookupd.http;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** Lets so many through in each second, and counts the others. Belongs to one thread. */
final class Thinning {
  private static final long SECOND_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final int most;
  private final LongSupplier nanoClock;
  private long secondNanos;
  private int passed;
  private long heldBack;

  /**
   * @param most in a second, 1 or more
   * @param nanoClock monotonic, {@code System::nanoTime}
   */
  Thinning(int most, LongSupplier nanoClock) {
    this.most = most;
    this.nanoClock = nanoClock;
    this.secondNanos = nanoClock.getAsLong();
  }

  /** Whether one more may pass. */
  boolean lets() {
    long nowNanos = nanoClock.getAsLong();
    if (nowNanos - secondNanos >= SECOND_NANOS) {
      secondNanos = nowNanos;
      passed = 0;
    }
    if (passed == most) {
      heldBack++;
      return false;
    }
    passed++;
    return true;
  }

  /** One that was let through did not pass after all. */
  void holdBack() {
    heldBack++;
  }

  /** Whether some did not pass since they were taken last. */
  boolean hasHeldBack() {
    return heldBack > 0;
  }

  /** How many did not pass since this was asked last. */
  long takeHeldBack() {
    long held = heldBack;
    heldBack = 0;
    return held;
  }
}
