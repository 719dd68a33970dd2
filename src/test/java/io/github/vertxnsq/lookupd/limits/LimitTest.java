package io.github.vertxnsq.lookupd.limits;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vertxnsq.lookupd.logging.LogCapture;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class LimitTest {
  private final MeterRegistry meters = new SimpleMeterRegistry();
  private final AtomicLong nowNanos = new AtomicLong(Long.MAX_VALUE - 5); // it may wrap
  private final Limit limit = new Limit("max-topics", 3, HeapLevel.UNKNOWN, meters, nowNanos::get);

  @Test
  void isReachedWhenThereIsNoRoomForOneMore() {
    assertFalse(limit.isReachedBy(2));
    assertTrue(limit.isReachedBy(3));
    assertTrue(limit.isReachedBy(4));
    limit.set(5);
    assertFalse(limit.isReachedBy(4));
  }

  @Test
  void zeroIsNoLimit() {
    limit.set(0);
    assertFalse(limit.isReachedBy(0));
    assertFalse(limit.isReachedBy(Integer.MAX_VALUE));
  }

  @Test
  void whileTheHeapIsScarceASixteenthCounts() {
    TestHeap heap = new TestHeap();
    Limit connections = new Limit("max-connections", 160, heap, meters, nowNanos::get);
    Limit any = new Limit("max-topics", 0, heap, meters, nowNanos::get);
    heap.isScarce = true;
    assertFalse(connections.isReachedBy(10));
    assertTrue(connections.isReachedBy(11));
    assertFalse(any.isReachedBy(Integer.MAX_VALUE));
    heap.isScarce = false;
    assertFalse(connections.isReachedBy(159));
  }

  @Test
  void everyHitIsCountedAndTheLimitShown() {
    limit.hit(() -> "a");
    limit.hit(() -> "b");
    assertEquals(
        2, meters.get("nsqlookupd.limit.hits").tag("limit", "max-topics").counter().count());
    limit.set(7);
    assertEquals(7, meters.get("nsqlookupd.limit").tag("limit", "max-topics").gauge().value());
  }

  @Test
  void oneLineASecondTellsOfAllHits() throws Exception {
    try (LogCapture log = new LogCapture(Limit.class)) {
      limit.hit(() -> "a");
      assertEquals("WARN -max-topics=3 is reached: refused 1 more, at last a", log.next());
      nowNanos.addAndGet(TimeUnit.MILLISECONDS.toNanos(999));
      limit.hit(() -> "b");
      nowNanos.addAndGet(TimeUnit.MILLISECONDS.toNanos(1));
      limit.hit(() -> "c");
      assertEquals("WARN -max-topics=3 is reached: refused 2 more, at last c", log.next());
    }
  }
}
