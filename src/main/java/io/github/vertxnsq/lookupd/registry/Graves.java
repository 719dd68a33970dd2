package io.github.vertxnsq.lookupd.registry;

import java.util.Comparator;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What was deleted, remembered while facts from before may still arrive from other daemons. Without
 * others nothing is remembered.
 *
 * <p>A delete hides every registration of the name, or of the topic's channels, that was stamped
 * before it, and makes their creation void. What is <em>spent</em> only has its creation void: an
 * ephemeral name that was made over HTTP, had its first registration, and lost its last.
 */
final class Graves {
  /** Then the earliest go first: whoever may delete could fill the memory. */
  private static final int MOST = 200_000;

  private final boolean remembers;
  private final NavigableMap<TopicName, Grave> topics = new TreeMap<>();

  /** All that is remembered, the earliest first. */
  private final NavigableSet<Dug> byStamp = new TreeSet<>();

  private long hash;

  /** A delete, or the end of what a creation was for. */
  private record Dug(Stamp stamp, Name name, boolean isSpent) implements Comparable<Dug> {
    private static final Comparator<Dug> ORDER =
        Comparator.comparing(Dug::stamp)
            .thenComparing(dug -> dug.name.topic())
            .thenComparing(dug -> dug.name instanceof ChannelName)
            .thenComparing(dug -> dug.name.text())
            .thenComparing(Dug::isSpent);

    @Override
    public int compareTo(Dug other) {
      return ORDER.compare(this, other);
    }

    long hash() {
      int kind = isSpent ? 2 : 1;
      return Hashes.mix(kind + Hashes.of(name, stamp.hybridTime(), stamp.node()));
    }
  }

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
        replace(grave.deleted, new Dug(stamp, name, false));
        grave.deleted = stamp;
        forgetTheEarliest();
      }
    }
  }

  /** What the name's creation up to then was for is over. */
  void spend(Name name, Stamp stamp) {
    if (remembers) {
      Grave grave = dig(name);
      if (grave.spent == null || grave.spent.isBefore(stamp)) {
        replace(grave.spent, new Dug(stamp, name, true));
        grave.spent = stamp;
        forgetTheEarliest();
      }
    }
  }

  private Grave dig(Name name) {
    Grave topic = topics.computeIfAbsent(name.topic(), ignored -> new Grave());
    return name instanceof ChannelName channel
        ? topic.channels.computeIfAbsent(channel, ignored -> new Grave())
        : topic;
  }

  private void replace(Stamp earlier, Dug dug) {
    if (earlier != null) {
      fill(new Dug(earlier, dug.name, dug.isSpent));
    }
    byStamp.add(dug);
    hash ^= dug.hash();
  }

  private void fill(Dug dug) {
    byStamp.remove(dug);
    hash ^= dug.hash();
  }

  private void forgetTheEarliest() {
    if (byStamp.size() > MOST) {
      forget(byStamp.first());
    }
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

  /** Forgets what is from before then: nothing older arrives any more. */
  void forgetBefore(long hybridTime) {
    while (!byStamp.isEmpty() && byStamp.first().stamp.hybridTime() < hybridTime) {
      forget(byStamp.first());
    }
  }

  void clear() {
    topics.clear();
    byStamp.clear();
    hash = 0;
  }

  private void forget(Dug dug) {
    fill(dug);
    Grave topic = topics.get(dug.name.topic());
    ChannelName channel = dug.name instanceof ChannelName name ? name : null;
    Grave grave = channel == null ? topic : topic.channels.get(channel);
    if (dug.isSpent) {
      grave.spent = null;
    } else {
      grave.deleted = null;
    }
    if (channel != null && grave.isEmpty()) {
      topic.channels.remove(channel);
    }
    if (topic.isEmpty()) {
      topics.remove(dug.name.topic());
    }
  }
}
