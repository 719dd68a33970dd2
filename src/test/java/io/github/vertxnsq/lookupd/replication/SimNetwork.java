package io.github.vertxnsq.lookupd.replication;

import io.vertx.core.buffer.Buffer;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;

/** Virtual time, and messages that are late, lost, doubled and overtaken. */
final class SimNetwork {
  static final long WALL_START_MILLIS = 1_767_225_600_000L;

  private record Event(long atMillis, long order, Runnable what) {}

  private final Random random;
  private final PriorityQueue<Event> events =
      new PriorityQueue<>(
          Comparator.comparingLong(Event::atMillis).thenComparingLong(Event::order));

  final Map<String, SimNode> nodes = new TreeMap<>();

  /** What can be cut between nodes. */
  enum Wire {
    /** What the engine tells of who is there. */
    MEMBERSHIP,
    /** What carries messages. */
    BUS
  }

  /** Which side of a cut a node is on. */
  private final Map<Wire, Map<String, Integer>> sides =
      Map.of(Wire.MEMBERSHIP, new HashMap<>(), Wire.BUS, new HashMap<>());

  /** How much later messages arrive at a node, in milliseconds. */
  private final Map<String, Integer> lags = new HashMap<>();

  private long nowMillis = 1_000_000;
  private long order;
  private boolean faulty = true;
  long delivered;

  SimNetwork(Random random) {
    this.random = random;
  }

  long nowMillis() {
    return nowMillis;
  }

  void after(long millis, Runnable what) {
    events.add(new Event(nowMillis + millis, order++, what));
  }

  void runUntil(long untilMillis) {
    while (!events.isEmpty() && events.peek().atMillis() <= untilMillis) {
      Event next = events.remove();
      nowMillis = next.atMillis();
      next.what().run();
    }
    nowMillis = untilMillis;
  }

  /** From now on every message arrives, once. */
  void mend() {
    faulty = false;
    lags.clear();
    heal();
  }

  void split(Set<String> oneSide) {
    cut(Wire.MEMBERSHIP, oneSide);
    cut(Wire.BUS, oneSide);
  }

  /** Cuts that alone. */
  void cut(Wire wire, Set<String> oneSide) {
    nodes.keySet().forEach(id -> sides.get(wire).put(id, oneSide.contains(id) ? 1 : 0));
  }

  void heal() {
    sides.values().forEach(Map::clear);
  }

  void heal(Wire wire) {
    sides.get(wire).clear();
  }

  /** From now on messages to that node take so much longer. */
  void lag(String to, int millis) {
    lags.put(to, millis);
  }

  /** Whether nothing is cut. */
  boolean isWhole() {
    return sides.values().stream().allMatch(Map::isEmpty);
  }

  boolean isWhole(Wire wire, String one, String other) {
    Map<String, Integer> ofWire = sides.get(wire);
    return ofWire.getOrDefault(one, 0).equals(ofWire.getOrDefault(other, 0));
  }

  /** Whether they hear each other, and the engine says so. */
  boolean isConnected(String one, String other) {
    return isWhole(Wire.MEMBERSHIP, one, other) && isWhole(Wire.BUS, one, other);
  }

  void send(String from, String to, ReplicationMessage message) {
    if (faulty && random.nextInt(40) == 0) {
      return;
    }
    SimNode sender = nodes.get(from);
    Buffer bytes = WireFormat.encode(message);
    int copies = faulty && random.nextInt(40) == 0 ? 2 : 1;
    for (int i = 0; i < copies; i++) {
      boolean isLate = faulty && random.nextInt(10) == 0;
      deliver(sender, to, bytes, lags.getOrDefault(to, 0) + 1 + random.nextInt(isLate ? 400 : 8));
    }
  }

  private void deliver(SimNode sender, String to, Buffer bytes, long delayMillis) {
    after(
        delayMillis,
        () -> {
          SimNode receiver = nodes.get(to);
          if (receiver == null || !isWhole(Wire.BUS, sender.id, to)) {
            return;
          }
          if (receiver.isSuspended()) {
            deliver(sender, to, bytes, 500); // as a socket's buffer does
            return;
          }
          delivered++;
          receiver.receive(sender.id, decoded(bytes));
        });
  }

  private static ReplicationMessage decoded(Buffer bytes) {
    try {
      return WireFormat.decode(bytes);
    } catch (UndecodableException impossible) {
      throw new AssertionError(impossible);
    }
  }
}
