package io.github.vertxnsq.lookupd.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which of the connections of one identity count, when the older is another daemon's. */
class OrphanRulesTest {
  private static final int SELF = 1;
  private static final int OTHER = 2;
  private static final TopicName TOPIC = Samples.topic("orders");

  private final News news = new News();
  private final Registry registry =
      new Registry(SELF, true, Duration.ofMinutes(5), Duration.ofSeconds(45), news);
  private final ProducerId older = new ProducerId(OTHER, 1);
  private final ProducerId newer = new ProducerId(SELF, 1);
  private long nowMillis = 1_000_000;
  private long hybridTime = 1;

  @BeforeEach
  void theOlderHoldsATopicAtAnotherDaemonAndTheNewerComes() {
    registry.slices().setPresent(OTHER, true);
    apply(new Change.Identified(older, Samples.peer("nsqd-1", "older"), stampOf(OTHER)));
    apply(new Change.Registered(older, TOPIC, stampOf(OTHER)));
    apply(new Change.Heard(older, stampOf(OTHER)));
    apply(new Change.Identified(newer, Samples.peer("nsqd-1", "newer"), stampOf(SELF)));
    news.clear();
  }

  private Stamp stampOf(int node) {
    return new Stamp(hybridTime++, node);
  }

  private void apply(Change change) {
    registry.apply(change, nowMillis);
    work();
  }

  private void work() {
    while (registry.hasWork()) {
      registry.work(1);
    }
  }

  private void newerPings() {
    apply(new Change.Heard(newer, stampOf(SELF)));
  }

  private void setPresent(boolean present) {
    registry.slices().setPresent(OTHER, present);
    work();
  }

  private boolean isListed() {
    return !registry.lookup(TOPIC).orElseThrow().producers().isEmpty();
  }

  @Test
  void whileItsDaemonIsThereItCountsUntilThatSaysThatItIsQuiet() {
    newerPings();
    nowMillis += Duration.ofMinutes(2).toMillis();
    for (Change own : registry.advance(nowMillis)) {
      assertEquals(new Change.Silence(newer, false, true), own);
    }
    assertTrue(isListed());
    news.clear();
    apply(new Change.Silence(older, false, true));
    assertFalse(isListed());
    assertTrue(news.of(TOPIC));
    news.clear();
    Change.Heard heard = new Change.Heard(older, stampOf(OTHER));
    assertTrue(registry.slices().mattersToOthers(heard));
    apply(heard);
    assertTrue(isListed());
    assertTrue(news.of(TOPIC));
    assertFalse(registry.slices().mattersToOthers(new Change.Heard(older, stampOf(OTHER))));
  }

  @Test
  void anOrphanCountsUntilTheNewerOnesFirstPing() {
    setPresent(false);
    assertTrue(isListed());
    news.clear();
    newerPings();
    assertFalse(isListed());
    assertTrue(news.of(TOPIC));
  }

  @Test
  void aDaemonThatGoesMakesAnOrphanOfItAndOneThatComesBackDoesNot() {
    newerPings();
    news.clear();
    setPresent(false);
    assertFalse(isListed());
    assertTrue(news.of(TOPIC));
    news.clear();
    setPresent(true);
    assertTrue(isListed());
    assertTrue(news.of(TOPIC));
  }

  @Test
  void anOrphanShowsAgainWhenTheNewerOneEnds() {
    newerPings();
    setPresent(false);
    apply(new Change.Ended(newer));
    assertTrue(isListed());
  }

  /**
   * An nsqd may be connected to several daemons: what it gives up it tells those that are there.
   */
  @Test
  void anOrphanDoesNotCountBesideAnOlderConnectionThatIsHeard() {
    ProducerId oldest = new ProducerId(SELF, 2);
    apply(new Change.Identified(oldest, Samples.peer("nsqd-2", "oldest"), stampOf(SELF)));
    apply(new Change.Heard(oldest, stampOf(SELF)));
    ProducerId orphan = new ProducerId(OTHER, 3);
    apply(new Change.Identified(orphan, Samples.peer("nsqd-2", "orphan"), stampOf(OTHER)));
    TopicName others = Samples.topic("others");
    apply(new Change.Registered(orphan, others, stampOf(OTHER)));
    apply(new Change.Heard(orphan, stampOf(OTHER)));
    assertEquals(1, registry.lookup(others).orElseThrow().producers().size());
    setPresent(false);
    assertEquals(0, registry.lookup(others).orElseThrow().producers().size());
    news.clear();
    nowMillis += Duration.ofSeconds(31).toMillis();
    registry.advance(nowMillis);
    work();
    assertEquals(1, registry.lookup(others).orElseThrow().producers().size());
    assertTrue(news.of(others));
    news.clear();
    apply(new Change.Heard(oldest, stampOf(SELF)));
    assertEquals(0, registry.lookup(others).orElseThrow().producers().size());
    assertTrue(news.of(others));
  }

  @Test
  void quietnessIsHandedOnWithAllElse() {
    apply(new Change.Silence(older, false, true));
    newerPings();
    List<ProducerState> states = registry.slices().page(OTHER, 0, 10, nowMillis).producers();
    assertTrue(states.get(0).quiet());
    registry.slices().take(OTHER, states.get(0), nowMillis);
    assertFalse(isListed());
  }

  /** A digest may tell of a later PING before the stream has told all that was before it. */
  @Test
  void whatItsDaemonSaysCountsInTheOrderInWhichItSaysSo() {
    newerPings();
    Change.Heard heard = new Change.Heard(older, stampOf(OTHER));
    registry.slices().heard(older, stampOf(OTHER).hybridTime(), 0, nowMillis);
    apply(new Change.Silence(older, true, true));
    assertFalse(isListed());
    apply(heard);
    assertTrue(isListed());
  }
}
