package io.github.vertxnsq.lookupd.events;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.vertxnsq.lookupd.registry.Change;
import io.github.vertxnsq.lookupd.registry.ChannelName;
import io.github.vertxnsq.lookupd.registry.HybridClock;
import io.github.vertxnsq.lookupd.registry.Name;
import io.github.vertxnsq.lookupd.registry.PeerInfo;
import io.github.vertxnsq.lookupd.registry.ProducerId;
import io.github.vertxnsq.lookupd.registry.Query;
import io.github.vertxnsq.lookupd.registry.Registry;
import io.github.vertxnsq.lookupd.registry.Stamp;
import io.github.vertxnsq.lookupd.registry.TopicName;
import java.time.Duration;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Whatever happens, and whenever one looks: who then applies what is told knows what is listed. */
final class FollowedChronicleTest {
  private static final int SEEDS = 300;
  private static final int NODES = 3;
  private static final int TOPICS = 4;

  private final Random random = new Random();
  private final Relay relay = new Relay();
  private final Registry registry =
      new Registry(Duration.ofMinutes(5), Duration.ofSeconds(45), relay);
  private final HybridClock stamps = new HybridClock(0);
  private final long[] connections = new long[2 * NODES];
  private final Set<String> followed = new TreeSet<>();
  private boolean looksAgain;
  private long connectionCount;
  private long nowMillis;

  /** The differences alone lead from what was to what is. */
  @Test
  void fromWhatWasWhenNothingWasUntold() {
    play(false);
  }

  /** Who looks at any moment looks again at what it is told to, as clients do. */
  @Test
  void fromWhatWasAtAnyMoment() {
    play(true);
  }

  private static void play(boolean looksAgain) {
    long first = System.nanoTime();
    for (long seed = first; seed < first + SEEDS; seed++) {
      FollowedChronicleTest one = new FollowedChronicleTest();
      one.random.setSeed(seed);
      one.looksAgain = looksAgain;
      one.play();
      assertEquals(one.listed(), one.followed, "seed " + seed);
    }
  }

  private void play() {
    change(40, 0);
    relay.chronicle = new Chronicle(registry, this::follow);
    while (!relay.chronicle.isComplete()) {
      change(1, 0);
      relay.chronicle.work(1);
    }
    while (!looksAgain && (registry.hasWork() || relay.chronicle.hasWork())) {
      registry.work(1);
      relay.chronicle.work(1);
    }
    followed.clear();
    followed.addAll(listed());
    change(100, 3);
    while (registry.hasWork() || relay.chronicle.hasWork()) {
      registry.work(1);
      relay.chronicle.work(1);
    }
  }

  private void change(int times, int maxSteps) {
    for (int i = 0; i < times; i++) {
      nowMillis += random.nextInt(20_000);
      registry.advance(nowMillis);
      registry.apply(anyChange(), nowMillis);
      registry.work(random.nextInt(3));
      if (maxSteps > 0) {
        relay.chronicle.work(random.nextInt(maxSteps));
      }
    }
  }

  private Change anyChange() {
    int slot = random.nextInt(connections.length);
    ProducerId producer = new ProducerId(0, connections[slot]);
    TopicName topic = topic(random.nextInt(TOPICS));
    Name name = random.nextBoolean() ? topic : ChannelName.parse(topic, "c").orElseThrow();
    return switch (random.nextInt(8)) {
      case 0, 1 -> {
        connections[slot] = ++connectionCount;
        yield new Change.Identified(new ProducerId(0, connectionCount), peer(slot / 2), stamp());
      }
      case 2, 3 -> new Change.Registered(producer, name, stamp());
      case 4 -> new Change.Unregistered(producer, name);
      case 5 ->
          random.nextInt(3) == 0
              ? new Change.Deleted(name, stamp())
              : new Change.Created(name, stamp());
      case 6 -> new Change.Heard(producer, stamp());
      default -> new Change.Ended(producer);
    };
  }

  private Stamp stamp() {
    return stamps.next(1_700_000_000_000L + nowMillis);
  }

  private static TopicName topic(int number) {
    return TopicName.parse("t" + number).orElseThrow();
  }

  private static PeerInfo peer(int node) {
    return new PeerInfo("127.0.0.1:5", "h", "h" + node, 4150, 4151, "1.3.0", "z", "r");
  }

  private Set<String> listed() {
    Set<String> listed = new TreeSet<>();
    for (int i = 0; i < TOPICS; i++) {
      listed.addAll(listed(topic(i)));
    }
    for (int i = 0; i < NODES; i++) {
      registry.node(peer(i).endpoint()).ifPresent(node -> listed.add(at(null, node.value())));
    }
    return listed;
  }

  private Set<String> listed(TopicName topic) {
    Set<String> listed = new TreeSet<>();
    new Query.Lookup(topic)
        .answeredBy(registry)
        .ifPresent(
            view -> {
              listed.add(topic.text());
              view.channels().forEach(channel -> listed.add(topic + " channel"));
              view.producers().forEach(one -> listed.add(at(topic, one.value())));
            });
    return listed;
  }

  private static String at(TopicName topic, PeerInfo producer) {
    return topic + " at " + producer.broadcastAddress();
  }

  private void follow(Event event) {
    if (event instanceof Event.TopicNamed one) {
      follow(one.topic().text(), one.exists());
    } else if (event instanceof Event.ChannelNamed one) {
      follow(one.topic() + " channel", one.exists());
    } else if (event instanceof Event.Joined one) {
      follow(at(one.topic(), one.producer()), true);
    } else if (event instanceof Event.Left one) {
      follow(at(one.topic(), one.producer()), false);
    } else if (looksAgain && event instanceof Event.Lookup one) {
      followed.removeIf(what -> what.startsWith(one.topic().text()));
      followed.addAll(listed(one.topic()));
    }
  }

  private void follow(String what, boolean isThere) {
    if (isThere) {
      followed.add(what);
    } else {
      followed.remove(what);
    }
  }
}
