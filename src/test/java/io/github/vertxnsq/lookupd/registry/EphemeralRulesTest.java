package io.github.vertxnsq.lookupd.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is named {@code …#ephemeral} goes with its last producer. */
class EphemeralRulesTest {
  private static final String TOPIC = "orders#ephemeral";
  private static final String CHANNEL = "tail#ephemeral";

  private final RegistryDriver registry = new RegistryDriver();
  private final ProducerId one = registry.connect("nsqd-1", "r1");
  private final ProducerId other = registry.connect("nsqd-2", "r2");

  @Test
  void anEphemeralChannelGoesWithItsLastUnregister() {
    registry.register(one, "orders", CHANNEL);
    registry.register(other, "orders", CHANNEL);
    registry.unregister(one, "orders", CHANNEL);
    assertEquals(List.of(CHANNEL), registry.channelsOf("orders"));
    registry.unregister(other, "orders", CHANNEL);
    assertEquals(List.of(), registry.channelsOf("orders"));
  }

  @Test
  void anEphemeralChannelGoesWithItsLastConnection() {
    registry.register(one, "orders", CHANNEL);
    registry.disconnect(one);
    assertEquals(List.of(), registry.channelsOf("orders"));
    assertEquals(List.of("orders"), registry.topics());
  }

  @Test
  void anEphemeralChannelGoesWhenItsLastProducerUnregistersTheTopic() {
    registry.register(one, "orders", CHANNEL);
    registry.unregister(one, "orders");
    assertEquals(List.of(), registry.channelsOf("orders"));
  }

  @Test
  void anEphemeralTopicGoesWithItsLastUnregister() {
    registry.register(one, TOPIC);
    registry.register(other, TOPIC);
    registry.unregister(one, TOPIC);
    assertEquals(List.of(TOPIC), registry.topics());
    registry.unregister(other, TOPIC);
    assertEquals(List.of(), registry.topics());
  }

  @Test
  void anEphemeralTopicTakesItsChannelsAlong() {
    registry.register(one, TOPIC, "archive");
    registry.create(Samples.channel(TOPIC, "unheld"));
    registry.disconnect(one);
    assertEquals(new Census(1, 1, 0, 0, 0, 0), registry.census());
    registry.register(other, TOPIC);
    assertEquals(List.of(), registry.channelsOf(TOPIC));
  }

  @Test
  void oneCreatedOverHttpWaitsForItsFirstRegistrationToComeAndGo() {
    registry.create(Samples.channel(TOPIC, CHANNEL));
    registry.disconnect(other);
    assertEquals(List.of(CHANNEL), registry.channelsOf(TOPIC));
    registry.register(one, TOPIC, CHANNEL);
    registry.unregister(one, TOPIC, CHANNEL);
    assertEquals(List.of(), registry.channelsOf(TOPIC));
    registry.unregister(one, TOPIC);
    assertEquals(Optional.empty(), registry.lookup(TOPIC));
  }

  @Test
  void unregisteringAnEphemeralTopicNeverHeldLeavesIt() {
    registry.create(Samples.topic(TOPIC));
    registry.unregister(one, TOPIC);
    assertEquals(List.of(TOPIC), registry.topics());
  }

  @Test
  void oneWhoseProducerIsSilentStays() {
    registry.register(one, TOPIC, CHANNEL);
    registry.passTime(RegistryDriver.INACTIVE_TIMEOUT.plusMillis(1));
    assertEquals(Optional.of(new TopicView(List.of(CHANNEL), List.of())), registry.lookup(TOPIC));
    assertEquals(List.of(TOPIC), registry.topics());
  }

  @Test
  void oneThatOnlySupersededConnectionsHoldIsNotShownUntilTheyCountAgain() {
    registry.register(one, TOPIC);
    registry.register(one, "orders", CHANNEL);
    registry.passTime(Deadlines.QUIET_AFTER.plusMillis(1));
    ProducerId newer = registry.connect("nsqd-1", "r1-again");
    registry.ping(newer);
    assertEquals(Optional.empty(), registry.lookup(TOPIC));
    assertEquals(List.of("orders"), registry.topics());
    assertEquals(List.of(), registry.channelsOf("orders"));
    registry.disconnect(newer);
    assertEquals(List.of("orders", TOPIC), registry.topics());
    assertEquals(List.of(CHANNEL), registry.channelsOf("orders"));
  }
}
