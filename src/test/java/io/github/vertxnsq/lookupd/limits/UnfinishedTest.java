package io.github.vertxnsq.lookupd.limits;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;

final class UnfinishedTest {
  private static final long LITTLE = 8 << 10;
  private static final long MUCH = 60 << 10;

  private final MeterRegistry meters = new SimpleMeterRegistry();
  private final Unfinished unfinished = new Unfinished(100 << 10, meters);

  @Test
  void whileThereIsRoomEachMayHaveMuch() {
    assertTrue(unfinished.part().set(MUCH));
    assertTrue(unfinished.part().set(40 << 10));
    assertEquals(100 << 10, meters.get("nsqlookupd.unfinished.bytes").gauge().value());
  }

  @Test
  void whileThereIsNotEachMayHaveALittle() {
    unfinished.part().set(MUCH);
    assertFalse(unfinished.part().set(MUCH));
    Unfinished.Part usual = unfinished.part();
    assertTrue(usual.set(200));
    assertTrue(usual.set(LITTLE));
    assertFalse(usual.set(LITTLE + 1));
  }

  @Test
  void whoSendsNoMoreOrEndsIsLeftAlone() {
    Unfinished.Part first = unfinished.part();
    Unfinished.Part second = unfinished.part();
    first.set(MUCH);
    second.set(MUCH);
    assertTrue(first.set(MUCH), "no more than before");
    assertTrue(first.set(MUCH - 1));
    assertFalse(first.set(MUCH));
    assertTrue(first.set(0));
    assertTrue(second.set(MUCH + 1), "there is room again");
    assertTrue(second.set(0));
    assertEquals(0, meters.get("nsqlookupd.unfinished.bytes").gauge().value());
  }
}
