package io.github.vertxnsq.lookupd.registry;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;

/**
 * What any daemon may write, and all know: names that were made or deleted, and tombstones. The
 * later stamp counts, so it does not matter in which order they are told, or how often. To be used
 * on the registry's own thread.
 */
public final class CommonFacts {
  private final RegistrationIndex index;

  CommonFacts(RegistrationIndex index) {
    this.index = index;
  }

  /**
   * A fact and how long ago it came about.
   *
   * @param agoMillis 0 or more; it only matters to tombstones
   */
  public record Aged(Change change, long agoMillis) {}

  /**
   * Some of the facts, by topic.
   *
   * @param next where those after these begin; null at the end
   */
  public record Page(List<Aged> facts, TopicName next) {}

  /**
   * The facts about the topics that follow.
   *
   * @param from the first topic of the page; null for the very first
   * @param most the page ends with the topic that brings it to so many facts, 1 or more
   */
  public Page page(TopicName from, int most, long nowMillis) {
    List<Aged> facts = new ArrayList<>();
    NavigableMap<TopicName, Topic> topics = tail(index.topics(), from);
    NavigableMap<TopicName, Graves.Grave> graves = tail(index.graves().topics(), from);
    NavigableMap<TopicName, Topic> unheardOf = tail(index.unheardOf(), from);
    TopicName next = earlier(earlier(firstOf(topics), firstOf(graves)), firstOf(unheardOf));
    while (next != null && facts.size() < most) {
      addGraves(next, graves.get(next), facts);
      addTopic(topics.get(next), facts, nowMillis);
      addTopic(unheardOf.get(next), facts, nowMillis);
      TopicName known = earlier(topics.higherKey(next), graves.higherKey(next));
      next = earlier(known, unheardOf.higherKey(next));
    }
    return new Page(facts, next);
  }

  private static <V> NavigableMap<TopicName, V> tail(
      NavigableMap<TopicName, V> all, TopicName from) {
    return from == null ? all : all.tailMap(from, true);
  }

  private static TopicName firstOf(NavigableMap<TopicName, ?> map) {
    return map.isEmpty() ? null : map.firstKey();
  }

  private static TopicName earlier(TopicName one, TopicName other) {
    if (one == null || other == null) {
      return one == null ? other : one;
    }
    return one.compareTo(other) <= 0 ? one : other;
  }

  private static void addGraves(TopicName topic, Graves.Grave grave, List<Aged> facts) {
    if (grave != null) {
      addGrave(topic, grave, facts);
      for (Map.Entry<ChannelName, Graves.Grave> channel : grave.channels.entrySet()) {
        addGrave(channel.getKey(), channel.getValue(), facts);
      }
    }
  }

  private static void addGrave(Name name, Graves.Grave grave, List<Aged> facts) {
    if (grave.deleted != null) {
      facts.add(new Aged(new Change.Deleted(name, grave.deleted), 0));
    }
    if (grave.spent != null) {
      facts.add(new Aged(new Change.Spent(name, grave.spent), 0));
    }
  }

  private static void addTopic(Topic topic, List<Aged> facts, long nowMillis) {
    if (topic == null) {
      return;
    }
    addCreation(topic, facts);
    topic.channels.values().forEach(channel -> addCreation(channel, facts));
    for (Tombstone tombstone : topic.tombstones()) {
      Change set = new Change.TombstoneSet(topic.name(), tombstone.node, tombstone.stamp);
      facts.add(new Aged(set, Math.max(0, nowMillis - tombstone.setMillis)));
    }
  }

  private static void addCreation(Subject subject, List<Aged> facts) {
    if (subject.isCreated()) {
      facts.add(new Aged(new Change.Created(subject.name(), subject.createdAt()), 0));
    }
  }

  /** Forgets what was deleted before then, as of {@link Stamp#hybridTime}. */
  public void forgetBefore(long hybridTime) {
    index.graves().forgetBefore(hybridTime);
  }

  /**
   * A number that is the same wherever the same names are known to be made and deleted, if what is
   * older has been forgotten in both places.
   */
  public long hash() {
    return index.creationsHash() ^ index.graves().hash();
  }
}
