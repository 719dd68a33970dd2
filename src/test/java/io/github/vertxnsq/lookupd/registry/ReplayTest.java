package io.github.vertxnsq.lookupd.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Changes that were decided elsewhere, come late, come again, or are about what is not there. */
class ReplayTest {
  private static final TopicName ORDERS = Samples.topic("orders");

  private final RegistryDriver registry = new RegistryDriver();
  private final Stamp early = registry.nextStamp();
  private final ProducerId producer = registry.connect("nsqd-1", "r1");

  @BeforeEach
  void aTopicIsRegistered() {
    registry.register(producer, "orders", "archive");
  }

  @Test
  void aRegistrationThatIsThereKeepsItsStamp() {
    registry.tombstone("orders", "nsqd-1");
    registry.apply(new Change.Registered(producer, ORDERS, registry.nextStamp()));
    assertEquals(List.of(), registry.producersOf("orders"));
    assertEquals(2, registry.census().registrations());
  }

  @Test
  void aDeleteFromBeforeTheTopicWasMadeLeavesIt() {
    registry.apply(new Change.Deleted(ORDERS, early));
    assertEquals(List.of("r1"), registry.producersOf("orders"));
  }

  @Test
  void beingHeardEarlierThanLastHeardChangesNothing() {
    Stamp identified = registry.nextStamp();
    registry.passTime(Duration.ofMinutes(1));
    registry.ping(producer);
    long lastUpdate = registry.debug("client::").get(0).lastUpdateMillis();
    registry.passTime(Duration.ofMinutes(1));
    long deadline = registry.nextDeadlineMillis();
    registry.apply(new Change.Heard(producer, identified));
    assertEquals(lastUpdate, registry.debug("client::").get(0).lastUpdateMillis());
    assertEquals(deadline, registry.nextDeadlineMillis());
  }

  @Test
  void theNewestConnectionIsTheOneThatIdentifiedLastNotTheOneToldOfLast() {
    PeerInfo peer = Samples.peer("nsqd-1", "r0");
    registry.apply(new Change.Identified(new ProducerId(2, 1), peer, early));
    assertEquals(List.of("r1"), registry.producersOf("orders"));
  }

  @Test
  void aProducerToldOfTwiceIsOne() {
    Change again =
        new Change.Identified(producer, Samples.peer("nsqd-1", "r1"), registry.nextStamp());
    registry.apply(again);
    assertEquals(new Census(1, 1, 1, 1, 2, 0), registry.census());
  }

  @Test
  void whatIsAboutTheUnknownChangesNothing() {
    Census before = registry.census();
    registry.news().clear();
    ProducerId nobody = new ProducerId(2, 9);
    TopicName unheardOf = Samples.topic("unheard-of");
    List<Change> changes =
        List.of(
            new Change.Heard(nobody, registry.nextStamp()),
            new Change.Registered(nobody, unheardOf, registry.nextStamp()),
            new Change.Unregistered(nobody, ORDERS),
            new Change.Unregistered(producer, unheardOf),
            new Change.Unregistered(producer, Samples.channel("orders", "unheard-of")),
            new Change.Ended(nobody),
            new Change.Deleted(unheardOf, registry.nextStamp()),
            new Change.TombstoneSet(unheardOf, Samples.node("nsqd-1"), registry.nextStamp()));
    changes.forEach(registry::apply);
    assertEquals(before, registry.census());
    assertTrue(registry.news().isEmpty());
  }
}
