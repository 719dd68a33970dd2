package io.github.vertxnsq.lookupd.events;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.vertxnsq.lookupd.events.Event.Cause;
import io.github.vertxnsq.lookupd.registry.Change;
import io.github.vertxnsq.lookupd.registry.ChannelName;
import io.github.vertxnsq.lookupd.registry.HybridClock;
import io.github.vertxnsq.lookupd.registry.Name;
import io.github.vertxnsq.lookupd.registry.NodeAddress;
import io.github.vertxnsq.lookupd.registry.PeerInfo;
import io.github.vertxnsq.lookupd.registry.ProducerId;
import io.github.vertxnsq.lookupd.registry.Registry;
import io.github.vertxnsq.lookupd.registry.Stamp;
import io.github.vertxnsq.lookupd.registry.TopicName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is told of what is done to a registry. */
final class ChronicleTest {
  private static final TopicName TOPIC = TopicName.parse("t").orElseThrow();
  private static final ChannelName CHANNEL = ChannelName.parse(TOPIC, "c").orElseThrow();
  private static final ProducerId FIRST = new ProducerId(0, 1);
  private static final ProducerId SECOND = new ProducerId(0, 2);
  private static final Duration INACTIVE = Duration.ofMinutes(5);
  private static final Duration TOMBSTONE = Duration.ofSeconds(45);

  private final Relay relay = new Relay();
  private final Registry registry = new Registry(INACTIVE, TOMBSTONE, relay);
  private final HybridClock stamps = new HybridClock(0);
  private final List<Event> told = new ArrayList<>();
  private long nowMillis = 1_000;

  @Test
  void whatWasThereBeforeIsNotTold() {
    identify(FIRST, "a");
    register(FIRST, TOPIC, CHANNEL);

    begin();

    assertTold();
  }

  @Test
  void aProducerComesRegistersAndGoes() {
    begin();

    identify(FIRST, "a");
    assertTold(new Event.Joined(null, peer("a")));

    register(FIRST, TOPIC, CHANNEL);
    assertTold(
        new Event.TopicNamed(TOPIC, true),
        new Event.ChannelNamed(TOPIC, "c", true),
        new Event.Joined(TOPIC, peer("a")),
        new Event.Lookup(TOPIC, true));

    apply(new Change.Ended(FIRST));
    assertTold(
        new Event.Left(null, peer("a"), Cause.DISCONNECTED),
        new Event.Left(TOPIC, peer("a"), Cause.DISCONNECTED),
        new Event.Lookup(TOPIC, true));
  }

  @Test
  void aProducerGivesATopicUp() {
    identify(FIRST, "a");
    register(FIRST, TOPIC);
    begin();

    apply(new Change.Unregistered(FIRST, TOPIC));

    assertTold(new Event.Left(TOPIC, peer("a"), Cause.UNREGISTERED), new Event.Lookup(TOPIC, true));
  }

  @Test
  void aTopicIsDeletedThatAProducerHolds() {
    identify(FIRST, "a");
    register(FIRST, TOPIC, CHANNEL);
    begin();

    apply(new Change.Deleted(CHANNEL, stamp()));
    assertTold(new Event.ChannelNamed(TOPIC, "c", false), new Event.Lookup(TOPIC, true));

    apply(new Change.Deleted(TOPIC, stamp()));
    assertTold(
        new Event.Left(TOPIC, peer("a"), Cause.DELETED),
        new Event.TopicNamed(TOPIC, false),
        new Event.Lookup(TOPIC, false));
  }

  @Test
  void anEphemeralTopicGoesWithItsLastHolder() {
    TopicName ephemeral = TopicName.parse("t#ephemeral").orElseThrow();
    identify(FIRST, "a");
    register(FIRST, ephemeral);
    begin();

    apply(new Change.Unregistered(FIRST, ephemeral));

    assertTold(
        new Event.Left(ephemeral, peer("a"), Cause.UNREGISTERED),
        new Event.TopicNamed(ephemeral, false),
        new Event.Lookup(ephemeral, false));
  }

  @Test
  void aProducerFallsSilentAndIsHeardAgain() {
    identify(FIRST, "a");
    register(FIRST, TOPIC);
    begin();

    nowMillis += INACTIVE.toMillis() + 1;
    registry.advance(nowMillis);
    work();
    assertTold(
        new Event.Left(null, peer("a"), Cause.SILENT),
        new Event.Left(TOPIC, peer("a"), Cause.SILENT),
        new Event.Lookup(TOPIC, true));

    apply(new Change.Heard(FIRST, stamp()));
    assertTold(
        new Event.Joined(null, peer("a")),
        new Event.Joined(TOPIC, peer("a")),
        new Event.Lookup(TOPIC, true));
  }

  @Test
  void aTombstoneHidesAndEnds() {
    NodeAddress node = new NodeAddress("a", 4151);
    identify(FIRST, "a");
    register(FIRST, TOPIC);
    begin();

    apply(new Change.TombstoneSet(TOPIC, node, stamp()));
    assertTold(new Event.Tombstoned(TOPIC, node, true), new Event.Lookup(TOPIC, true));

    nowMillis += TOMBSTONE.toMillis();
    registry.advance(nowMillis);
    work();
    assertTold(new Event.Tombstoned(TOPIC, node, false), new Event.Lookup(TOPIC, true));
  }

  @Test
  void aTombstoneIsLiftedByRegisteringAnew() {
    NodeAddress node = new NodeAddress("a", 4151);
    identify(FIRST, "a");
    register(FIRST, TOPIC);
    begin();
    apply(new Change.TombstoneSet(TOPIC, node, stamp()));
    told.clear();

    apply(new Change.Unregistered(FIRST, TOPIC));
    assertTold();
    register(FIRST, TOPIC);
    assertTold(new Event.Joined(TOPIC, peer("a")), new Event.Lookup(TOPIC, true));
  }

  @Test
  void whoConnectsAnewHasNotLeft() {
    identify(FIRST, "a");
    register(FIRST, TOPIC);
    begin();

    identify(SECOND, "a");
    register(SECOND, TOPIC);
    apply(new Change.Heard(SECOND, stamp()));
    apply(new Change.Ended(FIRST));

    assertEquals(
        List.of(), told.stream().filter(event -> !(event instanceof Event.Lookup)).toList());
  }

  @Test
  void ofWhatComesAndGoesAgainItIsToldThatItIsGone() {
    begin();
    registry.apply(new Change.Created(TOPIC, stamp()), nowMillis);
    registry.apply(new Change.Deleted(TOPIC, stamp()), nowMillis);
    work();

    assertTold(new Event.Lookup(TOPIC, false));
  }

  private void begin() {
    relay.chronicle = new Chronicle(registry, told::add);
    work();
  }

  private void work() {
    while (registry.hasWork()) {
      registry.work(1);
    }
    while (relay.chronicle != null && relay.chronicle.hasWork()) {
      relay.chronicle.work(1);
    }
  }

  private void assertTold(Event... events) {
    assertEquals(List.of(events), told);
    told.clear();
  }

  private void identify(ProducerId producer, String host) {
    apply(new Change.Identified(producer, peer(host), stamp()));
  }

  private void register(ProducerId producer, Name... names) {
    for (Name name : names) {
      registry.apply(new Change.Registered(producer, name, stamp()), nowMillis);
    }
    work();
  }

  private void apply(Change change) {
    registry.apply(change, nowMillis);
    work();
  }

  private Stamp stamp() {
    return stamps.next(1_700_000_000_000L + nowMillis);
  }

  private static PeerInfo peer(String host) {
    return new PeerInfo("127.0.0.1:5", host, host, 4150, 4151, "1.3.0", "z", "r");
  }
}
