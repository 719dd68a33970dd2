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

  Topic(TopicName name, Stamp createdAt) {
    super(createdAt);
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
    return tombstones.put(tombstone.node, tombstone);
  }

  void forget(Tombstone tombstone) {
    tombstones.remove(tombstone.node, tombstone);
    if (tombstones.isEmpty()) {
      tombstones = null;
    }
  }

  /** The tombstone of the node if no registration that it is about is left, else null. */
  Tombstone leftOver(NodeAddress node) {
    Tombstone tombstone = tombstones == null ? null : tombstones.get(node);
    return tombstone == null || hasRegistrationUnder(tombstone) ? null : tombstone;
  }

  boolean hasRegistrationUnder(Tombstone tombstone) {
    for (Registration registration : registrations) {
      if (tombstoneOf(registration) == tombstone) {
        return true;
      }
    }
    return false;
  }
}
