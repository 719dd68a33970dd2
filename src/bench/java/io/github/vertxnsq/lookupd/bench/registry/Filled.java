package io.github.vertxnsq.lookupd.bench.registry;

import io.github.vertxnsq.lookupd.bench.Names;
import io.github.vertxnsq.lookupd.registry.Change;
import io.github.vertxnsq.lookupd.registry.ChannelName;
import io.github.vertxnsq.lookupd.registry.Command;
import io.github.vertxnsq.lookupd.registry.HybridClock;
import io.github.vertxnsq.lookupd.registry.PeerInfo;
import io.github.vertxnsq.lookupd.registry.ProducerId;
import io.github.vertxnsq.lookupd.registry.Query;
import io.github.vertxnsq.lookupd.registry.Registry;
import io.github.vertxnsq.lookupd.registry.TopicName;
import io.github.vertxnsq.lookupd.registry.TopicView;
import io.github.vertxnsq.lookupd.registry.Watcher;
import java.time.Duration;
import java.util.Optional;

/**
 * A registry of a given size, driven as its verticle drives it. Every producer has 50 topics with a
 * channel each, every topic about 15 producers, as far as there are that many.
 */
final class Filled {
  /** How many topics there are at least, so that a producer that leaves can have so many. */
  static final int LEAVER_TOPICS = 150;

  private static final int TOPICS_PER_PRODUCER = 50;
  private static final int PRODUCERS_PER_TOPIC = 15;
  private static final int REGISTRATIONS_PER_PRODUCER =
      TOPICS_PER_PRODUCER * Names.REGISTRATIONS_PER_TOPIC;
  private static final Duration INACTIVE_TIMEOUT = Duration.ofMinutes(5);
  private static final Duration TOMBSTONE_LIFETIME = Duration.ofSeconds(45);
  private static final int STEPS = 4_000;
  private static final long NOW_MILLIS = 1_000_000;
  private static final long WALL_MILLIS = 1_704_067_200_000L;

  private final Registry registry = new Registry(INACTIVE_TIMEOUT, TOMBSTONE_LIFETIME, new Deaf());
  private final HybridClock clock = new HybridClock(1);
  private final Names names;
  private final int producers;
  private long connections;

  Filled(int registrations) {
    producers = registrations / REGISTRATIONS_PER_PRODUCER;
    names =
        new Names(
            "topic",
            Math.max(LEAVER_TOPICS, producers * TOPICS_PER_PRODUCER / PRODUCERS_PER_TOPIC),
            TOPICS_PER_PRODUCER);
    for (int producer = 0; producer < producers; producer++) {
      ProducerId id = connect();
      for (int place = 0; place < TOPICS_PER_PRODUCER; place++) {
        run(new Command.Register(id, channel(names.topicOf(producer, place), "archive")));
      }
    }
  }

  /** How many topics there are. */
  int topics() {
    return names.topics();
  }

  /** How many producers there were from the beginning. */
  int producers() {
    return producers;
  }

  /** A producer that was there from the beginning. */
  ProducerId producer(int number) {
    return new ProducerId(1, number + 1L);
  }

  /** Another producer comes, without any registration. */
  ProducerId connect() {
    ProducerId id = new ProducerId(1, ++connections);
    String host = "nsqd-" + connections;
    PeerInfo peer = new PeerInfo(host + ":1", host, host, 4150, 4151, "1.3.0", "", "");
    run(new Command.Identify(id, peer));
    return id;
  }

  /** The name of a topic. */
  TopicName topic(int number) {
    return TopicName.parse(names.topic(number)).orElseThrow();
  }

  /** The name of a channel. */
  ChannelName channel(int topic, String name) {
    return ChannelName.parse(topic(topic), name).orElseThrow();
  }

  /** Carries the command out with all that follows from it, at once or later. */
  void run(Command command) {
    for (Change change : registry.decide(command, clock.next(WALL_MILLIS)).changes()) {
      registry.apply(change, NOW_MILLIS);
    }
    while (registry.hasWork()) {
      registry.work(STEPS);
    }
  }

  /** How many registrations there are. */
  int registrations() {
    return new Query.Count().answeredBy(registry).registrations();
  }

  /** Looks a topic up. */
  Optional<TopicView> lookup(TopicName topic) {
    return new Query.Lookup(topic).answeredBy(registry);
  }

  /** Who is told what changes has work of its own, which is not the registry's. */
  private static final class Deaf implements Watcher {
    @Override
    public void topicChanged(TopicName topic) {}

    @Override
    public void topicsChanged() {}

    @Override
    public void nodesChanged() {}
  }
}
