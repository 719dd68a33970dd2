package io.github.vertxnsq.lookupd.replication;

import io.github.vertxnsq.lookupd.registry.Change;
import io.github.vertxnsq.lookupd.registry.Command;
import io.github.vertxnsq.lookupd.registry.CommonFacts;
import io.github.vertxnsq.lookupd.registry.Decision;
import io.github.vertxnsq.lookupd.registry.HybridClock;
import io.github.vertxnsq.lookupd.registry.ProducerId;
import io.github.vertxnsq.lookupd.registry.Query;
import io.github.vertxnsq.lookupd.registry.Registry;
import io.github.vertxnsq.lookupd.registry.TopicName;
import io.github.vertxnsq.lookupd.registry.TopicView;
import io.github.vertxnsq.lookupd.registry.Watcher;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A daemon in the simulation: the real registry and replica, with simulated time and network. */
final class SimNode {
  static final long INACTIVE_MILLIS = 20_000;
  static final long TOMBSTONE_MILLIS = 8_000;
  static final long JOIN_MILLIS = 3_000;

  private static final int WORK_STEPS = 3;

  private static final class Deaf implements Watcher {
    @Override
    public void topicChanged(TopicName topic) {}

    @Override
    public void topicsChanged() {}

    @Override
    public void nodesChanged() {}
  }

  final String id;
  final int origin;
  final Registry registry;
  final Replica replica;
  private final HybridClock clock;
  private final SimNetwork network;
  private final long skewMillis;

  /** What its sockets hold while it does not read. */
  private final List<Command> unread = new ArrayList<>();

  private boolean suspended;
  private long connections;

  SimNode(String id, int origin, long skewMillis, SimNetwork network) {
    this.id = id;
    this.origin = origin;
    this.skewMillis = skewMillis;
    this.network = network;
    this.clock = new HybridClock(origin);
    this.registry =
        new Registry(
            origin,
            true,
            Duration.ofMillis(INACTIVE_MILLIS),
            Duration.ofMillis(TOMBSTONE_MILLIS),
            new Deaf());
    this.replica =
        new Replica(
            origin,
            id,
            registry,
            clock,
            (member, message) -> network.send(id, member, message),
            JOIN_MILLIS,
            network.nowMillis());
  }

  boolean isSuspended() {
    return suspended;
  }

  void suspend() {
    suspended = true;
  }

  void resume() {
    suspended = false;
    List<Command> stale = List.copyOf(unread);
    unread.clear();
    stale.forEach(this::run);
  }

  private long wallMillis() {
    return SimNetwork.WALL_START_MILLIS + network.nowMillis() + skewMillis;
  }

  ProducerId accept() {
    return new ProducerId(origin, ++connections);
  }

  /** Carries a command out as the registry's verticle does, or leaves it unread. */
  Optional<Decision> run(Command command) {
    if (suspended) {
      unread.add(command);
      return Optional.empty();
    }
    advance();
    Decision decision = registry.decide(command, clock.next(wallMillis()));
    for (Change change : decision.changes()) {
      replica.decided(change);
      registry.apply(change, network.nowMillis());
    }
    registry.work(WORK_STEPS);
    return Optional.of(decision);
  }

  void setMembers(Set<String> others) {
    advance();
    replica.setMembers(others, network.nowMillis(), wallMillis());
  }

  void receive(String from, ReplicationMessage message) {
    advance();
    replica.receive(from, message, network.nowMillis(), wallMillis());
    replica.work(network.nowMillis());
    registry.work(WORK_STEPS);
  }

  void tick() {
    advance();
    registry.work(Integer.MAX_VALUE);
    replica.tick(network.nowMillis(), wallMillis());
    replica.work(network.nowMillis());
  }

  void sendDigest() {
    advance();
    replica.sendDigest(network.nowMillis());
  }

  private void advance() {
    registry.advance(network.nowMillis()).forEach(replica::decided);
  }

  Optional<TopicView> lookup(TopicName topic) {
    advance();
    return new Query.Lookup(topic).answeredBy(registry);
  }

  List<CommonFacts.Aged> factsOf(TopicName topic) {
    return registry.commonFacts().page(null, Integer.MAX_VALUE, 0).facts().stream()
        .filter(fact -> fact.change().toString().contains("name=" + topic))
        .toList();
  }

  @Override
  public String toString() {
    return id;
  }
}
