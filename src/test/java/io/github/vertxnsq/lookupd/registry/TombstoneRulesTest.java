package io.github.vertxnsq.lookupd.registry;

import static io.github.vertxnsq.lookupd.registry.RegistryDriver.INACTIVE_TIMEOUT;
import static io.github.vertxnsq.lookupd.registry.RegistryDriver.TOMBSTONE_LIFETIME;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A tombstone hides what one node registered of one topic before it, for a while. */
class TombstoneRulesTest {
  private final RegistryDriver registry = new RegistryDriver();
  private final ProducerId producer = registry.connect("nsqd-1", "r1");

  @BeforeEach
  void twoTopicsAreRegistered() {
    registry.register(producer, "orders", "archive");
    registry.register(producer, "others");
  }

  @Test
  void aTombstonedProducerIsHiddenFromLookupsOfThatTopicOnly() {
    registry.tombstone("orders", "nsqd-1");
    assertEquals(List.of(), registry.producersOf("orders"));
    assertEquals(List.of("archive"), registry.channelsOf("orders"));
    assertEquals(List.of("r1"), registry.producersOf("others"));
  }

  @Test
  void aTombstonedProducerIsAmongTheNodesAndSoMarkedAtThatTopic() {
    registry.tombstone("orders", "nsqd-1");
    NodeView node = registry.nodes().get(0);
    assertEquals(List.of(Samples.topic("orders"), Samples.topic("others")), node.topics());
    assertEquals(Set.of(Samples.topic("orders")), node.tombstoned());
    assertTrue(node.isTombstoned(Samples.topic("orders")));
    assertFalse(node.isTombstoned(Samples.topic("others")));
  }

  @Test
  void itEndsExactlyAfterItsLifetime() {
    registry.tombstone("orders", "nsqd-1");
    registry.passTime(TOMBSTONE_LIFETIME.minusMillis(1));
    assertEquals(registry.nowMillis() + 1, registry.nextDeadlineMillis());
    assertEquals(List.of(), registry.producersOf("orders"));
    assertEquals(1, registry.census().tombstones());
    registry.passMillis(1);
    assertEquals(List.of("r1"), registry.producersOf("orders"));
    assertEquals(Set.of(), registry.nodes().get(0).tombstoned());
    assertEquals(0, registry.census().tombstones());
  }

  @Test
  void aSecondOneStartsTheTimeAnew() {
    registry.tombstone("orders", "nsqd-1");
    registry.passTime(TOMBSTONE_LIFETIME.minusMillis(1));
    registry.tombstone("orders", "nsqd-1");
    assertEquals(1, registry.census().tombstones());
    registry.passTime(TOMBSTONE_LIFETIME.minusMillis(1));
    assertEquals(List.of(), registry.producersOf("orders"));
    registry.passMillis(1);
    assertEquals(List.of("r1"), registry.producersOf("orders"));
  }

  @Test
  void registerAgainDoesNotLiftIt() {
    registry.tombstone("orders", "nsqd-1");
    registry.register(producer, "orders");
    registry.register(producer, "orders", "tail");
    assertEquals(List.of(), registry.producersOf("orders"));
  }

  @Test
  void unregisterThenRegisterLiftsIt() {
    registry.tombstone("orders", "nsqd-1");
    registry.unregister(producer, "orders");
    registry.register(producer, "orders");
    assertEquals(List.of("r1"), registry.producersOf("orders"));
    assertFalse(registry.debug("topic:orders:").get(0).tombstoned());
    assertEquals(0, registry.census().tombstones());
  }

  @Test
  void reconnectingLiftsIt() {
    registry.tombstone("orders", "nsqd-1");
    registry.register(registry.connect("nsqd-1", "r1-again"), "orders");
    assertEquals(List.of("r1-again"), registry.producersOf("orders"));
    assertEquals(Set.of(), registry.nodes().get(0).tombstoned());
  }

  @Test
  void itIsForEveryProducerOfThatAddressAndHttpPort() {
    registry.register(registry.connect(Samples.peer("nsqd-1", 4999, "r1-b")), "orders");
    registry.register(registry.connect("nsqd-2", "r2"), "orders");
    registry.tombstone("orders", "nsqd-1");
    assertEquals(List.of("r2"), registry.producersOf("orders"));
    assertEquals(1, registry.census().tombstones());
  }

  @Test
  void itLastsWhileAnyRegistrationUnderItIsLeft() {
    ProducerId twin = registry.connect(Samples.peer("nsqd-1", 4999, "r1-b"));
    registry.register(twin, "orders");
    registry.tombstone("orders", "nsqd-1");
    registry.disconnect(producer);
    assertEquals(1, registry.census().tombstones());
    registry.disconnect(twin);
    assertEquals(0, registry.census().tombstones());
    assertEquals(Long.MAX_VALUE, registry.nextDeadlineMillis());
  }

  @Test
  void debugTellsOfItEvenAfterItEnded() {
    long setAt = RegistryDriver.WALL_START_MILLIS;
    registry.tombstone("orders", "nsqd-1");
    registry.passTime(TOMBSTONE_LIFETIME.plusSeconds(1));
    DebugSlice.Entry entry = registry.debug("topic:orders:").get(0);
    assertTrue(entry.tombstoned());
    assertEquals(setAt, entry.tombstonedAtMillis());
    assertFalse(registry.debug("channel:orders:archive").get(0).tombstoned());
    assertFalse(registry.debug("client::").get(0).tombstoned());
    assertFalse(registry.debug("topic:others:").get(0).tombstoned());
    assertEquals(0, registry.debug("topic:others:").get(0).tombstonedAtMillis());
  }

  @Test
  void oneThatMatchesNothingIsGrantedAndChangesNothing() {
    for (Decision decision :
        List.of(registry.tombstone("orders", "nsqd-9"), registry.tombstone("none", "nsqd-1"))) {
      assertFalse(decision.isRefused());
      assertEquals(List.of(), decision.changes());
    }
  }

  @Test
  void deletingTheTopicTakesItAlong() {
    registry.tombstone("orders", "nsqd-1");
    registry.delete(Samples.topic("orders"));
    assertEquals(0, registry.census().tombstones());
    registry.register(producer, "orders");
    assertEquals(List.of("r1"), registry.producersOf("orders"));
  }

  @Test
  void aShorterLifetimeEndsItAndALongerOneDoesNotBringItBack() {
    registry.tombstone("orders", "nsqd-1");
    registry.passTime(Duration.ofSeconds(10));
    registry.setTimes(INACTIVE_TIMEOUT, Duration.ofSeconds(10));
    assertEquals(List.of("r1"), registry.producersOf("orders"));
    registry.setTimes(INACTIVE_TIMEOUT, Duration.ofSeconds(60));
    assertEquals(List.of("r1"), registry.producersOf("orders"));
  }
}
