package io.github.vertxnsq.lookupd.process;

import java.time.Duration;
import java.util.concurrent.Callable;

/**
 * For what another process does without announcing it, such as a tombstone that ends: asks again,
 * with a growing pause. Whatever can be awaited is awaited instead.
 */
public final class Eventually {
  private static final long FIRST_PAUSE_MILLIS = 10;
  private static final long LONGEST_PAUSE_MILLIS = 200;

  private Eventually() {}

  /** Fails when the condition does not come true in time. */
  public static void holds(String what, Duration atMost, Callable<Boolean> condition)
      throws Exception {
    if (!within(atMost, condition)) {
      throw new AssertionError("not within " + atMost + ": " + what);
    }
  }

  /** Returns when this time has passed, or up to a fifth of a second later. */
  public static void passes(Duration time) throws Exception {
    within(time, () -> false);
  }

  /** Whether the condition comes true in time. */
  public static boolean within(Duration atMost, Callable<Boolean> condition) throws Exception {
    long deadlineNanos = System.nanoTime() + atMost.toNanos();
    long pauseMillis = FIRST_PAUSE_MILLIS;
    while (!condition.call()) {
      if (System.nanoTime() - deadlineNanos >= 0) {
        return false;
      }
      Thread.sleep(pauseMillis);
      pauseMillis = Math.min(2 * pauseMillis, LONGEST_PAUSE_MILLIS);
    }
    return true;
  }
}
