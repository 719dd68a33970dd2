package io.github.vertxnsq.lookupd.replication;

import io.github.vertxnsq.lookupd.registry.ChannelName;
import io.github.vertxnsq.lookupd.registry.Command;
import io.github.vertxnsq.lookupd.registry.Endpoint;
import io.github.vertxnsq.lookupd.registry.Name;
import io.github.vertxnsq.lookupd.registry.TopicName;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Supplier;

/** What administrators order, and what they may rely on once they are answered. */
final class SimWrites {
  /** An answer that took as long as this was given although not all had applied the write. */
  private static final long UNCONFIRMED_MILLIS = Replica.MAX_ACK_MILLIS;

  /** After trouble, until hybrid clocks are alike again. */
  private static final long SETTLED_MILLIS = 8_000;

  /** Of two writes by clocks that are alike, one so much later is the later one for everybody. */
  private static final long APART_MILLIS = 3_000;

  private final SimCluster cluster;
  private final SimNetwork network;
  private final SimTroubles troubles;
  private final BiFunction<SimNode, TopicName, List<Endpoint>> listed;
  private final BiConsumer<Boolean, Supplier<String>> check;

  /** How topics were last created, when an answer said so. */
  private final Map<TopicName, Creation> created = new HashMap<>();

  private final Map<TopicName, Long> deletedMillis = new HashMap<>();

  /**
   * A topic was created.
   *
   * @param origin number of that daemon, which takes another one when nobody takes what it decided
   */
  private record Creation(long millis, SimNode node, int origin) {
    /** Whether its daemon, which may be the only one that knows of it, can have told the others. */
    boolean isTold(SimNetwork network) {
      return network.nodes.get(node.id) == node && node.origin() == origin;
    }
  }

  SimWrites(
      SimCluster cluster,
      SimTroubles troubles,
      BiFunction<SimNode, TopicName, List<Endpoint>> listed,
      BiConsumer<Boolean, Supplier<String>> check) {
    this.cluster = cluster;
    this.network = cluster.network;
    this.troubles = troubles;
    this.listed = listed;
    this.check = check;
  }

  /**
   * Orders it at that daemon.
   *
   * @param refused runs when the answer is that it could not be done
   */
  void order(SimNode node, Command command, Runnable refused) {
    long askedMillis = network.nowMillis();
    TopicName topic = nameIn(command).topic();
    long touchedMillis = cluster.touchedMillis.getOrDefault(topic, 0L);
    boolean isTrue = cluster.isSteady && !troubles.isClockWrong() && node.stampsAreOfWallClock();
    boolean isSettled = cluster.isWhole() && askedMillis - cluster.troubleMillis() > SETTLED_MILLIS;
    boolean isLater =
        isTrue ? touchedMillis < askedMillis : askedMillis - touchedMillis > SETTLED_MILLIS;
    cluster.touch(topic);
    cluster.tell(node + " " + command);
    if (command instanceof Command.Delete) {
      deletedMillis.put(topic, askedMillis);
    }
    node.administrate(
        command,
        isKept -> {
          if (!isKept) {
            cluster.tell(node + " refuses " + command);
            refused.run();
            return;
          }
          if (command instanceof Command.Create && isTrue && !topic.isEphemeral()) {
            created.put(topic, new Creation(askedMillis, node, node.origin()));
          }
          if (isSettled && isLater && network.nowMillis() - askedMillis < UNCONFIRMED_MILLIS) {
            isDoneEverywhere(node, command, askedMillis);
          }
        });
  }

  static Name nameIn(Command command) {
    if (command instanceof Command.Create create) {
      return create.name();
    }
    return command instanceof Command.Delete delete
        ? delete.name()
        : ((Command.SetTombstone) command).topic();
  }

  /** Whoever asks any daemon from now on sees it, unless something has happened since. */
  private void isDoneEverywhere(SimNode node, Command command, long askedMillis) {
    TopicName topic = nameIn(command).topic();
    boolean isTheLast =
        cluster.touchedMillis.get(topic) == askedMillis && cluster.troubleMillis() < askedMillis;
    if (!isTheLast || !cluster.isWhole()) {
      return;
    }
    for (SimNode other : cluster.awake()) {
      if (other.isReady()) {
        check.accept(
            isDone(other, command),
            () -> node + " answered before " + other + " had applied " + command);
      }
    }
  }

  private boolean isDone(SimNode node, Command command) {
    Name name = nameIn(command);
    if (command instanceof Command.SetTombstone tombstone) {
      return listed.apply(node, tombstone.topic()).stream()
          .noneMatch(it -> it.broadcastAddress().equals(tombstone.node().broadcastAddress()));
    }
    if (name.isEphemeral() || name.topic().isEphemeral()) {
      return true; // their life is bound to who holds them
    }
    return has(node, name) == (command instanceof Command.Create);
  }

  private static boolean has(SimNode node, Name name) {
    return node.lookup(name.topic())
        .map(it -> !(name instanceof ChannelName) || it.channels().contains(name.text()))
        .orElse(false);
  }

  /** Of the writes by clocks that are alike the later one counts, wherever it was ordered. */
  void theLaterOneCounts() {
    created.forEach(
        (topic, creation) -> {
          long laterMillis = creation.millis() - deletedMillis.getOrDefault(topic, 0L);
          if (laterMillis > APART_MILLIS && creation.isTold(network)) {
            for (SimNode node : network.nodes.values()) {
              check.accept(
                  node.lookup(topic).isPresent(),
                  () -> node + " lacks " + topic + ", which was created after it was deleted");
            }
          }
        });
  }
}
