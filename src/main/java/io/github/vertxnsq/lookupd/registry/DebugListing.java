package io.github.vertxnsq.lookupd.registry;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;

/** Everything as it is held, without the rules of {@link Listing}, in slices of bounded work. */
final class DebugListing {
  private static final Comparator<Registration> BY_ENDPOINT =
      Comparator.comparing((Registration held) -> held.producer.node.endpoint)
          .thenComparing(held -> held.producer.identifiedAt);

  private final RegistrationIndex index;

  DebugListing(RegistrationIndex index) {
    this.index = index;
  }

  DebugSlice slice(DebugSlice.Cursor from, int minEntries) {
    Slice slice = new Slice(minEntries);
    DebugSlice.Cursor next = from;
    if (next instanceof DebugSlice.AfterChannel cursor) {
      next = channels(cursor.channel(), slice);
    }
    if (next instanceof DebugSlice.AfterNode cursor && !slice.isFull()) {
      next = clients(cursor.node(), slice);
    }
    if (next instanceof DebugSlice.AfterTopic cursor && !slice.isFull()) {
      next = topics(cursor.topic(), slice);
    }
    return new DebugSlice(List.copyOf(slice.groups), next);
  }

  private DebugSlice.Cursor channels(ChannelName after, Slice slice) {
    NavigableMap<TopicName, Topic> topics =
        after == null ? index.topics() : index.topics().tailMap(after.topic(), true);
    for (Topic topic : topics.values()) {
      boolean begun = after != null && topic.name().equals(after.topic());
      NavigableMap<ChannelName, Channel> channels =
          begun ? topic.channels.tailMap(after, false) : topic.channels;
      for (Channel channel : channels.values()) {
        slice.visit("channel:" + channel.name(), entriesOf(channel));
        if (slice.isFull()) {
          return new DebugSlice.AfterChannel(channel.name());
        }
      }
    }
    return new DebugSlice.AfterNode(null);
  }

  private DebugSlice.Cursor clients(Endpoint after, Slice slice) {
    NavigableMap<Endpoint, Node> nodes =
        after == null ? index.nodes() : index.nodes().tailMap(after, false);
    List<DebugSlice.Entry> entries = new ArrayList<>();
    DebugSlice.Cursor next = new DebugSlice.AfterTopic(null);
    for (Node node : nodes.values()) {
      for (Producer producer : node.producers()) {
        entries.add(entryOf(producer, null));
      }
      if (slice.isFullWith(entries.size())) {
        next = new DebugSlice.AfterNode(node.endpoint);
        break;
      }
    }
    slice.add("client::", entries);
    return next;
  }

  private DebugSlice.Cursor topics(TopicName after, Slice slice) {
    NavigableMap<TopicName, Topic> topics =
        after == null ? index.topics() : index.topics().tailMap(after, false);
    for (Topic topic : topics.values()) {
      slice.visit("topic:" + topic.name() + ":", entriesOf(topic));
      if (slice.isFull()) {
        return new DebugSlice.AfterTopic(topic.name());
      }
    }
    return null;
  }

  private static List<DebugSlice.Entry> entriesOf(Subject subject) {
    Registration[] registrations = subject.registrations.toArray();
    Arrays.sort(registrations, BY_ENDPOINT);
    List<DebugSlice.Entry> entries = new ArrayList<>(registrations.length);
    for (Registration registration : registrations) {
      if (registration.producer.hasEnded()) {
        continue;
      }
      Tombstone tombstone = subject instanceof Topic topic ? topic.tombstoneOf(registration) : null;
      entries.add(entryOf(registration.producer, tombstone));
    }
    return entries;
  }

  private static DebugSlice.Entry entryOf(Producer producer, Tombstone tombstone) {
    return new DebugSlice.Entry(
        producer.peer,
        producer.heardAt().wallMillis(),
        tombstone != null,
        tombstone == null ? 0 : tombstone.stamp.wallMillis());
  }

  /** Collects groups until it is full. */
  private static final class Slice {
    private final int minEntries;
    private final List<DebugSlice.Group> groups = new ArrayList<>();
    private int entries;

    /** Also names that nobody holds: looking at them is work too. */
    private int visited;

    Slice(int minEntries) {
      this.minEntries = minEntries;
    }

    void visit(String key, List<DebugSlice.Entry> held) {
      visited++;
      add(key, held);
    }

    void add(String key, List<DebugSlice.Entry> added) {
      if (!added.isEmpty()) {
        groups.add(new DebugSlice.Group(key, List.copyOf(added)));
        entries += added.size();
      }
    }

    boolean isFull() {
      return isFullWith(0);
    }

    boolean isFullWith(int more) {
      return Math.max(visited, entries + more) >= minEntries;
    }
  }
}
