package io.github.vertxnsq.lookupd.replication;

import io.github.vertxnsq.lookupd.registry.Endpoint;
import io.github.vertxnsq.lookupd.registry.TopicName;
import io.github.vertxnsq.lookupd.replication.SimNetwork.Wire;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Trouble of which not every daemon knows: a clock that jumps by more than an hour, messages or
 * membership cut alone, messages that take long. What must hold meanwhile is checked here.
 */
final class SimTroubles {
  private static final long MINUTE_MILLIS = 60_000;

  /** Who is refused knows it by then, and who is not any more is back. */
  private static final long NOTICED_MILLIS = 8_000;

  private static final long BACK_MILLIS = 10_000;

  private final SimCluster cluster;
  private final SimNetwork network;
  private final Random random;
  private final BiFunction<SimNode, TopicName, List<Endpoint>> listed;
  private final BiConsumer<Boolean, Supplier<String>> check;

  /** The one whose clock is wrong now; null while there is none. */
  private SimNode jumped;

  private long jumpMillis;

  /** Whether the bus is cut for so long that who is beyond must lapse; nothing else is cut. */
  private boolean longCut;

  SimTroubles(
      SimCluster cluster,
      Random random,
      BiFunction<SimNode, TopicName, List<Endpoint>> listed,
      BiConsumer<Boolean, Supplier<String>> check) {
    this.cluster = cluster;
    this.network = cluster.network;
    this.random = random;
    this.listed = listed;
    this.check = check;
  }

  boolean isCutForLong() {
    return longCut;
  }

  boolean isClockWrong() {
    return jumped != null;
  }

  /** One clock is set wrong by one to three hours, and right again. */
  void jump() {
    if (jumped != null || cluster.awake().size() < 3) {
      return;
    }
    SimNode node = cluster.pick(cluster.awake());
    long by = (70 + random.nextInt(110)) * MINUTE_MILLIS * (random.nextInt(3) == 0 ? -1 : 1);
    cluster.tell("the clock of " + node + " is set by " + by / MINUTE_MILLIS + " minutes");
    jumped = node;
    jumpMillis = by;
    node.moveClock(by);
    long lasts = 500L + random.nextInt(16_000);
    cluster.troubled(lasts, () -> setRight(node));
    onceQuiet(NOTICED_MILLIS, () -> isRefused(node));
  }

  private void isRefused(SimNode node) {
    if (jumped == node) {
      check.accept(
          !node.isReady(), () -> node + " is ready although the others refuse what it says");
    }
  }

  private void setRight(SimNode node) {
    if (jumped != node) {
      return;
    }
    cluster.tell("the clock of " + node + " is right again");
    node.moveClock(-jumpMillis);
    jumped = null;
    onceQuiet(BACK_MILLIS, () -> isBack(node));
  }

  private void isBack(SimNode node) {
    check.accept(node.isReady() || jumped != null, () -> node + " is not back: " + why(node));
  }

  private String why(SimNode node) {
    return node.replica().members().all().stream()
        .map(it -> it.id + ": " + node.replica().agreement().trouble(it, network.nowMillis()))
        .collect(Collectors.joining("; "));
  }

  /** Checks after some time, unless something else has happened meanwhile. */
  private void onceQuiet(long millis, Runnable checks) {
    Set<SimNode> before = Set.copyOf(network.nodes.values());
    long sinceMillis = network.nowMillis();
    network.after(
        millis,
        () -> {
          boolean isQuiet =
              cluster.isWhole()
                  && cluster.troubleMillis() <= sinceMillis
                  && before.equals(Set.copyOf(network.nodes.values()))
                  && cluster.awake().size() == before.size();
          if (isQuiet && before.stream().filter(SimNode::isReady).count() >= before.size() - 1) {
            checks.run();
          }
        });
  }

  /** Messages get lost between two sides, and the engine sees nothing of it; or the reverse. */
  void cutApart(Wire wire) {
    Set<String> side = cluster.someSide();
    if (longCut) {
      return;
    }
    boolean isLong = wire == Wire.BUS && network.isWhole() && random.nextInt(2) == 0;
    longCut = isLong;
    long lasts = isLong ? 32_000 : 1_000 + random.nextInt(12_000);
    cluster.tell("cut " + wire + " of " + side);
    network.cut(wire, side);
    cluster.membersChange();
    long sinceMillis = network.nowMillis();
    Map<SimNsqd, SimNode> before = new HashMap<>();
    cluster.nsqds.stream().filter(SimNsqd::isConnected).forEach(it -> before.put(it, it.node()));
    List<SimNode> ready = cluster.awake().stream().filter(SimNode::isReady).toList();
    cluster.troubled(
        lasts,
        () -> {
          if (isLong) {
            longCut = false;
            before.forEach((nsqd, node) -> lapsedBeyond(nsqd, node, ready, sinceMillis));
          }
          cluster.tell("mend " + wire);
          network.heal(wire);
          cluster.membersChange();
        });
  }

  /** Who is heard only beyond the cut is not listed on this side any more. */
  private void lapsedBeyond(SimNsqd nsqd, SimNode node, List<SimNode> ready, long sinceMillis) {
    if (nsqd.connectedMillis() > sinceMillis || nsqd.node() != node) {
      return;
    }
    for (SimNode other : ready) {
      boolean isBeyond =
          network.nodes.get(other.id) == other
              && !network.isWhole(Wire.BUS, other.id, node.id)
              && other.awakeSinceMillis() < sinceMillis;
      for (TopicName topic : nsqd.topics()) {
        check.accept(
            !isBeyond || !listed.apply(other, topic).contains(nsqd.endpoint()),
            () -> other + " lists " + nsqd.host + ", of which it has heard nothing for long");
      }
    }
  }

  /** Messages to one daemon take 300 ms for a while; it is no trouble for anybody. */
  void lag() {
    SimNode node = cluster.pick(List.copyOf(network.nodes.values()));
    cluster.tell("messages to " + node + " take long");
    network.lag(node.id, 300);
    network.after(3_000 + random.nextInt(5_000), () -> network.lag(node.id, 0));
  }

  /** Every clock is right. */
  void mend() {
    if (jumped != null) {
      setRight(jumped);
    }
  }
}
