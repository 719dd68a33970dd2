package io.github.vertxnsq.lookupd.limits;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Which fault ends the process, and when. */
final class OutOfMemoryTest {
  private final OutOfMemoryError DIRECT =
      new OutOfMemoryError("Cannot reserve 4194304 bytes of direct buffer memory");

  private final List<String> ends = new ArrayList<>();
  private long nowNanos = Long.MAX_VALUE - 1; // readings of the clock may overflow
  private int reliefs;
  private final OutOfMemory memory =
      new OutOfMemory(() -> nowNanos, line -> ends.add(new String(line, US_ASCII)));

  OutOfMemoryTest() {
    memory.relieveBy(() -> reliefs++);
  }

  private void passMillis(long millis) {
    nowNanos += TimeUnit.MILLISECONDS.toNanos(millis);
  }

  private void assertEndedFor(String reason) {
    assertEquals(1, ends.size());
    assertTrue(ends.get(0).startsWith("nsqlookupd: out of memory"), ends.get(0));
    assertTrue(ends.get(0).contains(reason), ends.get(0));
    assertTrue(ends.get(0).endsWith("\n"), ends.get(0));
  }

  @Test
  void otherFaultsDoNotMatter() {
    memory.check(null);
    memory.check(new IllegalStateException(new StackOverflowError()));
    assertEquals(List.of(), ends);
    assertEquals(0, reliefs);
  }

  @Test
  void aFullHeapEndsItAtOnce() {
    memory.check(new OutOfMemoryError("Java heap space"));
    assertEndedFor("heap");
  }

  @Test
  void soItDoesWhenItIsTheCauseOfSomethingElse() {
    memory.check(new IllegalStateException(new RuntimeException(new OutOfMemoryError())));
    assertEndedFor("heap");
  }

  @Test
  void theSystemMayHaveNoMoreEither() {
    memory.check(
        new OutOfMemoryError(
            "unable to create native thread: possibly out of memory or process/resource limits"));
    assertEndedFor("threads");
  }

  @Test
  void aFaultOutsideOfTheHeapHasClientsDropped() {
    memory.check(DIRECT);
    memory.check(DIRECT);
    assertEquals(List.of(), ends);
    assertEquals(1, reliefs, "at once, and once a second");
    passMillis(1_000);
    memory.check(new IllegalStateException(DIRECT));
    assertEquals(2, reliefs);
  }

  @Test
  void faultsThatGoOnEndIt() {
    for (int second = 0; second < OutOfMemory.MAX_BAD_SECONDS; second++) {
      memory.check(DIRECT);
      passMillis(1_000);
    }
    assertEquals(List.of(), ends);
    memory.check(DIRECT);
    assertEndedFor("MaxDirectMemorySize");
  }

  /** As when nobody but a probe asks. */
  @Test
  void soDoFaultsThatAreRare() {
    for (int probe = 0; probe < OutOfMemory.MAX_BAD_SECONDS + 1; probe++) {
      memory.check(DIRECT);
      passMillis(10_000);
    }
    assertEndedFor("MaxDirectMemorySize");
  }

  @Test
  void faultsThatWereHealedAreForgotten() {
    for (int i = 0; i < 20; i++) {
      memory.check(DIRECT);
      nowNanos += OutOfMemory.FORGOTTEN_NANOS + 1;
    }
    assertEquals(List.of(), ends);
    assertEquals(20, reliefs);
  }

  /** Of Netty, whose class cannot be made from outside. */
  @Test
  void everyKindOfItsOwnIsOneOfDirectMemory() {
    memory.check(
        new OutOfMemoryError("failed to allocate 4194304 byte(s)") {
          private static final long serialVersionUID = 1;
        });
    assertEquals(List.of(), ends);
    assertEquals(1, reliefs);
  }
}
