package io.github.vertxnsq.lookupd.registry;

import static io.github.vertxnsq.lookupd.registry.Refusal.MAX_CHANNELS_PER_TOPIC_REACHED;
import static io.github.vertxnsq.lookupd.registry.Refusal.MAX_REGISTRATIONS_PER_PRODUCER_REACHED;
import static io.github.vertxnsq.lookupd.registry.Refusal.MAX_TOPICS_REACHED;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What may be added while there are bounds. */
class BoundsRulesTest {
  private final RegistryDriver registry = new RegistryDriver();
  private final ProducerId producer = registry.connect("nsqd-1", "r1");

  @Test
  void oneTopicMoreThanThereMayBeIsRefusedHoweverItIsNamed() {
    registry.register(producer, "a");
    registry.register(producer, "b#ephemeral");
    registry.setBounds(new Bounds(2, 0, 0));
    assertRefused(MAX_TOPICS_REACHED, registry.register(producer, "c"));
    assertRefused(MAX_TOPICS_REACHED, registry.register(producer, "c#ephemeral"));
    assertRefused(MAX_TOPICS_REACHED, registry.register(producer, "c", "archive"));
    assertRefused(MAX_TOPICS_REACHED, registry.create(Samples.topic("c")));
    assertRefused(MAX_TOPICS_REACHED, registry.create(Samples.channel("c", "archive")));
    assertEquals(List.of("a", "b#ephemeral"), registry.topics());
  }

  @Test
  void aTopicThatGoesMakesRoomForOne() {
    registry.setBounds(new Bounds(1, 0, 0));
    registry.register(producer, "a#ephemeral");
    registry.unregister(producer, "a#ephemeral");
    assertGranted(registry.register(producer, "b"));
    registry.delete(Samples.topic("b"));
    assertGranted(registry.create(Samples.topic("c")));
    assertRefused(MAX_TOPICS_REACHED, registry.register(producer, "a#ephemeral"));
  }

  @Test
  void oneChannelMoreThanATopicMayHaveIsRefusedAndOtherTopicsHaveTheirOwn() {
    registry.register(producer, "a", "x");
    registry.create(Samples.channel("a", "y"));
    registry.setBounds(new Bounds(0, 2, 0));
    assertRefused(MAX_CHANNELS_PER_TOPIC_REACHED, registry.register(producer, "a", "z"));
    assertRefused(MAX_CHANNELS_PER_TOPIC_REACHED, registry.register(producer, "a", "z#ephemeral"));
    assertRefused(MAX_CHANNELS_PER_TOPIC_REACHED, registry.create(Samples.channel("a", "z")));
    assertGranted(registry.register(producer, "b", "z"));
    registry.delete(Samples.channel("a", "x"));
    assertGranted(registry.register(producer, "a", "z"));
    assertEquals(List.of("y", "z"), registry.channelsOf("a"));
  }

  @Test
  void aTopicIsRegisteredAlthoughItsChannelIsRefused() {
    registry.create(Samples.channel("a", "x"));
    registry.setBounds(new Bounds(0, 1, 0));
    Decision decision = registry.register(producer, "a", "y");
    assertEquals(MAX_CHANNELS_PER_TOPIC_REACHED, decision.refusal());
    assertEquals(List.of("r1"), registry.producersOf("a"));
    assertEquals(List.of("x"), registry.channelsOf("a"));
  }

  @Test
  void aProducerHoldsSoManyTopicsAndChannelsTogether() {
    registry.setBounds(new Bounds(0, 0, 3));
    assertGranted(registry.register(producer, "a", "x"));
    Decision oneOfTwo = registry.register(producer, "b", "x");
    assertEquals(MAX_REGISTRATIONS_PER_PRODUCER_REACHED, oneOfTwo.refusal());
    assertEquals(List.of("r1"), registry.producersOf("b"));
    assertRefused(MAX_REGISTRATIONS_PER_PRODUCER_REACHED, registry.register(producer, "b", "x"));
    assertRefused(MAX_REGISTRATIONS_PER_PRODUCER_REACHED, registry.register(producer, "c"));
    assertGranted(registry.register(registry.connect("nsqd-2", "r2"), "b", "x"));
    registry.unregister(producer, "a", "x");
    assertGranted(registry.register(producer, "b", "x"));
  }

  @Test
  void aCreatedNameIsNobodysRegistration() {
    registry.setBounds(new Bounds(0, 0, 1));
    registry.register(producer, "a");
    assertGranted(registry.create(Samples.channel("b", "x")));
  }

  @Test
  void whatIsThereStaysAndIsNotRefusedWhenABoundIsSetBelowIt() {
    registry.register(producer, "a", "x");
    registry.register(producer, "a", "y");
    registry.register(producer, "b");
    registry.setBounds(new Bounds(1, 1, 1));
    assertGranted(registry.register(producer, "a", "y"));
    assertGranted(registry.register(producer, "b"));
    assertGranted(registry.create(Samples.channel("a", "y")));
    assertGranted(registry.ping(producer));
    assertEquals(List.of("a", "b"), registry.topics());
    assertEquals(List.of("x", "y"), registry.channelsOf("a"));
    assertEquals(new Census(1, 1, 2, 2, 4, 0), registry.census());
  }

  @Test
  void whatIsKnownButNotHeldCanBeRegistered() {
    registry.create(Samples.channel("a", "x"));
    registry.setBounds(new Bounds(1, 1, 0));
    assertGranted(registry.register(producer, "a", "x"));
    assertEquals(List.of("r1"), registry.producersOf("a"));
  }

  @Test
  void whatOthersTellIsAppliedBeyondEveryBound() {
    registry.setBounds(new Bounds(1, 1, 0));
    registry.register(producer, "a");
    ProducerId elsewhere = new ProducerId(2, 1);
    registry.apply(
        new Change.Identified(elsewhere, Samples.peer("nsqd-2", "r2"), registry.nextStamp()));
    for (String channel : List.of("x", "y")) {
      registry.apply(
          new Change.Registered(elsewhere, Samples.channel("b", channel), registry.nextStamp()));
    }
    assertEquals(List.of("a", "b"), registry.topics());
    assertEquals(List.of("x", "y"), registry.channelsOf("b"));
    assertRefused(MAX_TOPICS_REACHED, registry.register(producer, "c"));
  }

  @Test
  void registrationsOfWhatWasDeletedDoNotCountEvenBeforeTheyAreUnlinked() {
    RegistryDriver putsOff =
        new RegistryDriver(
            RegistryDriver.INACTIVE_TIMEOUT, RegistryDriver.TOMBSTONE_LIFETIME, true);
    ProducerId one = putsOff.connect("nsqd-1", "r1");
    putsOff.register(one, "a", "x");
    putsOff.register(one, "a", "y");
    putsOff.setBounds(new Bounds(0, 0, 3));
    putsOff.delete(Samples.channel("a", "x"));
    putsOff.delete(Samples.topic("a"));
    assertGranted(putsOff.register(one, "b", "x"));
    while (putsOff.hasWork()) {
      putsOff.work(1);
    }
    assertGranted(putsOff.register(one, "c"));
    assertRefused(MAX_REGISTRATIONS_PER_PRODUCER_REACHED, putsOff.register(one, "d"));
  }

  @Test
  void registrationsOfTheDeletedAndEndedAreForgottenOnce() {
    RegistryDriver putsOff =
        new RegistryDriver(
            RegistryDriver.INACTIVE_TIMEOUT, RegistryDriver.TOMBSTONE_LIFETIME, true);
    ProducerId leaver = putsOff.connect("nsqd-1", "r1");
    ProducerId stayer = putsOff.connect("nsqd-2", "r2");
    putsOff.register(leaver, "a", "x");
    putsOff.disconnect(leaver);
    putsOff.delete(Samples.topic("a"));
    while (putsOff.hasWork()) {
      putsOff.work(1);
    }
    putsOff.setBounds(new Bounds(0, 0, 1));
    assertGranted(putsOff.register(stayer, "b"));
    assertRefused(MAX_REGISTRATIONS_PER_PRODUCER_REACHED, putsOff.register(stayer, "c"));
  }

  private static void assertGranted(Decision decision) {
    assertNull(decision.refusal());
  }

  private static void assertRefused(Refusal refusal, Decision decision) {
    assertEquals(Decision.refused(refusal), decision);
  }
}
