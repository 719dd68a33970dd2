package io.github.vertxnsq.lookupd.replication;

import io.github.vertxnsq.lookupd.registry.ChannelName;
import io.github.vertxnsq.lookupd.registry.Command;
import io.github.vertxnsq.lookupd.registry.Endpoint;
import io.github.vertxnsq.lookupd.registry.Name;
import io.github.vertxnsq.lookupd.registry.PeerInfo;
import io.github.vertxnsq.lookupd.registry.Shown;
import io.github.vertxnsq.lookupd.registry.TopicName;
import io.github.vertxnsq.lookupd.registry.TopicView;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Some daemons, some cluster.nsqds and an administrator live through a minute or two of trouble,
 * drawn from a seed; then there is quiet, and all must agree.
 */
final class ClusterSimulation {
  private static final long QUIET_MILLIS = 40_000;

  /** After so long everybody knows what somebody was told. */
  private static final long SETTLED_MILLIS = 8_000;

  private static final int NSQDS = 5;
  private static final List<String> TOPICS = List.of("a", "b", "c", "e#ephemeral");
  private static final List<String> CHANNELS = List.of("x", "y#ephemeral");

  final long seed;
  private final Random random;
  private final SimNetwork network;
  private final SimCluster cluster;

  /** Topics that were deleted, wholly or in part, and may not be safe to register. */
  private final Map<TopicName, Long> deletedMillis = new HashMap<>();

  /** Those of them of which nothing may be left. */
  private final Set<TopicName> wholly = new HashSet<>();

  /**
   * Whether somebody may register what is just being deleted elsewhere: either may win, but all
   * must agree.
   */
  private final boolean isRash;

  ClusterSimulation(long seed) {
    this.seed = seed;
    this.random = new Random(seed);
    this.isRash = seed % 2 == 0;
    this.cluster = new SimCluster(random);
    this.network = cluster.network;
    for (int i = 0; i < NSQDS; i++) {
      SimNsqd nsqd = new SimNsqd("nsqd" + i, network);
      for (int j = 0; j < 2; j++) {
        nsqd.names.put(name(), 0L);
      }
      nsqd.names.keySet().stream().map(Name::topic).toList().forEach(t -> nsqd.names.put(t, 0L));
      cluster.add(nsqd);
    }
  }

  /**
   * Lives through it; fails with the cluster.story when somebody is missed, or they do not agree.
   */
  void run() {
    network.runUntil(network.nowMillis() + 5_000);
    int steps = 10 + random.nextInt(30);
    for (int i = 0; i < steps; i++) {
      somethingHappens();
      network.runUntil(network.nowMillis() + random.nextInt(2_500));
      nobodyIsMissed();
    }
    cluster.mend();
    network.runUntil(network.nowMillis() + QUIET_MILLIS);
    allAgree();
    nobodyIsMissed();
    onlyTheLivingAreListed();
    cluster.nsqds.forEach(SimNsqd::registerAgain);
    network.runUntil(network.nowMillis() + SETTLED_MILLIS);
    allTheLivingAreListed();
  }

  /** Each of them once, by everybody: orphans have lapsed, and no name came back. */
  private void onlyTheLivingAreListed() {
    eachAnswer(Set::containsAll, "lists somebody who does not hold it");
  }

  /** Whatever deletes and registrations had raced before. */
  private void allTheLivingAreListed() {
    eachAnswer(Set::equals, "does not list just those who hold it");
  }

  private void eachAnswer(BiPredicate<Set<Endpoint>, Set<Endpoint>> fits, String otherwise) {
    for (String text : TOPICS) {
      TopicName topic = TopicName.parse(text).orElseThrow();
      Set<Endpoint> living =
          cluster.nsqds.stream()
              .filter(nsqd -> nsqd.isConnected() && nsqd.names.containsKey(topic))
              .map(SimNsqd::endpoint)
              .collect(Collectors.toSet());
      for (SimNode node : network.nodes.values()) {
        List<Endpoint> listed = listed(node, topic);
        boolean isOnce = new HashSet<>(listed).size() == listed.size();
        check(
            isOnce && fits.test(living, new HashSet<>(listed)),
            () ->
                "%s %s: %s, living %s, listed %s"
                    .formatted(node, otherwise, topic, living, listed));
      }
    }
  }

  private void somethingHappens() {
    int what = random.nextInt(20);
    if (what < 4) {
      Name name = name();
      if (isSafe(name)) {
        cluster.pick(cluster.nsqds).register(cluster.touch(name));
      }
    } else if (what < 6) {
      SimNsqd nsqd = cluster.pick(cluster.nsqds);
      if (!nsqd.names.isEmpty()) {
        nsqd.unregister(cluster.touch(cluster.pick(List.copyOf(nsqd.names.keySet()))));
      }
    } else if (what < 8) {
      SimNsqd nsqd = cluster.pick(cluster.nsqds);
      cluster.tell(nsqd.host + " moves");
      nsqd.disconnect();
      cluster.reconnectLater(nsqd);
    } else if (what < 13) {
      administrate(what);
    } else if (what < 15) {
      cluster.kill(cluster.pick(List.copyOf(network.nodes.values())));
    } else if (what < 17) {
      cluster.suspend(cluster.pick(List.copyOf(network.nodes.values())));
    } else if (what < 19) {
      cluster.split();
    } else {
      cluster.leave(cluster.pick(List.copyOf(network.nodes.values())));
    }
  }

  private void administrate(int what) {
    List<SimNode> serving = cluster.awake().stream().filter(one -> one.replica.isReady()).toList();
    if (serving.isEmpty()) {
      return;
    }
    SimNode node = cluster.pick(serving);
    Name name = name();
    Command command =
        switch (what) {
          case 8, 9 -> new Command.Create(name);
          case 10, 11 -> new Command.Delete(random.nextBoolean() ? name : name.topic());
          default -> new Command.SetTombstone(name.topic(), cluster.pick(cluster.nsqds).address());
        };
    boolean isDelete = command instanceof Command.Delete;
    if (isDelete ? !mayDelete(name) : !isSafe(name)) {
      return;
    }
    cluster.touch(name);
    cluster.tell(node + " " + command);
    node.run(command);
    if (isDelete) {
      deletedMillis.put(name.topic(), network.nowMillis());
      if (((Command.Delete) command).name() instanceof TopicName topic) {
        wholly.add(topic);
      }
    }
    if (command instanceof Command.Delete delete) {
      // As nsqadmin does: it deletes at every nsqd, too.
      cluster.nsqds.forEach(nsqd -> nsqd.unregister(delete.name()));
    }
  }

  /** Whether all know what was registered of it, so that a delete is later for everybody. */
  private boolean mayDelete(Name name) {
    long touched = cluster.touchedMillis.getOrDefault(name.topic(), 0L);
    return isRash || (cluster.isWhole() && network.nowMillis() - touched > SETTLED_MILLIS);
  }

  /** Whether whoever registers this now does so after every delete, for everybody. */
  private boolean isSafe(Name name) {
    Long deleted = deletedMillis.get(name.topic());
    if (deleted == null || isRash) {
      return true;
    }
    long since = Math.max(deleted, cluster.troubleMillis());
    boolean isSafe = cluster.isWhole() && network.nowMillis() - since > SETTLED_MILLIS;
    if (isSafe) {
      deletedMillis.remove(name.topic());
      wholly.remove(name.topic());
    }
    return isSafe;
  }

  private boolean isCalm(TopicName topic) {
    if (isRash && deletedMillis.containsKey(topic)) {
      return false;
    }
    long since = Math.max(cluster.troubleMillis(), cluster.touchedMillis.getOrDefault(topic, 0L));
    return network.nowMillis() - since > SETTLED_MILLIS + SimNode.TOMBSTONE_MILLIS;
  }

  /** Whoever has been connected for a while is listed everywhere on its side. */
  private void nobodyIsMissed() {
    for (SimNsqd nsqd : cluster.nsqds) {
      if (!nsqd.isConnected() || nsqd.node().isSuspended()) {
        continue;
      }
      for (Name name : nsqd.names.keySet()) {
        if (name instanceof TopicName topic && isCalm(topic)) {
          for (SimNode node : cluster.awake()) {
            if (node.replica.isReady() && network.isConnected(node.id, nsqd.node().id)) {
              check(
                  listed(node, topic).contains(nsqd.endpoint()),
                  () -> node + " misses " + nsqd.host + " of " + topic);
            }
          }
        }
      }
    }
  }

  private void allAgree() {
    for (String text : TOPICS) {
      TopicName topic = TopicName.parse(text).orElseThrow();
      Set<Optional<TopicView>> answers = new HashSet<>();
      network.nodes.values().forEach(node -> answers.add(node.lookup(topic)));
      check(answers.size() == 1, () -> topic + " is answered differently: " + describe(topic));
    }
    if (!isRash) {
      for (TopicName topic : deletedMillis.keySet()) {
        network.nodes.values().forEach(node -> staysDeleted(node, topic));
      }
    }
    Set<Long> facts = new HashSet<>();
    network.nodes.values().forEach(node -> facts.add(node.registry.commonFacts().hash()));
    check(facts.size() == 1, () -> "the common facts differ");
    for (int origin = 1; origin <= cluster.starts(); origin++) {
      int number = origin;
      Set<Long> hashes = new HashSet<>();
      network.nodes.values().forEach(node -> hashes.add(node.registry.slices().hash(number)));
      check(hashes.size() == 1, () -> "what is known of " + number + " differs");
    }
    network
        .nodes
        .values()
        .forEach(node -> check(node.replica.isReady(), () -> node + " is not ready"));
  }

  /** Nobody registered it since, so only what was not deleted with it may be left. */
  private void staysDeleted(SimNode node, TopicName topic) {
    if (wholly.contains(topic)) {
      check(
          node.lookup(topic).isEmpty(),
          () -> node + " brings " + topic + " back:\n" + describe(topic));
    }
  }

  private String describe(TopicName topic) {
    return network.nodes.values().stream()
        .map(node -> node + "=" + node.lookup(topic) + " by " + node.factsOf(topic))
        .collect(Collectors.joining("\n"));
  }

  private static List<Endpoint> listed(SimNode node, TopicName topic) {
    return node.lookup(topic).map(TopicView::producers).orElse(List.of()).stream()
        .map(Shown::value)
        .map(PeerInfo::endpoint)
        .toList();
  }

  private Name name() {
    TopicName topic = TopicName.parse(cluster.pick(TOPICS)).orElseThrow();
    return random.nextBoolean()
        ? topic
        : ChannelName.parse(topic, cluster.pick(CHANNELS)).orElseThrow();
  }

  private void check(boolean holds, Supplier<String> wrong) {
    if (!holds) {
      throw new AssertionError(
          "seed %d, at %d: %s\n%s"
              .formatted(
                  seed,
                  network.nowMillis() - 1_000_000,
                  wrong.get(),
                  String.join("\n", cluster.story)));
    }
  }
}
