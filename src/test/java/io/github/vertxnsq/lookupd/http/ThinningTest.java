package io.github.vertxnsq.lookupd.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ThinningTest {
  private long nowNanos = -5;
  private final Thinning thinning = new Thinning(2, () -> nowNanos);

  @Test
  void letsSoManyThroughASecondAndCountsTheOthers() {
    assertTrue(thinning.lets());
    assertTrue(thinning.lets());
    assertFalse(thinning.lets());
    nowNanos += TimeUnit.SECONDS.toNanos(1) - 1;
    assertFalse(thinning.lets());

    nowNanos++;
    assertTrue(thinning.lets());
    assertEquals(2, thinning.takeHeldBack());
    assertTrue(thinning.lets());
    assertFalse(thinning.lets());
    assertEquals(1, thinning.takeHeldBack());
    assertEquals(0, thinning.takeHeldBack());
  }
}
