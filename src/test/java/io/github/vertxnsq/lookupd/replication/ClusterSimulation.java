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
  static final long QUIET_MILLIS = 40_000;

  /** After so long everybody knows what somebody was told. */
  static final long SETTLED_MILLIS = 8_000;

  private static final int NSQDS = 5;
  private static final List<String> TOPICS = List.of("a", "b", "c", "e#ephemeral");
  private static final List<String> CHANNELS = List.of("x", "y#ephemeral");

  final long seed;
  private final Random random;
  private final SimNetwork network;
  private final SimCluster cluster;
  private final SimTroubles troubles;
  private final SimWrites writes;
  private final SimRestarts restarts;

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
    this.cluster = new SimCluster(random, seed % 3 != 0);
    this.network = cluster.network;
    this.troubles = new SimTroubles(cluster, random, ClusterSimulation::listed, this::check);
    this.writes = new SimWrites(cluster, troubles, ClusterSimulation::listed, this::check);
    this.restarts =
        new SimRestarts(
            cluster, troubles, this::administrate, ClusterSimulation::listed, this::check);
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
    if (isRash && cluster.isSteady) {
      oneSideDeletesWhatTheOtherCreates();
    }
    if (seed % 4 == 0) {
      restarts.allAreKilledAtOnce(TOPICS);
    }
    cluster.mend();
    troubles.mend();
    network.runUntil(network.nowMillis() + QUIET_MILLIS);
    allAgree();
    writes.theLaterOneCounts();
    nobodyIsMissed();
    onlyTheLivingAreListed();
    cluster.nsqds.forEach(SimNsqd::registerAgain);
    network.runUntil(network.nowMillis() + SETTLED_MILLIS);
    allTheLivingAreListed();
  }

  /** Some seconds later, so that the topic must be there when both hear each other again. */
  private void oneSideDeletesWhatTheOtherCreates() {
    cluster.mend();
    troubles.mend();
    network.runUntil(network.nowMillis() + QUIET_MILLIS);
    List<SimNode> nodes = List.copyOf(network.nodes.values());
    SimNode deleting = cluster.pick(nodes);
    SimNode creating = cluster.pick(nodes.stream().filter(node -> node != deleting).toList());
    TopicName topic = TopicName.parse(TOPICS.get(0)).orElseThrow();
    administrate(creating, new Command.Create(topic));
    network.runUntil(network.nowMillis() + SETTLED_MILLIS);
    cluster.split(Set.of(deleting.id), SETTLED_MILLIS);
    network.runUntil(network.nowMillis() + 1_000);
    administrate(deleting, new Command.Delete(topic));
    network.runUntil(network.nowMillis() + 4_000);
    administrate(creating, new Command.Create(topic));
    network.runUntil(network.nowMillis() + SETTLED_MILLIS);
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
    int what = random.nextInt(28);
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
      administrate(command(what));
    } else if (what < 15) {
      cluster.kill(cluster.pick(List.copyOf(network.nodes.values())));
    } else if (what < 17) {
      cluster.suspend(cluster.pick(List.copyOf(network.nodes.values())));
    } else if (what < 19) {
      if (!troubles.isCutForLong()) {
        cluster.split();
      }
    } else if (what < 20) {
      cluster.leave(cluster.pick(List.copyOf(network.nodes.values())));
    } else if (what < 22) {
      troubles.jump();
    } else if (what < 24) {
      troubles.cutApart(SimNetwork.Wire.BUS);
    } else if (what < 25) {
      troubles.cutApart(SimNetwork.Wire.MEMBERSHIP);
    } else if (what < 26) {
      if (cluster.isWhole()) {
        cluster.killAll(0);
        network.runUntil(network.nowMillis() + 3_000); // there must be somebody for the next
      }
    } else {
      troubles.lag();
      somebodyElseDoesTheSame();
    }
  }

  /** While messages take long, what was just registered is hidden, and nsqadmin goes round. */
  private void somebodyElseDoesTheSame() {
    SimNsqd nsqd = cluster.pick(cluster.nsqds);
    Name name = name();
    if (isSafe(name)) {
      nsqd.register(cluster.touch(name));
      soon(new Command.SetTombstone(name.topic(), nsqd.address()));
    }
    Command command = random.nextBoolean() ? new Command.Create(name()) : deleteOf(name());
    soon(command);
    soon(command);
  }

  private Command deleteOf(Name name) {
    return new Command.Delete(random.nextBoolean() ? name : name.topic());
  }

  private void soon(Command command) {
    network.after(1 + random.nextInt(250), () -> administrate(command));
  }

  private Command command(int what) {
    Name name = name();
    return switch (what) {
      case 8, 9 -> new Command.Create(name);
      case 10, 11 -> deleteOf(name);
      default -> new Command.SetTombstone(name.topic(), cluster.pick(cluster.nsqds).address());
    };
  }

  private void administrate(Command command) {
    List<SimNode> serving = cluster.awake().stream().filter(SimNode::isReady).toList();
    Name name = SimWrites.nameIn(command);
    boolean isDelete = command instanceof Command.Delete;
    if (!serving.isEmpty() && (isDelete ? mayDelete(name) : isSafe(name))) {
      administrate(cluster.pick(serving), command);
    }
  }

  private void administrate(SimNode node, Command command) {
    Name name = SimWrites.nameIn(command);
    writes.order(node, command, () -> wholly.remove(name.topic()));
    if (command instanceof Command.Delete) {
      deletedMillis.put(name.topic(), network.nowMillis());
      if (name instanceof TopicName topic) {
        wholly.add(topic);
      }
      // As nsqadmin does: it deletes at every nsqd, too.
      cluster.nsqds.forEach(nsqd -> nsqd.unregister(name));
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
            if (node.isReady() && network.isConnected(node.id, nsqd.node().id)) {
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
    check(facts.size() == 1, () -> "the common facts differ:" + describeFacts());
    for (int origin = 1; origin <= cluster.starts(); origin++) {
      int number = origin;
      Set<Long> hashes = new HashSet<>();
      network.nodes.values().forEach(node -> hashes.add(node.registry.slices().hash(number)));
      check(
          hashes.size() == 1,
          () -> "what is known of " + number + " differs:" + describeSlices(number));
    }
    network.nodes.values().forEach(node -> check(node.isReady(), () -> node + " is not ready"));
  }

  /** Nobody registered it since, so only what was not deleted with it may be left. */
  private void staysDeleted(SimNode node, TopicName topic) {
    if (wholly.contains(topic)) {
      check(
          node.lookup(topic).isEmpty(),
          () -> node + " brings " + topic + " back:\n" + describe(topic));
    }
  }

  private String describeSlices(int origin) {
    return network.nodes.values().stream()
        .map(
            node ->
                "\n%s %s %s"
                    .formatted(
                        node,
                        node.replica().members().isPresent(origin) ? "(present)" : "",
                        node.registry
                            .slices()
                            .page(origin, 0, Integer.MAX_VALUE, network.nowMillis())))
        .collect(Collectors.joining());
  }

  private String describeFacts() {
    return network.nodes.values().stream()
        .map(node -> "\n" + node + " " + node.facts())
        .collect(Collectors.joining());
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
