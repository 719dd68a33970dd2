package io.github.vertxnsq.lookupd.registry;

import static io.github.vertxnsq.lookupd.registry.RegistryDriver.INACTIVE_TIMEOUT;
import static io.github.vertxnsq.lookupd.registry.RegistryDriver.TOMBSTONE_LIFETIME;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Who holds a topic, listed or not, and how long ago and how long still. */
class TopicDetailTest {
  private final RegistryDriver registry = new RegistryDriver();
  private final ProducerId producer = registry.connect("nsqd-1", "r1");

  private TopicDetail.Holder only() {
    List<TopicDetail.Holder> holders = registry.detail("orders").holders();
    assertEquals(1, holders.size(), holders::toString);
    return holders.get(0);
  }

  @Test
  void tellsHowLongAgoItConnectedAndWasHeard() {
    registry.register(producer, "orders");
    registry.passTime(Duration.ofSeconds(20));
    registry.ping(producer);
    registry.passMillis(345);

    assertEquals(
        new TopicDetail.Holder(
            Samples.peer("nsqd-1", "r1"), 20_345, 345, false, OptionalLong.empty()),
        only());
  }

  @Test
  void aClockThatWasAheadMakesNoNegativeAge() {
    registry.register(producer, "orders");
    registry.moveWallClock(-5_000);
    assertEquals(0, only().connectedMillis());
  }

  @Test
  void aTombstoneCountsDownToItsEnd() {
    registry.register(producer, "orders");
    registry.tombstone("orders", "nsqd-1");
    assertEquals(OptionalLong.of(TOMBSTONE_LIFETIME.toMillis()), only().tombstoneMillis());
    registry.passTime(TOMBSTONE_LIFETIME.minusMillis(1));
    assertEquals(OptionalLong.of(1), only().tombstoneMillis());
    registry.passMillis(1);
    assertEquals(OptionalLong.empty(), only().tombstoneMillis());
  }

  @Test
  void aTombstoneFollowsTheLifetimeThatIsSet() {
    registry.register(producer, "orders");
    registry.tombstone("orders", "nsqd-1");
    registry.setTimes(INACTIVE_TIMEOUT, Duration.ofSeconds(60));
    registry.passTime(Duration.ofSeconds(50));
    assertEquals(OptionalLong.of(10_000), only().tombstoneMillis());
  }

  @Test
  void whoIsSilentIsThereAndMarked() {
    registry.register(producer, "orders", "archive");
    registry.passTime(INACTIVE_TIMEOUT);
    assertFalse(only().silent());
    registry.passMillis(1);
    assertTrue(only().silent());
    assertEquals(
        List.of(new TopicDetail.Channel("archive", 1)), registry.detail("orders").channels());
    registry.ping(producer);
    assertFalse(only().silent());
  }

  @Test
  void isThereOnceWithItsNewestConnection() {
    registry.register(producer, "orders", "archive");
    registry.passMillis(1_000);
    ProducerId newer = registry.connect("nsqd-1", "r2");
    registry.register(newer, "orders", "archive");

    assertEquals("r2", only().peer().remoteAddress());
    assertEquals(0, only().connectedMillis());
    assertEquals(
        List.of(new TopicDetail.Channel("archive", 1)), registry.detail("orders").channels());
  }

  /** The newest says nothing, an older one does: that one is whom consumers are told of. */
  @Test
  void isShownByTheConnectionThatIsHeard() {
    registry.register(producer, "orders");
    ProducerId newer = registry.connect("nsqd-1", "r2");
    registry.register(newer, "orders");
    registry.passTime(INACTIVE_TIMEOUT);
    registry.ping(producer);
    registry.passMillis(1);

    assertEquals("r1", only().peer().remoteAddress());
    assertFalse(only().silent());
  }

  @Test
  void channelsAreSortedAndCounted() {
    ProducerId other = registry.connect("nsqd-2", "r2");
    registry.register(producer, "orders", "b");
    registry.register(producer, "orders", "a");
    registry.register(other, "orders", "b");
    registry.create(Samples.channel("orders", "unheld"));

    assertEquals(
        List.of(
            new TopicDetail.Channel("a", 1),
            new TopicDetail.Channel("b", 2),
            new TopicDetail.Channel("unheld", 0)),
        registry.detail("orders").channels());
    assertEquals(2, registry.detail("orders").holders().size());
  }

  @Test
  void aTopicThatIsNotThereHasNone() {
    assertEquals(
        Optional.empty(),
        registry.ask(new Query.Detail(Samples.topic("orders"), registry.moment())));
  }

  @Test
  void aTopicThatGoesMeanwhileHasNone() {
    registry.register(producer, "orders", "archive");
    Gathering<Optional<Shown<TopicDetail>>> gathering =
        registry.begin(new Query.Detail(Samples.topic("orders"), registry.moment()));
    assertEquals(null, gathering.gather(1));
    registry.delete(Samples.topic("orders"));
    assertEquals(Optional.empty(), gathering.gather(1));
  }

  @Test
  void whoGoesMeanwhileIsLeftOut() {
    ProducerId other = registry.connect("nsqd-2", "r2");
    registry.register(producer, "orders", "archive");
    registry.register(other, "orders", "archive");
    Gathering<Optional<Shown<TopicDetail>>> gathering =
        registry.begin(new Query.Detail(Samples.topic("orders"), registry.moment()));
    assertEquals(null, gathering.gather(2)); // both were seen
    registry.disconnect(other);
    TopicDetail detail = gathering.gather(100).orElseThrow().value();

    assertEquals(1, detail.holders().size());
    assertEquals(List.of(new TopicDetail.Channel("archive", 1)), detail.channels());
  }

  /** What is looked at in one go must not grow with the topic. */
  @Test
  void takesAStepForEachRegistrationAndEachHolder() {
    int holders = 50;
    for (int i = 0; i < holders; i++) {
      registry.register(registry.connect("h" + i, "r"), "orders", "archive");
    }
    Gathering<Optional<Shown<TopicDetail>>> gathering =
        registry.begin(new Query.Detail(Samples.topic("orders"), registry.moment()));
    int steps = 1;
    while (gathering.gather(1) == null) {
      steps++;
    }
    // In the topic, in the channel, and as they are told of; and a few to get on.
    assertEquals(3 * holders, steps, 5);
  }

  @Test
  void everyNodeWasHeardSomeTimeAgo() {
    ProducerId other = registry.connect("nsqd-2", "r2");
    registry.passTime(INACTIVE_TIMEOUT.plusMillis(7));
    registry.ping(other);
    registry.passMillis(100);
    registry.connect("nsqd-2", "r3");
    registry.passMillis(5);

    assertEquals(
        List.of("nsqd-1 300112", "nsqd-2 5"),
        registry.ask(new Query.Heard(registry.moment())).stream()
            .map(node -> node.endpoint().broadcastAddress() + " " + node.heardMillis())
            .collect(Collectors.toList()));
  }
}
