package io.github.vertxnsq.lookupd.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Function;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;

/** What is put together bit by bit while topics and nodes come and go between the bits. */
final class GatheringTest {
  private static final int NAMES = 40;
  private static final int MOST_STEPS = 4;

  private final Registry registry =
      new Registry(Duration.ofHours(1), Duration.ofHours(1), new News());
  private final HybridClock clock = new HybridClock(1);
  private final Set<String> topics = new TreeSet<>();
  private final Set<String> hosts = new TreeSet<>();
  private final Map<String, ProducerId> producers = new HashMap<>();
  private long connections;

  @RepeatedTest(200)
  void everyTopicThatStaysIsListedOnceAndNoneThatNeverWas(RepetitionInfo seed) {
    Random random = new Random(seed.getCurrentRepetition());
    gatherAmidChanges(random, topics, this::flipTopic, new Query.Topics(), Function.identity());
  }

  @RepeatedTest(200)
  void everyNodeThatStaysIsListedOnceAndNoneThatNeverWas(RepetitionInfo seed) {
    Random random = new Random(seed.getCurrentRepetition());
    gatherAmidChanges(
        random,
        hosts,
        this::flipHost,
        new Query.Nodes(),
        nodes -> nodes.stream().map(node -> node.peer().value().broadcastAddress()).toList());
  }

  private <R> void gatherAmidChanges(
      Random random,
      Set<String> present,
      Consumer<String> flip,
      Query.Extensive<R> query,
      Function<R, List<String>> names) {
    for (int i = 0; i < NAMES / 2; i++) {
      flip.accept(name(random));
    }
    Set<String> always = new HashSet<>(present);
    Set<String> ever = new HashSet<>(present);
    Gathering<R> gathering = query.begunBy(registry);
    R answer = gathering.gather(1 + random.nextInt(MOST_STEPS));
    while (answer == null) {
      flip.accept(name(random));
      always.retainAll(present);
      ever.addAll(present);
      answer = gathering.gather(1 + random.nextInt(MOST_STEPS));
    }
    List<String> listed = names.apply(answer);
    assertEquals(new ArrayList<>(new TreeSet<>(listed)), listed, "sorted, and each once");
    assertTrue(listed.containsAll(always), () -> listed + " lacks some of " + always);
    assertTrue(ever.containsAll(listed), () -> listed + " has more than " + ever);
  }

  private static String name(Random random) {
    return "n%02d".formatted(random.nextInt(NAMES));
  }

  private void flipTopic(String name) {
    TopicName topic = Samples.topic(name);
    boolean isNew = topics.add(name);
    run(isNew ? new Command.Create(topic) : new Command.Delete(topic));
    if (!isNew) {
      topics.remove(name);
    }
  }

  private void flipHost(String host) {
    if (hosts.add(host)) {
      ProducerId producer = new ProducerId(host.hashCode(), ++connections);
      run(new Command.Identify(producer, Samples.peer(host, "r")));
      run(new Command.Register(producer, Samples.topic("t" + connections % MOST_STEPS)));
      producers.put(host, producer);
    } else {
      hosts.remove(host);
      run(new Command.Disconnect(producers.remove(host)));
    }
  }

  private void run(Command command) {
    Decision decision = registry.decide(command, clock.next(RegistryDriver.WALL_START_MILLIS));
    decision.changes().forEach(change -> registry.apply(change, 0));
    registry.work(MOST_STEPS); // never all of it, so that the dead are still linked
  }
}
