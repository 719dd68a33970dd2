package io.github.vertxnsq.lookupd.registry;

import static io.github.vertxnsq.lookupd.registry.RegistryDriver.INACTIVE_TIMEOUT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which of the connections of one identity count, when an nsqd came back and the old one hangs. */
class ReconnectRulesTest {
  private static final Duration TWO_PINGS = Duration.ofSeconds(30);
  private static final long SINCE_THE_OLDER_PINGED = 1_000;

  private final RegistryDriver registry = new RegistryDriver();
  private final ProducerId older = registry.connect("nsqd-1", "older");
  private ProducerId newer;

  @BeforeEach
  void theOlderHoldsATopicAndTheNewerComes() {
    registry.register(older, "orders", "archive");
    registry.ping(older);
    registry.passMillis(SINCE_THE_OLDER_PINGED);
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
  void anOlderConnectionGoesOnCountingWhileItIsHeardWhateverTheNewerOneSays() {
    registry.register(newer, "others");
    registry.ping(newer);
    registry.unregister(newer, "orders");
    assertEquals(List.of("newer"), registry.producersOf("orders"));
    for (int i = 0; i < 10; i++) {
      registry.ping(older);
      registry.passTime(TWO_PINGS);
      assertEquals(List.of("newer"), registry.producersOf("orders"));
    }
  }

  @Test
  void anOlderConnectionThatIsQuietStopsCountingAtTheNewerOnesFirstPing() {
    registry.register(newer, "others");
    registry.passTime(TWO_PINGS);
    assertEquals(List.of("newer"), registry.producersOf("orders"));
    registry.ping(newer);
    assertEquals(List.of(), registry.producersOf("orders"));
    assertEquals(List.of(Samples.topic("others")), registry.nodes().get(0).topics());
  }

  @Test
  void anOlderConnectionStopsCountingWhenItHasBeenSilentForMoreThanTwoPingIntervals() {
    registry.ping(newer);
    registry.passMillis(TWO_PINGS.toMillis() - SINCE_THE_OLDER_PINGED);
    assertEquals(List.of("newer"), registry.producersOf("orders"));
    assertEquals(registry.nowMillis() + 1, registry.nextDeadlineMillis());
    registry.news().clear();
    registry.passMillis(1);
    assertEquals(List.of(), registry.producersOf("orders"));
    assertTrue(registry.news().of(Samples.topic("orders")));
    assertTrue(registry.news().ofNodes());
  }

  @Test
  void anOlderConnectionThatIsHeardLaterCountsAgain() {
    registry.ping(newer);
    registry.passTime(TWO_PINGS);
    assertEquals(List.of(), registry.producersOf("orders"));
    registry.news().clear();
    registry.ping(older);
    assertEquals(List.of("newer"), registry.producersOf("orders"));
    assertTrue(registry.news().of(Samples.topic("orders")));
  }

  @Test
  void registerIsNotBeingHeard() {
    registry.ping(newer);
    registry.passTime(TWO_PINGS);
    registry.register(older, "orders");
    registry.register(older, "others");
    assertEquals(List.of(), registry.producersOf("orders"));
    assertEquals(List.of(), registry.producersOf("others"));
  }

  @Test
  void nobodyStopsAnotherConnectionFromCountingByUnregistering() {
    registry.unregister(newer, "orders");
    assertEquals(List.of("newer"), registry.producersOf("orders"));
    registry.register(newer, "orders");
    registry.unregister(newer, "orders");
    assertEquals(List.of("newer"), registry.producersOf("orders"));
    assertEquals(List.of("archive"), registry.channelsOf("orders"));
  }

  /** Another nsqd's identity is all that an attacker needs, and no token is asked for it. */
  @Test
  void whoConnectsAgainAndAgainAsAnotherNsqdDoesNotHideIt() {
    long lastPingMillis = registry.nowMillis();
    registry.ping(older);
    for (int i = 0; i < 100; i++) {
      registry.passTime(Duration.ofSeconds(2));
      ProducerId twin = registry.connect("nsqd-1", "twin");
      registry.ping(twin);
      if (registry.nowMillis() - lastPingMillis >= 15_000) {
        lastPingMillis = registry.nowMillis();
        registry.ping(older);
      }
      assertEquals(List.of("twin"), registry.producersOf("orders"));
      assertEquals(1, registry.nodes().get(0).topics().size());
      if (i % 2 == 0) {
        registry.disconnect(twin);
      }
    }
  }

  @Test
  void unregisteringByTheOlderStopsNobodysCounting() {
    registry.register(newer, "orders");
    registry.unregister(older, "orders");
    assertEquals(List.of("newer"), registry.producersOf("orders"));
  }

  @Test
  void anEphemeralChannelThatOnlyAQuietOlderConnectionHoldsIsNoLongerShown() {
    registry.register(older, "orders", "tail#ephemeral");
    registry.ping(newer);
    assertEquals(List.of("archive", "tail#ephemeral"), registry.channelsOf("orders"));
    registry.passTime(TWO_PINGS);
    assertEquals(List.of("archive"), registry.channelsOf("orders"));
  }

  @Test
  void supersedingRemovesNothing() {
    registry.ping(newer);
    registry.passTime(TWO_PINGS);
    assertEquals(new Census(2, 1, 1, 1, 2, 0), registry.census());
    assertEquals(2, registry.debug("client::").size());
    assertEquals(1, registry.debug("topic:orders:").size());
  }

  @Test
  void whenTheNewerEndsALivingOlderShowsAgain() {
    registry.ping(newer);
    registry.passTime(TWO_PINGS);
    assertEquals(List.of(), registry.producersOf("orders"));
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
    registry.passTime(TWO_PINGS);
    registry.ping(newer);
    registry.connect("nsqd-1", "newest");
    assertEquals(List.of(), registry.producersOf("orders"));
    registry.register(newer, "orders");
    assertEquals(List.of("newest"), registry.producersOf("orders"));
  }
}
