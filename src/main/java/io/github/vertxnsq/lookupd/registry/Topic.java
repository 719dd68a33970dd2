package io.github.vertxnsq.lookupd.registry;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** A topic that exists, its channels, and the tombstones set on its producers. */
final class Topic extends Subject {
  private final TopicName name;
  final NavigableMap<ChannelName, Channel> channels = new TreeMap<>();

  /** Running and ended ones; null until the first, since nearly every topic has none. */
  private Map<NodeAddress, Tombstone> tombstones;

  Topic(TopicName name) {
    this.name = name;
  }

  @Override
  TopicName name() {
    return name;
  }

  @Override
  Topic topic() {
    return this;
  }

  boolean hasTombstones() {
    return tombstones != null;
  }

  Iterable<Tombstone> tombstones() {
    return tombstones == null ? List.of() : tombstones.values();
  }

  /**
   * The tombstone, running or ended, that was set after this registration of the topic, or null.
   */
  Tombstone tombstoneOf(Registration registration) {
    if (tombstones == null) {
      return null;
    }
    Tombstone tombstone = tombstones.get(registration.producer.node.address());
    return tombstone != null && registration.isBefore(tombstone.stamp) ? tombstone : null;
  }

  /** Whether a tombstone hides this registration of the topic now. */
  boolean isTombstoned(Registration registration) {
    Tombstone tombstone = tombstoneOf(registration);
    return tombstone != null && tombstone.isRunning();
  }

  /** Whether a producer of that address holds this. */
  boolean isProducedBy(NodeAddress address) {
    for (Registration registration : registrations) {
      Producer producer = registration.producer;
      if (!producer.hasEnded() && address.equals(producer.node.address())) {
        return true;
      }
    }
    return false;
  }

  /** Whether the node has a tombstone that was set then or later. */
  boolean hasTombstoneSince(NodeAddress node, Stamp stamp) {
    Tombstone tombstone = tombstones == null ? null : tombstones.get(node);
    return tombstone != null && !tombstone.stamp.isBefore(stamp);
  }

  /** Puts the tombstone in place of an earlier one of the same node, which is returned, or null. */
  Tombstone put(Tombstone tombstone) {
    if (tombstones == null) {
      tombstones = new HashMap<>();
    }
    Tombstone earlier = tombstones.put(tombstone.node, tombstone);
    for (Registration registration : registrations) {
      tombstone.count(tombstoneOf(registration) == tombstone ? 1 : 0);
    }
    return earlier;
  }

  @Override
  void link(Registration registration) {
    super.link(registration);
    countUnderTombstone(registration, 1);
  }

  @Override
  void unlink(Registration registration) {
    super.unlink(registration);
    countUnderTombstone(registration, -1);
  }

  private void countUnderTombstone(Registration registration, int more) {
    Tombstone tombstone = tombstoneOf(registration);
    if (tombstone != null) {
      tombstone.count(more);
    }
  }

  void forget(Tombstone tombstone) {
    tombstones.remove(tombstone.node, tombstone);
    if (tombstones.isEmpty()) {
      tombstones = null;
    }
  }
}
