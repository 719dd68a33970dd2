package io.github.vertxnsq.lookupd.events;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vertxnsq.lookupd.registry.PeerInfo;
import io.github.vertxnsq.lookupd.registry.Shown;
import org.junit.jupiter.api.Test;

/** How much of what happened is kept. */
final class EventLogTest {
  private static final long PLENTY = Long.MAX_VALUE;

  private static Shown<Entry> entry(long number, String text) {
    PeerInfo peer = new PeerInfo("127.0.0.1:1", text, "127.0.0.1", 1, 2, "1.3.0", "", "");
    return new Shown<>(new Entry("log", number, 0, new Event.Joined(null, peer)));
  }

  private static EventLog log(int events, String text, long maxHeapBytes) {
    EventLog log = new EventLog(1, maxHeapBytes);
    for (int i = 1; i <= events; i++) {
      log.add(entry(i, text));
    }
    return log;
  }

  @Test
  void keepsTheLastByNumber() {
    EventLog log = log(20_000, "host", PLENTY);
    assertEquals(20_001, log.next());
    assertEquals(20_001 - 16_384, log.first());
    assertEquals(16_384, log.all().size());
    assertEquals(log.first(), log.get(log.first()).value().number());
    assertEquals(20_000, log.get(20_000).value().number());
  }

  /** One producer that says 60 KB of itself comes and goes. */
  @Test
  void keepsFewerOfLongOnes() {
    EventLog log = log(1_000, "x".repeat(60_000), 2_000_000);
    assertTrue(log.next() - log.first() <= 2_000_000 / 60_000, log.first() + " is the first");
    assertEquals(1_000, log.get(1_000).value().number());
    assertEquals(log.next() - log.first(), log.all().size());
  }

  @Test
  void keepsNoneThatIsTooLongByItself() {
    EventLog log = log(3, "x".repeat(60_000), 1_000);
    assertEquals(4, log.next());
    assertEquals(4, log.first());
    assertTrue(log.all().isEmpty());
    log.add(entry(4, ""));
    assertEquals(4, log.first());
  }

  @Test
  void shortOnesComeToBeKeptAgain() {
    EventLog log = log(100, "x".repeat(60_000), 1_000_000);
    for (int i = 101; i <= 1_100; i++) {
      log.add(entry(i, "host"));
    }
    assertTrue(log.next() - log.first() > 900, log.first() + " is the first");
  }
}
