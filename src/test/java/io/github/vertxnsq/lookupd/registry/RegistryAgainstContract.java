package io.github.vertxnsq.lookupd.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A registry and the contract side by side: whatever is done is done to both, and all that can be
 * asked is asked of both afterwards. Also sees to it that the registry announces what changes, both
 * to its watcher and by its next deadline.
 */
final class RegistryAgainstContract {
  static final long INACTIVE_MILLIS = 1000;
  static final long LIFETIME_MILLIS = 300;
  static final long QUIET_MILLIS = 400;
  static final int PLACES_PER_NODE = 3;

  static final List<TopicName> TOPICS =
      Stream.of("a", "b", "t#ephemeral").map(Samples::topic).toList();

  /** Two that differ in the TCP port alone, so that one tombstone is for both; and another. */
  private static final List<PeerInfo> NODES =
      List.of(Samples.peer("n1", ""), Samples.peer("n1", 4250, ""), Samples.peer("n2", ""));

  static final int PLACES = NODES.size() * PLACES_PER_NODE;

  /** All that can be asked, apart from {@code /debug}. */
  private record Answers(
      Map<TopicName, Optional<TopicView>> lookups, List<String> topics, List<NodeView> nodes) {}

  private final RegistryDriver driver;
  private final Contract contract;
  private final ContractAnswers expected;

  /** Every change is applied again at once, which must alter nothing. */
  private final boolean appliesTwice;

  /** Who is connected at each place; 0 for nobody. */
  private final long[] connectionAt = new long[PLACES];

  private long connections;
  private Answers before;

  /** What has changed and was not told, while some telling is put off. */
  private final Set<Object> untold = new HashSet<>();

  RegistryAgainstContract(boolean appliesTwice, boolean putsOff) {
    this.appliesTwice = appliesTwice;
    driver =
        new RegistryDriver(
            Duration.ofMillis(QUIET_MILLIS),
            Duration.ofMillis(INACTIVE_MILLIS),
            Duration.ofMillis(LIFETIME_MILLIS),
            putsOff);
    contract = new Contract(QUIET_MILLIS, INACTIVE_MILLIS, LIFETIME_MILLIS, driver.nowMillis());
    expected = new ContractAnswers(contract);
    before = answers();
  }

  PeerInfo peerAt(int place) {
    PeerInfo node = NODES.get(place / PLACES_PER_NODE);
    String remote = "10.0.0." + place + ":" + connectionAt[place];
    return Samples.peer(node.broadcastAddress(), node.tcpPort(), remote);
  }

  ProducerId producerAt(int place) {
    return new ProducerId(1, connectionAt[place]);
  }

  ProducerId comeAt(int place) {
    if (connectionAt[place] == 0) {
      connectionAt[place] = ++connections;
    }
    return producerAt(place);
  }

  void goneAt(int place) {
    connectionAt[place] = 0;
  }

  long nowMillis() {
    return driver.nowMillis();
  }

  long nextDeadlineMillis() {
    return driver.nextDeadlineMillis();
  }

  void run(Command command) {
    Stamp stamp = driver.nextStamp();
    Decision decision = driver.decide(command, stamp);
    assertEquals(decision, driver.decide(command, stamp), "deciding changes nothing");
    for (Change change : decision.changes()) {
      driver.apply(change);
      if (appliesTwice) {
        driver.apply(change);
      }
    }
    assertEquals(contract.run(command, stamp), decision.refusal());
    check();
  }

  void passTimeTo(long thenMillis) {
    while (driver.nextDeadlineMillis() <= thenMillis) {
      long deadlineMillis = driver.nextDeadlineMillis();
      Answers untilThen = before;
      moveTo(deadlineMillis - 1);
      assertEquals(untilThen, before, "nothing changes before the next deadline");
      assertTrue(driver.news().isEmpty(), "nothing is announced before the next deadline");
      moveTo(deadlineMillis);
    }
    moveTo(Math.max(thenMillis, driver.nowMillis()));
  }

  private void moveTo(long thenMillis) {
    driver.passMillis(thenMillis - driver.nowMillis());
    contract.passTimeTo(thenMillis);
    check();
  }

  void setTimes(Duration inactiveTimeout, Duration tombstoneLifetime) {
    driver.setTimes(inactiveTimeout, tombstoneLifetime);
    contract.setTimes(inactiveTimeout.toMillis(), tombstoneLifetime.toMillis());
    check();
  }

  /** Some of what was put off is done: no answer may change by it. */
  void work(int steps) {
    driver.work(steps);
    check();
  }

  void moveWallClock(long byMillis) {
    driver.moveWallClock(byMillis);
  }

  /** Everybody goes, every topic is deleted: then nothing at all may be left. */
  void end() {
    for (int place = 0; place < PLACES; place++) {
      new RegistryStep.Disconnect(place).takenBy(this);
    }
    work(Integer.MAX_VALUE);
    assertEquals(Long.MAX_VALUE, driver.nextDeadlineMillis());
    TOPICS.forEach(topic -> run(new Command.Delete(topic)));
    assertEquals(new Census(0, 0, 0, 0, 0, 0), driver.census());
  }

  private void check() {
    Answers now = answers();
    for (TopicName topic : TOPICS) {
      assertEquals(expected.lookup(topic), now.lookups.get(topic), () -> "lookup of " + topic);
      assertEquals(expected.detail(topic), detail(topic), () -> "detail of " + topic);
    }
    assertEquals(expected.topics(), now.topics, "topics");
    assertEquals(expected.nodes(), now.nodes, "nodes");
    checkCensus();
    assertEquals(sorted(expected.debug()), sorted(joined(driver.debug(1))), "debug, cut small");
    assertEquals(joined(driver.debug(1)), joined(driver.debug(1000)), "debug in one");
    assertTrue(driver.nextDeadlineMillis() > driver.nowMillis(), "the next deadline is to come");
    checkNews(now);
    before = now;
  }

  /** What is dead is counted until it is taken out. */
  private void checkCensus() {
    Census exact = expected.census();
    Census now = driver.census();
    if (driver.hasWork()) {
      assertTrue(
          now.registrations() >= exact.registrations(), "registrations are left to take out");
      now =
          new Census(
              now.producers(),
              now.nodes(),
              now.topics(),
              now.channels(),
              exact.registrations(),
              exact.tombstones());
    }
    assertEquals(exact, now);
  }

  /** Being told too much is allowed, being told too little is not, once all telling is done. */
  private void checkNews(Answers now) {
    News news = driver.news();
    for (TopicName topic : TOPICS) {
      noteNews(topic, now.lookups.get(topic), before.lookups.get(topic), news.of(topic));
    }
    noteNews("topics", now.topics, before.topics, news.ofTopics());
    noteNews("nodes", now.nodes, before.nodes, news.ofNodes());
    if (!driver.hasWork()) {
      assertEquals(Set.of(), untold, "not told of what changed");
    }
    news.clear();
  }

  private void noteNews(Object of, Object now, Object earlier, boolean told) {
    if (told) {
      untold.remove(of);
    } else if (!now.equals(earlier)) {
      untold.add(of);
    }
  }

  private Optional<DetailAsExpected> detail(TopicName topic) {
    return driver
        .ask(new Query.Detail(topic, driver.moment()))
        .map(shown -> DetailAsExpected.of(shown.value()));
  }

  private Answers answers() {
    Map<TopicName, Optional<TopicView>> lookups = new TreeMap<>();
    TOPICS.forEach(topic -> lookups.put(topic, driver.ask(new Query.Lookup(topic))));
    return new Answers(lookups, driver.topics(), driver.nodes());
  }

  private static Map<String, List<DebugSlice.Entry>> joined(List<DebugSlice> slices) {
    Map<String, List<DebugSlice.Entry>> byKey = new TreeMap<>();
    String last = "";
    for (DebugSlice slice : slices) {
      boolean first = true;
      for (DebugSlice.Group group : slice.groups()) {
        assertTrue(!group.entries().isEmpty(), "a key without producers is left out");
        boolean goesOn = first && group.key().equals(last);
        assertTrue(goesOn || !byKey.containsKey(group.key()), () -> "twice: " + group.key());
        byKey.computeIfAbsent(group.key(), key -> new ArrayList<>()).addAll(group.entries());
        last = group.key();
        first = false;
      }
    }
    return byKey;
  }

  private static Map<String, List<DebugSlice.Entry>> sorted(
      Map<String, List<DebugSlice.Entry>> byKey) {
    Map<String, List<DebugSlice.Entry>> sorted = new TreeMap<>();
    byKey.forEach(
        (key, entries) ->
            sorted.put(
                key,
                entries.stream()
                    .sorted(Comparator.comparing(entry -> entry.peer().remoteAddress()))
                    .toList()));
    return sorted;
  }
}
