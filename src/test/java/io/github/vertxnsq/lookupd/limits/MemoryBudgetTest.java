package io.github.vertxnsq.lookupd.limits;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class MemoryBudgetTest {
  private static final long SMALL = MemoryBudget.SMALL_SHARE_BYTES;
  private static final long MAX = 100 << 10;
  private static final long SECOND = 1_000_000_000;

  private final MeterRegistry meters = new SimpleMeterRegistry();
  private final Map<String, MemoryBudget.Share> shares = new HashMap<>();
  private final List<String> dropped = new ArrayList<>();
  private final TestHeap heap = new TestHeap();
  private long nowNanos;
  private final MemoryBudget budget =
      new MemoryBudget("out", new MemoryBudget.Sizes(MAX, MAX), heap, meters, () -> nowNanos);

  private MemoryBudget.Share open(String name) {
    MemoryBudget.Share share = budget.open(() -> name, () -> drop(name));
    shares.put(name, share);
    return share;
  }

  private void drop(String name) {
    dropped.add(name);
    shares.get(name).close();
  }

  @Test
  void whileThereIsRoomNobodyIsDropped() {
    open("a").set(60 << 10, 10);
    open("b").set(40 << 10, MAX - 10);
    assertEquals(List.of(), dropped);
    assertEquals(new MemoryBudget.Sizes(MAX, MAX), budget.held());
    assertEquals(MAX, gauge("heap"));
    assertEquals(MAX, gauge("direct"));
  }

  @Test
  void theLargestIsDroppedFirst() {
    open("small").set(SMALL, 0);
    open("middle").set(20 << 10, 0);
    open("large").set(60 << 10, 0);
    open("last").set(20 << 10, 0);
    assertEquals(List.of("large"), dropped);
    assertEquals(SMALL + (40 << 10), budget.held().heapBytes());
    assertEquals(1, meters.get("nsqlookupd.client.memory.drops").counter().count());
  }

  @Test
  void ofTwoOfOneSizeTheOlderIsDropped() {
    open("old").set(50 << 10, 0);
    nowNanos += SECOND;
    open("new").set(50 << 10, 0);
    open("one more").set(SMALL + 1, 0);
    assertEquals(List.of("old"), dropped);
  }

  @Test
  void whoTakesIsDroppedAfterWhoDoesNot() {
    MemoryBudget.Share fast = open("fast");
    fast.set(50 << 10, 0);
    nowNanos += SECOND;
    open("stuck").set(49 << 10, 0);
    nowNanos += SECOND;
    fast.taken(10 << 20);
    open("new").set(SMALL + 1, 0);
    assertEquals(List.of("stuck"), dropped);
  }

  @Test
  void directMemoryCountsByItself() {
    open("heap").set(MAX, 0);
    open("direct").set(0, MAX);
    assertEquals(List.of(), dropped);
    open("more").set(0, SMALL + 1);
    assertEquals(List.of("direct"), dropped);
  }

  @Test
  void whoHoldsLittleIsNeverDropped() {
    for (int i = 0; i < 100; i++) {
      open("little " + i).set(SMALL, 0);
    }
    assertEquals(List.of(), dropped);
    open("more").set(SMALL + 1, 0);
    assertEquals(List.of("more"), dropped);
  }

  @Test
  void whenTheHeapIsFullThereIsLessOfIt() {
    open("a").set(30 << 10, MAX);
    heap.isFull = true;
    assertEquals(MAX / 2, maxGauge("heap"));
    assertEquals(MAX, maxGauge("direct"));
    open("b").set(20 << 10, 0);
    assertEquals(List.of(), dropped);
    heap.isScarce = true;
    assertEquals(MAX / 4, maxGauge("heap"));
    open("c").set(SMALL + 1, 0);
    assertEquals(List.of("a"), dropped);
  }

  @Test
  void whatIsHeldInCommonCountsOnce() {
    MemoryBudget.Common body = budget.common(90 << 10);
    MemoryBudget.Share a = open("a");
    MemoryBudget.Share b = open("b");
    a.hold(body);
    b.hold(body);
    assertEquals(90 << 10, budget.held().heapBytes());
    a.hold(null);
    assertEquals(90 << 10, budget.held().heapBytes());
    b.close();
    assertEquals(0, budget.held().heapBytes());
    assertEquals(List.of(), dropped);
  }

  @Test
  void manyBodiesOfTheirOwnAreDropped() {
    for (int i = 0; i < 10; i++) {
      nowNanos += SECOND;
      open("" + i).hold(budget.common(30 << 10));
    }
    assertEquals(List.of("0", "1", "2", "3", "4", "5", "6", "7"), dropped);
  }

  @Test
  void whoIsAboutToGoIsNotDroppedTwiceAndNobodyInItsPlace() {
    List<String> asked = new ArrayList<>();
    MemoryBudget.Share slow = budget.open(() -> "slow", () -> asked.add("slow"));
    slow.set(MAX, 0);
    nowNanos += SECOND;
    open("next").set(SMALL * 2, 0);
    open("after").set(SMALL * 2, 0);
    assertEquals(List.of("slow"), asked);
    assertEquals(List.of(), dropped);
    slow.close();
    assertEquals(SMALL * 4, budget.held().heapBytes());
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void itsSumIsThatOfItsShares(long seed) {
    Random random = new Random(seed);
    MemoryBudget.Common[] bodies = {budget.common(10_000), budget.common(40_000)};
    for (int step = 0; step < 2_000; step++) {
      nowNanos += random.nextInt(1_000_000);
      String name = "client " + random.nextInt(20);
      MemoryBudget.Share share = shares.containsKey(name) ? shares.get(name) : open(name);
      switch (random.nextInt(5)) {
        case 0 -> share.hold(bodies[random.nextInt(bodies.length)]);
        case 1 -> share.hold(null);
        case 2 -> share.taken(random.nextInt(100_000));
        case 3 -> drop(name);
        default -> share.set(random.nextInt(30_000), random.nextInt(30_000));
      }
      long left = budget.held().heapBytes();
      assertTrue(left <= MAX + 20 * SMALL, "seed " + seed + ", held " + left);
      for (String gone : dropped) {
        shares.remove(gone);
      }
      dropped.clear();
    }
    shares.values().forEach(MemoryBudget.Share::close);
    assertEquals(new MemoryBudget.Sizes(0, 0), budget.held(), "seed " + seed);
  }

  private double maxGauge(String kind) {
    return meters
        .get("nsqlookupd.client.memory.max.bytes")
        .tag("direction", "out")
        .tag("kind", kind)
        .gauge()
        .value();
  }

  private double gauge(String kind) {
    return meters
        .get("nsqlookupd.client.memory.bytes")
        .tag("direction", "out")
        .tag("kind", kind)
        .gauge()
        .value();
  }
}
