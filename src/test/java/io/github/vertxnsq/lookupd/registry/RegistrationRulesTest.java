package io.github.vertxnsq.lookupd.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Who is listed for what, while nothing is ephemeral, silent, tombstoned or connected twice. */
class RegistrationRulesTest {
  private final RegistryDriver registry = new RegistryDriver();

  @Test
  void aTopicNobodyNamedIsNotKnown() {
    assertEquals(Optional.empty(), registry.lookup("orders"));
    assertEquals(List.of(), registry.topics());
  }

  @Test
  void aProducerThatRegisteredIsListedAsItIdentified() {
    PeerInfo peer = Samples.peer("nsqd-1", "10.0.0.1:5000");
    registry.register(registry.connect(peer), "orders");
    assertEquals(
        Optional.of(new TopicView(List.of(), List.of(new Shown<>(peer)))),
        registry.lookup("orders"));
  }

  @Test
  void registeringAChannelRegistersItsTopicToo() {
    registry.register(registry.connect("nsqd-1", "r1"), "orders", "archive");
    assertEquals(List.of("r1"), registry.producersOf("orders"));
    assertEquals(List.of("archive"), registry.channelsOf("orders"));
  }

  @Test
  void registeringAgainChangesNothing() {
    ProducerId producer = registry.connect("nsqd-1", "r1");
    registry.register(producer, "orders", "archive");
    assertEquals(List.of(), registry.register(producer, "orders", "archive").changes());
    assertEquals(2, registry.census().registrations());
  }

  @Test
  void unregisteringAChannelLeavesTheTopic() {
    ProducerId producer = registry.connect("nsqd-1", "r1");
    registry.register(producer, "orders", "archive");
    registry.unregister(producer, "orders", "archive");
    assertEquals(List.of("r1"), registry.producersOf("orders"));
    assertEquals(1, registry.census().registrations());
  }

  @Test
  void unregisteringATopicDropsTheProducersChannelsOfItToo() {
    ProducerId producer = registry.connect("nsqd-1", "r1");
    registry.register(producer, "orders", "archive");
    registry.unregister(producer, "orders");
    assertEquals(List.of(), registry.producersOf("orders"));
    assertEquals(0, registry.census().registrations());
  }

  @Test
  void unregisteringLeavesWhatOthersHold() {
    ProducerId one = registry.connect("nsqd-1", "r1");
    registry.register(one, "orders", "archive");
    registry.register(registry.connect("nsqd-2", "r2"), "orders", "archive");
    registry.unregister(one, "orders");
    assertEquals(List.of("r2"), registry.producersOf("orders"));
    assertEquals(1, registry.debug("channel:orders:archive").size());
  }

  @Test
  void unregisteringWhatWasNeverRegisteredIsGranted() {
    ProducerId producer = registry.connect("nsqd-1", "r1");
    registry.create(Samples.topic("orders"));
    for (String topic : List.of("orders", "unheard-of")) {
      Decision decision = registry.unregister(producer, topic, "archive");
      assertFalse(decision.isRefused());
      assertEquals(List.of(), decision.changes());
    }
    assertEquals(List.of("orders"), registry.topics());
  }

  @Test
  void whatADisconnectedProducerHeldGoesWithItButTheNamesStay() {
    ProducerId producer = registry.connect("nsqd-1", "r1");
    registry.register(producer, "orders", "archive");
    registry.disconnect(producer);
    assertEquals(
        Optional.of(new TopicView(List.of("archive"), List.of())), registry.lookup("orders"));
    assertEquals(new Census(0, 0, 1, 1, 0, 0), registry.census());
  }

  @Test
  void whoDidNotIdentifyIsRefused() {
    ProducerId nobody = new ProducerId(1, 99);
    assertEquals(Refusal.UNKNOWN_PRODUCER, registry.ping(nobody).refusal());
    assertEquals(Refusal.UNKNOWN_PRODUCER, registry.register(nobody, "orders").refusal());
    assertEquals(Refusal.UNKNOWN_PRODUCER, registry.unregister(nobody, "orders").refusal());
    assertFalse(registry.disconnect(nobody).isRefused());
    assertEquals(List.of(), registry.topics());
  }

  @Test
  void creatingAChannelCreatesItsTopicToo() {
    registry.create(Samples.channel("orders", "archive"));
    assertEquals(
        Optional.of(new TopicView(List.of("archive"), List.of())), registry.lookup("orders"));
  }

  @Test
  void creatingWhatExistsChangesNothing() {
    registry.register(registry.connect("nsqd-1", "r1"), "orders", "archive");
    assertEquals(List.of(), registry.create(Samples.channel("orders", "archive")).changes());
    assertEquals(List.of("r1"), registry.producersOf("orders"));
  }

  @Test
  void deletingATopicTakesItsChannelsAndEveryRegistrationAlong() {
    ProducerId producer = registry.connect("nsqd-1", "r1");
    registry.register(producer, "orders", "archive");
    registry.register(producer, "others");
    registry.delete(Samples.topic("orders"));
    assertEquals(Optional.empty(), registry.lookup("orders"));
    assertEquals(List.of("others"), registry.topics());
    assertEquals(new Census(1, 1, 1, 0, 1, 0), registry.census());
  }

  @Test
  void deletingAChannelLeavesItsTopicAndItsProducers() {
    registry.register(registry.connect("nsqd-1", "r1"), "orders", "archive");
    registry.delete(Samples.channel("orders", "archive"));
    assertEquals(List.of(), registry.channelsOf("orders"));
    assertEquals(List.of("r1"), registry.producersOf("orders"));
  }

  @Test
  void deletingAnUnknownTopicIsGrantedAnUnknownChannelIsNot() {
    assertFalse(registry.delete(Samples.topic("orders")).isRefused());
    Decision decision = registry.delete(Samples.channel("orders", "archive"));
    assertTrue(decision.isRefused());
    assertEquals(Refusal.CHANNEL_NOT_FOUND, decision.refusal());
  }

  @Test
  void whoRegistersAgainAfterADeleteIsListedAgain() {
    ProducerId producer = registry.connect("nsqd-1", "r1");
    registry.register(producer, "orders");
    registry.delete(Samples.topic("orders"));
    registry.register(producer, "orders");
    assertEquals(List.of("r1"), registry.producersOf("orders"));
  }

  @Test
  void everyListIsSorted() {
    registry.register(registry.connect("nsqd-2", "r2"), "b", "y");
    registry.register(registry.connect("nsqd-1", "r1"), "b", "x");
    registry.register(registry.connect(Samples.peer("nsqd-1", 4149, "r0")), "a");
    registry.register(registry.connect(Samples.peer("nsqd-1", 4149, "r0b")), "b");
    assertEquals(List.of("a", "b"), registry.topics());
    assertEquals(List.of("x", "y"), registry.channelsOf("b"));
    assertEquals(List.of("r0b", "r1", "r2"), registry.producersOf("b"));
    assertEquals(
        List.of("r0b", "r1", "r2"),
        registry.nodes().stream().map(node -> node.peer().value().remoteAddress()).toList());
  }

  @Test
  void aNodeIsListedWithItsTopicsAndWithoutAny() {
    PeerInfo busy = Samples.peer("nsqd-1", "r1");
    PeerInfo idle = Samples.peer("nsqd-2", "r2");
    ProducerId producer = registry.connect(busy);
    registry.connect(idle);
    registry.register(producer, "orders", "archive");
    assertEquals(
        List.of(
            new NodeView(new Shown<>(busy), List.of(Samples.topic("orders")), Set.of()),
            new NodeView(new Shown<>(idle), List.of(), Set.of())),
        registry.nodes());
  }
}
