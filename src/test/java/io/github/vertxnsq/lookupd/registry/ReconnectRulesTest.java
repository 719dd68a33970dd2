package io.github.vertxnsq.lookupd.registry;

import static io.github.vertxnsq.lookupd.registry.RegistryDriver.INACTIVE_TIMEOUT;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which of the connections of one identity count, when an nsqd came back and the old one hangs. */
class ReconnectRulesTest {
  private final RegistryDriver registry = new RegistryDriver();
  private final ProducerId older = registry.connect("nsqd-1", "older");
  private ProducerId newer;

  @BeforeEach
  void theOlderHoldsATopicAndTheNewerComes() {
    registry.register(older, "orders", "archive");
    registry.ping(older);
    registry.passTime(Duration.ofSeconds(1));
    newer = registry.connect("nsqd-1", "newer");
  }

  @Test
  void oneIdentityIsListedOnceWithTheNewestConnectionsFields() {
    registry.register(newer, "orders");
    assertEquals(List.of("newer"), registry.producersOf("orders"));
    assertEquals(
        List.of("newer"),
        registry.nodes().stream().map(node -> node.peer().value().remoteAddress()).toList());
    assertEquals(new Census(2, 1, 1, 1, 3, 0), registry.census());
  }

  @Test
  void itIsListedWhereAnyOfItsConnectionsHoldsTheTopic() {
    assertEquals(List.of("newer"), registry.producersOf("orders"));
  }

  @Test
  void anOlderConnectionStopsCountingAtTheNewerOnesFirstPing() {
    registry.register(newer, "others");
    assertEquals(List.of("newer"), registry.producersOf("orders"));
    registry.ping(newer);
    assertEquals(List.of(), registry.producersOf("orders"));
    assertEquals(List.of(Samples.topic("others")), registry.nodes().get(0).topics());
  }

  @Test
  void anOlderConnectionThatIsHeardLaterCountsAgain() {
    registry.ping(newer);
    registry.ping(older);
    assertEquals(List.of("newer"), registry.producersOf("orders"));
  }

  @Test
  void anOlderConnectionHeardSinceTheNewerOnesIdentifyNeverStopsCounting() {
    registry.ping(older);
    registry.ping(newer);
    assertEquals(List.of("newer"), registry.producersOf("orders"));
  }

  @Test
  void registerIsNotBeingHeard() {
    registry.ping(newer);
    registry.register(older, "orders");
    registry.register(older, "others");
    assertEquals(List.of(), registry.producersOf("orders"));
    assertEquals(List.of(), registry.producersOf("others"));
  }

  @Test
  void beforeItsFirstPingTheNewerStopsTheOlderFromCountingForANameByUnregisteringIt() {
    registry.register(older, "others");
    registry.register(newer, "orders");
    registry.unregister(newer, "orders");
    assertEquals(List.of(), registry.producersOf("orders"));
    assertEquals(List.of("newer"), registry.producersOf("others"));
  }

  @Test
  void unregisteringANameThatOnlyTheOlderHoldsIsEnough() {
    registry.unregister(newer, "orders");
    assertEquals(List.of(), registry.producersOf("orders"));
  }

  @Test
  void unregisteringStopsNobodyWhoWasHeardSince() {
    registry.ping(older);
    registry.unregister(newer, "orders");
    assertEquals(List.of("newer"), registry.producersOf("orders"));
  }

  @Test
  void aStaleRegisterOfAnOlderConnectionDoesNotBringBackWhatTheNewerGaveUp() {
    registry.register(newer, "others");
    registry.unregister(newer, "others");
    registry.register(older, "others");
    assertEquals(List.of(), registry.producersOf("others"));
  }

  @Test
  void unregisteringByTheOlderStopsNobodysCounting() {
    registry.register(newer, "orders");
    registry.unregister(older, "orders");
    assertEquals(List.of("newer"), registry.producersOf("orders"));
  }

  @Test
  void anEphemeralChannelTheNewerUnregistersIsNoLongerShown() {
    registry.register(older, "orders", "tail#ephemeral");
    registry.unregister(newer, "orders", "tail#ephemeral");
    assertEquals(List.of("archive"), registry.channelsOf("orders"));
  }

  @Test
  void supersedingRemovesNothing() {
    registry.ping(newer);
    assertEquals(new Census(2, 1, 1, 1, 2, 0), registry.census());
    assertEquals(2, registry.debug("client::").size());
    assertEquals(1, registry.debug("topic:orders:").size());
  }

  @Test
  void whenTheNewerEndsALivingOlderShowsAgain() {
    registry.ping(newer);
    registry.disconnect(newer);
    assertEquals(List.of("older"), registry.producersOf("orders"));
    assertEquals("older", registry.nodes().get(0).peer().value().remoteAddress());
  }

  @Test
  void whenTheOlderEndsTheNewerStays() {
    registry.register(newer, "orders");
    registry.disconnect(older);
    assertEquals(List.of("newer"), registry.producersOf("orders"));
  }

  @Test
  void theNewestThatIsNotSilentSuppliesTheFields() {
    registry.register(newer, "orders");
    registry.passTime(INACTIVE_TIMEOUT);
    registry.ping(older);
    registry.passMillis(1);
    assertEquals(List.of("older"), registry.producersOf("orders"));
    assertEquals("older", registry.nodes().get(0).peer().value().remoteAddress());
  }

  @Test
  void anotherTcpPortIsAnotherIdentity() {
    ProducerId other = registry.connect(Samples.peer("nsqd-1", 4999, "other"));
    registry.ping(other);
    assertEquals(List.of("newer"), registry.producersOf("orders"));
    assertEquals(2, registry.nodes().size());
  }

  @Test
  void ofThreeConnectionsTheMiddleOneCanSupersedeToo() {
    registry.ping(newer);
    registry.connect("nsqd-1", "newest");
    assertEquals(List.of(), registry.producersOf("orders"));
    registry.register(newer, "orders");
    assertEquals(List.of("newest"), registry.producersOf("orders"));
  }
}
