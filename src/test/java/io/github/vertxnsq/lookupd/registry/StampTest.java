package io.github.vertxnsq.lookupd.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

/** Stamps order what is done; the clock that gives them never runs backwards. */
class StampTest {
  private static final long WALL_MILLIS = RegistryDriver.WALL_START_MILLIS;

  private final HybridClock clock = new HybridClock(7);

  @Test
  void aStampCarriesTheWallClockAndTheNode() {
    Stamp stamp = clock.next(WALL_MILLIS);
    assertEquals(WALL_MILLIS, stamp.wallMillis());
    assertEquals(7, stamp.node());
  }

  @Test
  void withinOneMillisecondStampsStillGrow() {
    Stamp first = clock.next(WALL_MILLIS);
    Stamp second = clock.next(WALL_MILLIS);
    assertTrue(first.isBefore(second));
    assertFalse(second.isBefore(first));
    assertEquals(WALL_MILLIS, second.wallMillis());
  }

  @Test
  void whenTheWallClockIsSetBackStampsGoOnFromTheLast() {
    Stamp before = clock.next(WALL_MILLIS);
    Stamp after = clock.next(WALL_MILLIS - 60_000);
    assertTrue(before.isBefore(after));
    assertEquals(WALL_MILLIS, after.wallMillis());
  }

  @Test
  void moreStampsThanTheCounterHoldsRunIntoTheNextMillisecond() {
    Stamp last = clock.next(WALL_MILLIS);
    for (int i = 0; i < 1 << 16; i++) {
      Stamp next = clock.next(WALL_MILLIS);
      assertTrue(last.isBefore(next));
      last = next;
    }
    assertEquals(WALL_MILLIS + 1, last.wallMillis());
    assertTrue(last.isBefore(clock.next(WALL_MILLIS + 1)));
  }

  @Property
  void everyStampIsAfterTheOneBefore(@ForAll List<@LongRange(min = 0, max = 50) Long> readings) {
    Stamp last = clock.next(0);
    for (long reading : readings) {
      Stamp next = clock.next(reading);
      assertTrue(last.isBefore(next));
      assertTrue(next.wallMillis() >= reading);
      last = next;
    }
  }

  @Test
  void timeGoesBeforeNodeAndNodesBreakTies() {
    List<Stamp> ordered =
        List.of(new Stamp(1, 2), new Stamp(2, 1), new Stamp(2, 3), new Stamp(3, 0));
    assertEquals(ordered, Stream.of(2, 3, 1, 0).map(ordered::get).sorted().toList());
    assertFalse(ordered.get(0).isBefore(ordered.get(0)));
  }
}
