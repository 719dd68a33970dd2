package io.github.vertxnsq.lookupd.replication;

import io.github.vertxnsq.lookupd.registry.Change;
import io.github.vertxnsq.lookupd.registry.Command;
import io.github.vertxnsq.lookupd.registry.CommonFacts;
import io.github.vertxnsq.lookupd.registry.Decision;
import io.github.vertxnsq.lookupd.registry.HybridClock;
import io.github.vertxnsq.lookupd.registry.ProducerId;
import io.github.vertxnsq.lookupd.registry.Query;
import io.github.vertxnsq.lookupd.registry.Registry;
import io.github.vertxnsq.lookupd.registry.Stamp;
import io.github.vertxnsq.lookupd.registry.TopicName;
import io.github.vertxnsq.lookupd.registry.TopicView;
import io.github.vertxnsq.lookupd.registry.Watcher;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.IntSupplier;

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
  final Registry registry;
  final Incarnations incarnations;
  private final Recollection recollection;
  private SimDisk disk;
  private long writtenChanges;
  private long writtenPings;
  private final HybridClock clock;
  private final SimNetwork network;
  private long skewMillis;

  /** What its sockets hold while it does not read. */
  private final List<Command> unread = new ArrayList<>();

  private final Consumer<SimNode> turnsAway;
  private boolean suspended;
  private long awakeSinceMillis;
  private boolean wasReady;
  private long connections;

  SimNode(String id, int origin, long skewMillis, SimNetwork network) {
    this(id, origin, skewMillis, SimDisk.EMPTY, network, () -> 1_000 + origin, node -> {});
  }

  /**
   * @param disk what it remembers
   * @param numbers gives numbers that no daemon has or had
   * @param turnsAway is told when this daemon closes the connections of its nsqds
   */
  SimNode(
      String id,
      int origin,
      long skewMillis,
      SimDisk disk,
      SimNetwork network,
      IntSupplier numbers,
      Consumer<SimNode> turnsAway) {
    this.id = id;
    this.turnsAway = turnsAway;
    this.skewMillis = skewMillis;
    this.network = network;
    this.awakeSinceMillis = network.nowMillis();
    this.clock = new HybridClock(origin);
    this.registry =
        new Registry(
            origin,
            true,
            Duration.ofMillis(INACTIVE_MILLIS),
            Duration.ofMillis(TOMBSTONE_MILLIS),
            new Deaf());
    this.incarnations =
        new Incarnations(
            id,
            id,
            origin,
            registry,
            clock,
            (member, message) -> network.send(id, member, message),
            numbers,
            JOIN_MILLIS,
            network.nowMillis());
    this.recollection = new Recollection(registry, clock, this::replica, () -> {});
    this.disk = disk;
    disk.takeOver(recollection, network.nowMillis());
  }

  /** What it would remember if it were killed now. */
  SimDisk disk() {
    return disk;
  }

  void writeDisk() {
    if (recollection.changes() != writtenChanges || recollection.pings() != writtenPings) {
      writtenChanges = recollection.changes();
      writtenPings = recollection.pings();
      disk = SimDisk.of(recollection, network.nowMillis());
    }
  }

  Replica replica() {
    return incarnations.current();
  }

  boolean isReady() {
    return replica().isReady();
  }

  int origin() {
    return replica().self().number();
  }

  /** Somebody sets its wall clock. */
  void moveClock(long millis) {
    skewMillis += millis;
  }

  /** Whether its stamps are of its wall clock, and not of one that was ahead. */
  boolean stampsAreOfWallClock() {
    return clock.hybridTime() <= Stamp.hybridTimeOf(wallMillis() + 1_000);
  }

  /** Whether its stamps are nearly as far ahead as no other daemon believes when all start anew. */
  boolean stampsAreFarAhead() {
    long millis = Screening.MAX_AHEAD_MILLIS * 3 / 4;
    return clock.hybridTime() > Stamp.hybridTimeOf(wallMillis() + millis);
  }

  boolean isSuspended() {
    return suspended;
  }

  /** When it was started, or resumed the last time. */
  long awakeSinceMillis() {
    return awakeSinceMillis;
  }

  void suspend() {
    suspended = true;
  }

  void resume() {
    suspended = false;
    awakeSinceMillis = network.nowMillis();
    List<Command> stale = List.copyOf(unread);
    unread.clear();
    stale.forEach(this::run);
  }

  private long wallMillis() {
    return SimNetwork.WALL_START_MILLIS + network.nowMillis() + skewMillis;
  }

  ProducerId accept() {
    return new ProducerId(origin(), ++connections);
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
      replica().decided(change);
      registry.apply(change, network.nowMillis());
    }
    registry.work(WORK_STEPS);
    return Optional.of(decision);
  }

  /** Carries out what an administrator wants, and answers as the registry's verticle does. */
  void administrate(Command command, Consumer<Boolean> answered) {
    if (suspended || !isReady()) {
      answered.accept(false);
      return;
    }
    run(command);
    replica().whenApplied(network.nowMillis(), answered);
  }

  void setMembers(Set<String> others) {
    advance();
    incarnations.setMembers(others, network.nowMillis(), wallMillis());
  }

  private void settle() {
    incarnations.settle(network.nowMillis(), wallMillis());
    if (wasReady && !isReady()) {
      turnsAway.accept(this);
    }
    wasReady = isReady();
  }

  void receive(String from, ReplicationMessage message) {
    advance();
    replica().receive(from, message, network.nowMillis(), wallMillis());
    settle();
    replica().work(network.nowMillis());
    registry.work(WORK_STEPS);
  }

  void tick() {
    advance();
    registry.work(Integer.MAX_VALUE);
    replica().tick(network.nowMillis(), wallMillis());
    settle();
    replica().work(network.nowMillis());
  }

  void sendDigest() {
    advance();
    replica().sendDigest(false, network.nowMillis());
  }

  private void advance() {
    registry.advance(network.nowMillis()).forEach(replica()::decided);
  }

  Optional<TopicView> lookup(TopicName topic) {
    advance();
    return new Query.Lookup(topic).answeredBy(registry);
  }

  boolean knows(String topic) {
    return lookup(TopicName.parse(topic).orElseThrow()).isPresent();
  }

  /** What all daemons write, for people. */
  List<String> facts() {
    return registry.commonFacts().page(null, Integer.MAX_VALUE, 0).facts().stream()
        .map(fact -> fact.change().toString())
        .sorted()
        .toList();
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
