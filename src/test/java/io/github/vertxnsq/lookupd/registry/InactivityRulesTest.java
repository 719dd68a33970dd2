package io.github.vertxnsq.lookupd.registry;

import static io.github.vertxnsq.lookupd.registry.RegistryDriver.INACTIVE_TIMEOUT;
import static io.github.vertxnsq.lookupd.registry.RegistryDriver.TOMBSTONE_LIFETIME;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A producer not heard for longer than the time-out is silent, and not listed. */
class InactivityRulesTest {
  private final RegistryDriver registry = new RegistryDriver();
  private final ProducerId producer = registry.connect("nsqd-1", "r1");

  @Test
  void aProducerIsListedUntilTheTimeoutIsExceeded() {
    registry.register(producer, "orders");
    registry.passTime(INACTIVE_TIMEOUT);
    assertEquals(List.of("r1"), registry.producersOf("orders"));
    assertEquals(1, registry.nodes().size());
    registry.passMillis(1);
    assertEquals(List.of(), registry.producersOf("orders"));
    assertEquals(List.of(), registry.nodes());
  }

  @Test
  void aSilentProducerStillCountsAndIsInDebug() {
    registry.register(producer, "orders");
    registry.passTime(INACTIVE_TIMEOUT.plusMillis(1));
    assertEquals(new Census(1, 1, 1, 0, 1, 0), registry.census());
    assertEquals(1, registry.debug("client::").size());
    assertEquals(1, registry.debug("topic:orders:").size());
  }

  @Test
  void aSilentProducerIsBackAtItsNextPing() {
    registry.register(producer, "orders");
    registry.passTime(INACTIVE_TIMEOUT.plusMillis(1));
    registry.ping(producer);
    assertEquals(List.of("r1"), registry.producersOf("orders"));
    assertEquals(1, registry.nodes().size());
  }

  @Test
  void pingStartsTheTimeAnew() {
    registry.register(producer, "orders");
    registry.passTime(INACTIVE_TIMEOUT);
    registry.ping(producer);
    registry.passTime(INACTIVE_TIMEOUT);
    assertEquals(List.of("r1"), registry.producersOf("orders"));
  }

  @Test
  void registerAndUnregisterAreNotHeard() {
    registry.register(producer, "orders");
    registry.passTime(INACTIVE_TIMEOUT);
    registry.register(producer, "orders", "archive");
    registry.unregister(producer, "orders", "archive");
    registry.passMillis(1);
    assertEquals(List.of(), registry.producersOf("orders"));
    registry.register(producer, "others");
    assertEquals(List.of(), registry.producersOf("others"));
  }

  @Test
  void eachProducerHasItsOwnTime() {
    ProducerId other = registry.connect("nsqd-2", "r2");
    registry.register(producer, "orders");
    registry.register(other, "orders");
    registry.passTime(INACTIVE_TIMEOUT);
    registry.ping(producer);
    registry.passMillis(1);
    assertEquals(List.of("r1"), registry.producersOf("orders"));
  }

  @Test
  void aLongerTimeoutShowsSilentProducersAgainAndAShorterOneHidesThem() {
    registry.register(producer, "orders");
    registry.passTime(INACTIVE_TIMEOUT.plusMillis(1));
    registry.setTimes(INACTIVE_TIMEOUT.plusMillis(1), TOMBSTONE_LIFETIME);
    assertEquals(List.of("r1"), registry.producersOf("orders"));
    registry.setTimes(INACTIVE_TIMEOUT, TOMBSTONE_LIFETIME);
    assertEquals(List.of(), registry.producersOf("orders"));
  }

  @Test
  void theNextDeadlineIsWhenTheProducerHeardLongestAgoFallsQuietAndThenSilent() {
    long identifiedMillis = registry.nowMillis();
    registry.passTime(Duration.ofSeconds(10));
    ProducerId other = registry.connect("nsqd-2", "r2");
    long quietAfter = Deadlines.QUIET_AFTER.toMillis() + 1;
    long silentAfter = INACTIVE_TIMEOUT.toMillis() + 1;
    assertEquals(identifiedMillis + quietAfter, registry.nextDeadlineMillis());
    registry.passTime(Duration.ofSeconds(60));
    assertEquals(identifiedMillis + silentAfter, registry.nextDeadlineMillis());
    registry.passTime(INACTIVE_TIMEOUT.minusSeconds(71));
    registry.ping(producer);
    assertEquals(identifiedMillis + 10_000 + silentAfter, registry.nextDeadlineMillis());
    registry.disconnect(other);
    assertEquals(registry.nowMillis() + quietAfter, registry.nextDeadlineMillis());
    registry.disconnect(producer);
    assertEquals(Long.MAX_VALUE, registry.nextDeadlineMillis());
  }

  @Test
  void aWallClockThatIsSetBackMakesNobodySilent() {
    registry.register(producer, "orders");
    registry.moveWallClock(-Duration.ofDays(1).toMillis());
    registry.ping(producer);
    registry.passTime(INACTIVE_TIMEOUT);
    assertEquals(List.of("r1"), registry.producersOf("orders"));
  }
}
