package io.github.vertxnsq.lookupd.replication;

import io.github.vertxnsq.lookupd.registry.Command;
import io.github.vertxnsq.lookupd.registry.Endpoint;
import io.github.vertxnsq.lookupd.registry.TopicName;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Supplier;

/** All daemons are killed at once, and know again what any of them knew. */
final class SimRestarts {
  private static final TopicName DELETED = TopicName.parse("deleted").orElseThrow();
  private static final TopicName CREATED = TopicName.parse("created").orElseThrow();

  private final SimCluster cluster;
  private final SimNetwork network;
  private final SimTroubles troubles;
  private final BiConsumer<SimNode, Command> administrate;
  private final BiFunction<SimNode, TopicName, List<Endpoint>> listed;
  private final BiConsumer<Boolean, Supplier<String>> check;

  SimRestarts(
      SimCluster cluster,
      SimTroubles troubles,
      BiConsumer<SimNode, Command> administrate,
      BiFunction<SimNode, TopicName, List<Endpoint>> listed,
      BiConsumer<Boolean, Supplier<String>> check) {
    this.cluster = cluster;
    this.network = cluster.network;
    this.troubles = troubles;
    this.administrate = administrate;
    this.listed = listed;
    this.check = check;
  }

  /** One of them is killed first, and its disk has what was deleted since; an nsqd dies, too. */
  void allAreKilledAtOnce(List<String> topics) {
    cluster.mend();
    troubles.mend();
    passes(ClusterSimulation.QUIET_MILLIS);
    if (nodes().stream().anyMatch(SimNode::stampsAreFarAhead)) {
      return;
    }
    administrate.accept(cluster.pick(nodes()), new Command.Create(DELETED));
    passes(ClusterSimulation.SETTLED_MILLIS);
    cluster.kill(cluster.pick(nodes()));
    passes(1_000);
    SimNode serving = cluster.pick(nodes());
    administrate.accept(serving, new Command.Delete(DELETED));
    administrate.accept(serving, new Command.Create(CREATED));
    passes(3_000);
    Map<TopicName, Set<Endpoint>> before = new HashMap<>();
    for (String text : topics) {
      TopicName topic = TopicName.parse(text).orElseThrow();
      before.put(topic, new HashSet<>(listed.apply(serving, topic)));
    }
    long killedMillis = network.nowMillis();
    cluster.killAll(ClusterSimulation.SETTLED_MILLIS + 1_000);
    SimNsqd dead = cluster.nsqds.remove(0);
    passes(ClusterSimulation.SETTLED_MILLIS);
    // The one that was killed first may be the last to start.
    nodes().stream().filter(SimNode::isReady).forEach(node -> remembers(node, before));
    passes(killedMillis + SimNode.INACTIVE_MILLIS + 1 - network.nowMillis());
    nodes().forEach(node -> hasForgotten(node, dead, before.keySet()));
  }

  private void remembers(SimNode node, Map<TopicName, Set<Endpoint>> before) {
    check.accept(
        node.lookup(CREATED).isPresent(), () -> node + " does not remember what was created");
    check.accept(
        node.lookup(DELETED).isEmpty(), () -> node + " does not remember what was deleted");
    before.forEach(
        (topic, endpoints) -> {
          List<Endpoint> now = listed.apply(node, topic);
          check.accept(
              now.containsAll(endpoints),
              () -> node + " remembers " + now + " of " + topic + ", and not " + endpoints);
        });
  }

  private void hasForgotten(SimNode node, SimNsqd dead, Set<TopicName> topics) {
    for (TopicName topic : topics) {
      check.accept(
          !listed.apply(node, topic).contains(dead.endpoint()),
          () -> node + " lists " + dead.host + ", which died long ago");
    }
  }

  private List<SimNode> nodes() {
    return List.copyOf(network.nodes.values());
  }

  private void passes(long millis) {
    network.runUntil(network.nowMillis() + millis);
  }
}
