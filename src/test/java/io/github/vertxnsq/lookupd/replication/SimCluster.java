package io.github.vertxnsq.lookupd.replication;

import io.github.vertxnsq.lookupd.registry.Name;
import io.github.vertxnsq.lookupd.registry.TopicName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;

/** The daemons and nsqds of a simulation, and the trouble that they get into. */
final class SimCluster {
  private static final long TICK_MILLIS = 250;
  private static final long FLUSH_MILLIS = 5;
  private static final long DIGEST_MILLIS = 1_000;
  private static final long PING_MILLIS = 3_000;
  private static final long DETECTION_MILLIS = 600;
  private static final int FEWEST_NSQDS = 3;
  private static final long WRITE_MILLIS = 1_000;

  final SimNetwork network;
  final List<SimNsqd> nsqds = new ArrayList<>();

  /** When somebody last registered or changed something of a topic. */
  final Map<TopicName, Long> touchedMillis = new HashMap<>();

  /** What happened, for people. */
  final List<String> story = new ArrayList<>();

  private final Random random;

  /** How many splits and suspensions last. */
  private int cuts;

  private long troubleMillis;
  private int starts;

  /** Whether all wall clocks are alike, but for those that jump. */
  final boolean isSteady;

  SimCluster(Random random, boolean isSteady) {
    this.random = random;
    this.isSteady = isSteady;
    this.network = new SimNetwork(random);
    int count = 3 + random.nextInt(3);
    for (int i = 0; i < count; i++) {
      start(SimDisk.EMPTY);
    }
  }

  /** One more nsqd, which connects soon. */
  void add(SimNsqd nsqd) {
    nsqds.add(nsqd);
    reconnectLater(nsqd);
    every(PING_MILLIS, nsqd::ping);
  }

  /** How many daemons have been started. */
  int starts() {
    return starts;
  }

  /** Whether everybody can hear everybody. */
  boolean isWhole() {
    return cuts == 0;
  }

  /** When a daemon last came, went, or could not be heard. */
  long troubleMillis() {
    return troubleMillis;
  }

  private void start(SimDisk disk) {
    long skew = isSteady ? 0 : (random.nextInt(7) - 3) * 60_000L;
    int number = ++starts;
    SimNode node =
        new SimNode("n" + number, number, skew, disk, network, () -> ++starts, this::turnAway);
    tell("start " + node + ", its clock ahead by " + skew);
    network.nodes.put(node.id, node);
    membersChange();
    loop(node, TICK_MILLIS, node::tick);
    loop(node, FLUSH_MILLIS, () -> node.replica().flush());
    loop(node, DIGEST_MILLIS, node::sendDigest);
    loop(node, WRITE_MILLIS, node::writeDisk);
  }

  private void loop(SimNode node, long millis, Runnable what) {
    network.after(
        1 + random.nextInt((int) millis),
        () -> {
          if (network.nodes.get(node.id) == node) {
            if (!node.isSuspended()) {
              what.run();
            }
            loop(node, millis, what);
          }
        });
  }

  private void every(long millis, Runnable what) {
    network.after(
        millis,
        () -> {
          what.run();
          every(millis, what);
        });
  }

  /** The engines notice, each a little later. */
  void membersChange() {
    for (SimNode node : network.nodes.values()) {
      network.after(1 + random.nextInt((int) DETECTION_MILLIS), () -> notice(node));
    }
  }

  private void notice(SimNode node) {
    if (network.nodes.get(node.id) != node) {
      return;
    }
    if (node.isSuspended()) {
      network.after(DETECTION_MILLIS, () -> notice(node));
      return;
    }
    node.setMembers(
        network.nodes.values().stream()
            .filter(other -> other != node && !other.isSuspended())
            .map(other -> other.id)
            .filter(other -> network.isWhole(SimNetwork.Wire.MEMBERSHIP, node.id, other))
            .collect(Collectors.toSet()));
  }

  /** It closes their connections, and does not listen to them any more. */
  private void turnAway(SimNode node) {
    tell(node + " turns its nsqds away");
    whoWasAt(node)
        .forEach(
            nsqd -> {
              nsqd.disconnect();
              reconnectLater(nsqd);
            });
  }

  void kill(SimNode node) {
    if (network.nodes.size() > 2) {
      tell("kill " + node);
      trouble();
      network.nodes.remove(node.id);
      whoWasAt(node)
          .forEach(
              nsqd -> {
                nsqd.lost();
                if (nsqds.size() > FEWEST_NSQDS && random.nextInt(4) == 0) {
                  tell(nsqd.host + " dies, too");
                  nsqds.remove(nsqd);
                } else {
                  reconnectLater(nsqd);
                }
              });
      membersChange();
      // A disk must not tell one side of a cut what only the other side has heard.
      boolean isDiskLost = random.nextInt(4) == 0 || !network.isWhole();
      SimDisk disk = isDiskLost ? SimDisk.EMPTY : node.disk();
      network.after(2_000 + random.nextInt(8_000), () -> start(disk));
    }
  }

  /**
   * Kills all that are there, and starts them again soon; nobody lost a disk.
   *
   * @param awayMillis after which their nsqds look for one to connect to
   */
  void killAll(long awayMillis) {
    tell("kill all");
    trouble();
    for (SimNode node : List.copyOf(network.nodes.values())) {
      network.nodes.remove(node.id);
      network.after(200 + random.nextInt(2_000), () -> start(node.disk()));
    }
    for (SimNsqd nsqd : nsqds) {
      nsqd.lost();
      network.after(awayMillis, () -> reconnectLater(nsqd));
    }
  }

  void leave(SimNode node) {
    if (network.nodes.size() > 2 && !node.isSuspended()) {
      tell("leave " + node);
      node.replica().sayGoodbye();
      kill(node);
    }
  }

  /** Its nsqds wait for an answer in vain, and go elsewhere; what they sent is read later. */
  void suspend(SimNode node) {
    if (node.isSuspended() || awake().size() < 2) {
      return;
    }
    tell("suspend " + node);
    trouble();
    cuts++;
    node.suspend();
    membersChange();
    network.after(
        1_000,
        () ->
            whoWasAt(node)
                .forEach(
                    nsqd -> {
                      nsqd.ping();
                      nsqd.disconnect();
                      reconnectLater(nsqd);
                    }));
    network.after(
        3_000 + random.nextInt(12_000),
        () -> {
          tell("resume " + node);
          trouble();
          cuts--;
          if (network.nodes.get(node.id) == node) {
            node.resume();
            membersChange();
          }
        });
  }

  /** Some of the daemons. */
  Set<String> someSide() {
    Set<String> side = new HashSet<>();
    network.nodes.keySet().stream().filter(id -> random.nextBoolean()).forEach(side::add);
    return side;
  }

  /** Trouble that lasts for a while. */
  void troubled(long millis, Runnable ended) {
    trouble();
    cuts++;
    network.after(
        millis,
        () -> {
          trouble();
          cuts--;
          ended.run();
        });
  }

  void split() {
    split(someSide(), 1_000 + random.nextInt(10_000));
  }

  /** Cuts those off from the others for so long. */
  void split(Set<String> side, long millis) {
    tell("split " + side);
    network.split(side);
    membersChange();
    troubled(
        millis,
        () -> {
          tell("heal");
          network.heal();
          membersChange();
        });
  }

  private List<SimNsqd> whoWasAt(SimNode node) {
    return nsqds.stream().filter(nsqd -> nsqd.node() == node).toList();
  }

  void reconnectLater(SimNsqd nsqd) {
    network.after(
        200 + random.nextInt(2_000),
        () -> {
          List<SimNode> open = awake().stream().filter(node -> node.isReady()).toList();
          if (nsqd.isConnected() || !nsqds.contains(nsqd)) {
            return;
          }
          if (open.isEmpty()) {
            reconnectLater(nsqd);
          } else {
            SimNode node = pick(open);
            tell(nsqd.host + " connects to " + node);
            nsqd.names.keySet().forEach(this::touch);
            nsqd.connect(node);
          }
        });
  }

  List<SimNode> awake() {
    return network.nodes.values().stream().filter(node -> !node.isSuspended()).toList();
  }

  /** All trouble ends: no more loss, nobody is suspended, everybody is connected. */
  void mend() {
    tell("quiet");
    network.mend();
    network.nodes.values().stream().filter(SimNode::isSuspended).forEach(SimNode::resume);
    membersChange();
    trouble();
  }

  private void trouble() {
    troubleMillis = network.nowMillis();
  }

  <N extends Name> N touch(N name) {
    touchedMillis.put(name.topic(), network.nowMillis());
    return name;
  }

  <T> T pick(List<T> from) {
    return from.get(random.nextInt(from.size()));
  }

  void tell(String what) {
    story.add("%7d %s".formatted(network.nowMillis() - 1_000_000, what));
  }
}
