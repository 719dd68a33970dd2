package io.github.vertxnsq.lookupd.registry;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * What was deleted, remembered while facts from before may still arrive from other daemons. Without
 * others nothing is remembered.
 *
 * <p>A delete hides every registration of the name, or of the topic's channels, that was stamped
 * before it, and makes their creation void. What is <em>spent</em> only has its creation void: an
 * ephemeral name that was made over HTTP, had its first registration, and lost its last.
 */
final class Graves {
  /** Then the oldest go first: whoever may delete could fill the memory. */
  private static final int MOST = 200_000;

  private final boolean remembers;
  private final NavigableMap<TopicName, Grave> topics = new TreeMap<>();

  /** Tombstones of topics that are not known yet. */
  private final Map<TopicName, List<Early>> tombstones = new HashMap<>();

  private int size;
  private long hash;

  /** A tombstone that came before its topic. */
  record Early(Change.TombstoneSet change, long setMillis) {}

  /** Of one topic with its channels, or of one channel. */
  static final class Grave {
    Stamp deleted;
    Stamp spent;

    /** None of a channel's. */
    final NavigableMap<ChannelName, Grave> channels = new TreeMap<>();

    private boolean isEmpty() {
      return deleted == null && spent == null && channels.isEmpty();
    }
  }

  Graves(boolean remembers) {
    this.remembers = remembers;
  }

  boolean remembers() {
    return remembers;
  }

  NavigableMap<TopicName, Grave> topics() {
    return topics;
  }

  long hash() {
    return hash;
  }

  /** The name was deleted then. */
  void delete(Name name, Stamp stamp) {
    if (remembers) {
      Grave grave = dig(name);
      if (grave.deleted == null || grave.deleted.isBefore(stamp)) {
        swap(name, grave.deleted, stamp, 1);
        grave.deleted = stamp;
      }
    }
  }

  /** What the name's creation up to then was for is over. */
  void spend(Name name, Stamp stamp) {
    if (remembers) {
      Grave grave = dig(name);
      if (grave.spent == null || grave.spent.isBefore(stamp)) {
        swap(name, grave.spent, stamp, 2);
        grave.spent = stamp;
      }
    }
  }

  private Grave dig(Name name) {
    if (size >= MOST) {
      forget(topics.firstKey());
    }
    Grave topic = topics.computeIfAbsent(name.topic(), ignored -> new Grave());
    return name instanceof ChannelName channel
        ? topic.channels.computeIfAbsent(channel, ignored -> new Grave())
        : topic;
  }

  private void swap(Name name, Stamp earlier, Stamp later, int kind) {
    size += (later == null ? 0 : 1) - (earlier == null ? 0 : 1);
    hash ^= hashOf(name, earlier, kind) ^ hashOf(name, later, kind);
  }

  private static long hashOf(Name name, Stamp stamp, int kind) {
    return stamp == null ? 0 : Hashes.mix(kind + Hashes.of(name, stamp.hybridTime(), stamp.node()));
  }

  /** Registrations of the name from before this are hidden; null when none are. */
  Stamp hiding(Name name) {
    Grave topic = topics.isEmpty() ? null : topics.get(name.topic());
    if (topic == null || name instanceof TopicName) {
      return topic == null ? null : topic.deleted;
    }
    Grave channel = topic.channels.get((ChannelName) name);
    return channel == null ? topic.deleted : Stamp.later(topic.deleted, channel.deleted);
  }

  /** When the very name was deleted last; null when it was not, as far as is remembered. */
  Stamp deletedAt(Name name) {
    Grave topic = topics.get(name.topic());
    Grave own =
        topic != null && name instanceof ChannelName channel ? topic.channels.get(channel) : topic;
    return own == null ? null : own.deleted;
  }

  /** The name's creation at this or before is void; null when none is. */
  Stamp voiding(Name name) {
    Grave topic = topics.isEmpty() ? null : topics.get(name.topic());
    if (topic == null) {
      return null;
    }
    Stamp latest = Stamp.later(topic.deleted, topic.spent);
    Grave channel = name instanceof ChannelName wanted ? topic.channels.get(wanted) : null;
    return channel == null
        ? latest
        : Stamp.later(latest, Stamp.later(channel.deleted, channel.spent));
  }

  /** Takes note of a tombstone whose topic is not known yet. */
  void keep(Change.TombstoneSet tombstone, long setMillis) {
    if (remembers && tombstones.size() < MOST) {
      tombstones
          .computeIfAbsent(tombstone.topic(), ignored -> new ArrayList<>(1))
          .add(new Early(tombstone, setMillis));
    }
  }

  /** Takes out the tombstones that came before their topic. */
  List<Early> takeTombstones(TopicName topic) {
    List<Early> kept = tombstones.isEmpty() ? null : tombstones.remove(topic);
    return kept == null ? List.of() : kept;
  }

  /** Forgets what is from before then: nothing older arrives any more. */
  void forgetBefore(long hybridTime) {
    for (TopicName topic : List.copyOf(topics.keySet())) {
      Grave grave = topics.get(topic);
      grave.channels.forEach((channel, held) -> fade(channel, held, hybridTime));
      grave.channels.values().removeIf(Grave::isEmpty);
      fade(topic, grave, hybridTime);
      if (grave.isEmpty()) {
        topics.remove(topic);
      }
    }
    tombstones
        .values()
        .removeIf(
            early ->
                early.stream().allMatch(one -> one.change().stamp().hybridTime() < hybridTime));
  }

  private void forget(TopicName topic) {
    Grave grave = topics.remove(topic);
    grave.channels.forEach((channel, held) -> fade(channel, held, Long.MAX_VALUE));
    fade(topic, grave, Long.MAX_VALUE);
  }

  private void fade(Name name, Grave grave, long hybridTime) {
    if (grave.deleted != null && grave.deleted.hybridTime() < hybridTime) {
      swap(name, grave.deleted, null, 1);
      grave.deleted = null;
    }
    if (grave.spent != null && grave.spent.hybridTime() < hybridTime) {
      swap(name, grave.spent, null, 2);
      grave.spent = null;
    }
  }
}
