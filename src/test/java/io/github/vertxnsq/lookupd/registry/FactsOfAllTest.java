package io.github.vertxnsq.lookupd.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * What a daemon of a cluster decides when it is asked for what it cannot see: other daemons may
 * have deleted, made or registered it, and their word comes later.
 */
class FactsOfAllTest {
  private static final int OTHER = 2;
  private static final TopicName ORDERS = Samples.topic("orders");
  private static final ChannelName ARCHIVE = Samples.channel("orders", "archive");

  private final RegistryDriver registry = RegistryDriver.amongOthers();

  private Stamp stampOfOther() {
    return new Stamp(registry.nextStamp().hybridTime(), OTHER);
  }

  @Test
  void aCreateOfWhatExistsIsTheLaterWrite() {
    for (Name name : List.of(ORDERS, ARCHIVE)) {
      registry.run(new Command.Create(name));
      Stamp deletedElsewhere = stampOfOther();
      registry.run(new Command.Create(name));
      registry.apply(new Change.Deleted(name, deletedElsewhere));
      assertEquals(List.of("orders"), registry.topics(), "after the delete of " + name);
    }
    assertEquals(List.of("archive"), registry.lookup("orders").orElseThrow().channels());
  }

  @Test
  void aCreateOfAChannelThatExistsKeepsItsTopicToo() {
    registry.run(new Command.Create(ARCHIVE));
    Stamp deletedElsewhere = stampOfOther();
    registry.run(new Command.Create(ARCHIVE));
    registry.apply(new Change.Deleted(ORDERS, deletedElsewhere));
    assertEquals(List.of("archive"), registry.lookup("orders").orElseThrow().channels());
  }

  @Test
  void aCreateOfWhatExistsDoesNotGrow() {
    Decision first = registry.run(new Command.Create(ORDERS));
    assertEquals(1, first.changes().size());
    Decision again = registry.decide(new Command.Create(ORDERS), registry.nextStamp());
    assertEquals(1, again.changes().size(), "it is told to all");
    assertFalse(registry.grows(again), "so that it is not refused for want of memory");
  }

  @Test
  void whatAnotherJustDeletedIsToldAgainAndIsNoOtherDelete() {
    for (Name name : List.of(ARCHIVE, ORDERS)) {
      registry.run(new Command.Create(name));
      Change deletedElsewhere = new Change.Deleted(name, stampOfOther());
      registry.apply(deletedElsewhere);
      assertEquals(
          List.of(deletedElsewhere), registry.run(new Command.Delete(name)).changes(), "" + name);
    }
  }

  @Test
  void aTombstoneHidesWhatIsHeardOfOnlyLater() {
    ProducerId producer = new ProducerId(OTHER, 1);
    Stamp registered = stampOfOther();
    registry.run(new Command.SetTombstone(ORDERS, Samples.node("nsqd-1")));
    registry.apply(new Change.Identified(producer, Samples.peer("nsqd-1", "r1"), registered));
    registry.apply(new Change.Registered(producer, ORDERS, registered));
    assertEquals(List.of(), registry.producersOf("orders"));

    registry.passTime(RegistryDriver.TOMBSTONE_LIFETIME);
    assertEquals(List.of("r1"), registry.producersOf("orders"), "it ends like any other");
  }

  @Test
  void aTombstoneOfAKnownTopicHidesAnNsqdThatIsHeardOfOnlyLater() {
    registry.run(new Command.Create(ORDERS));
    aTombstoneHidesWhatIsHeardOfOnlyLater();
  }

  @Test
  void aTombstoneOutlivesAnEarlierDeleteOfItsTopic() {
    ProducerId producer = new ProducerId(OTHER, 1);
    registry.run(new Command.Create(ORDERS));
    Stamp deleted = stampOfOther();
    Stamp registered = stampOfOther();
    registry.run(new Command.SetTombstone(ORDERS, Samples.node("nsqd-1")));
    registry.apply(new Change.Deleted(ORDERS, deleted));
    registry.apply(new Change.Identified(producer, Samples.peer("nsqd-1", "r1"), registered));
    registry.apply(new Change.Registered(producer, ORDERS, registered));
    assertEquals(List.of(), registry.producersOf("orders"));
  }

  @Test
  void tombstonesOfTheUnknownAreBoundedInNumberAndInTime() {
    for (int i = 0; i < 12_000; i++) {
      TopicName topic = i % 2 == 0 ? ORDERS : Samples.topic("unheard-of-" + i);
      registry.run(new Command.SetTombstone(topic, Samples.node("nsqd-" + i)));
    }
    assertEquals(10_000, registry.census().tombstones());
    assertEquals(10_000, registry.facts().size(), "a daemon that joins is told of them");

    ProducerId known = registry.connect("known", "r1");
    registry.register(known, "orders");
    registry.tombstone("orders", "known");
    assertEquals(List.of(), registry.producersOf("orders"), "what is known can be hidden");

    registry.passTime(RegistryDriver.TOMBSTONE_LIFETIME);
    assertEquals(0, registry.census().tombstones());
    assertEquals(1, registry.facts().stream().filter(Change.Created.class::isInstance).count());
  }

  @Test
  void aTombstoneForAnAddressThatNobodyCanHaveIsNone() {
    Decision decision =
        registry.run(new Command.SetTombstone(ORDERS, Samples.node("x".repeat(256))));
    assertEquals(Decision.NOTHING_TO_DO, decision);
  }
}
