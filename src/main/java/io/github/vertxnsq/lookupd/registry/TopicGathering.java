package io.github.vertxnsq.lookupd.registry;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalLong;

/** Puts all about a topic together; a step is about one registration, or one nsqd. */
final class TopicGathering implements Gathering<Optional<Shown<TopicDetail>>> {
  private final RegistrationIndex index;
  private final Deadlines deadlines;
  private final TopicName name;
  private final Moment moment;

  private final List<TopicDetail.Channel> channels = new ArrayList<>();
  private final List<TopicDetail.Holder> holders = new ArrayList<>();

  /** Through who holds the topic, then through who holds each channel; null before the first. */
  private HolderWalk walk;

  /** Who holds the topic and is still to be told of; null while that is not known. */
  private Iterator<Map.Entry<Node, HolderWalk.Standing>> untold;

  /** Whose holders are walked through; null while it is the topic. */
  private ChannelName channel;

  TopicGathering(RegistrationIndex index, Deadlines deadlines, TopicName name, Moment moment) {
    this.index = index;
    this.deadlines = deadlines;
    this.name = name;
    this.moment = moment;
  }

  @Override
  public Optional<Shown<TopicDetail>> gather(int steps) {
    Topic topic = index.topic(name);
    if (topic == null || !Listing.exists(topic)) {
      return Optional.empty();
    }
    if (walk == null) {
      walk = new HolderWalk(topic);
    }
    for (int left = steps; left > 0; left--) {
      if (!step(topic)) {
        return Optional.of(
            new Shown<>(
                new TopicDetail(
                    Collections.unmodifiableList(channels),
                    Collections.unmodifiableList(holders))));
      }
    }
    return null;
  }

  /** Whether there was anything left to do. */
  private boolean step(Topic topic) {
    if (!walk.isDone()) {
      walk.step();
      return true;
    }
    if (untold == null) {
      untold = walk.nodes().entrySet().iterator();
    }
    if (untold.hasNext()) {
      Map.Entry<Node, HolderWalk.Standing> next = untold.next();
      addHolder(next.getKey(), next.getValue());
      return true;
    }
    return stepToNextChannel(topic);
  }

  private void addHolder(Node node, HolderWalk.Standing standing) {
    Producer newest = node.newest();
    if (newest == null) {
      return; // gone since
    }
    Tombstone tombstone = standing.tombstone();
    holders.add(
        new TopicDetail.Holder(
            newest.peer,
            moment.since(newest.identifiedAt),
            moment.since(newest.lastHeardMillis()),
            standing.isSilent(),
            tombstone == null
                ? OptionalLong.empty()
                : OptionalLong.of(deadlines.remainingMillis(tombstone, moment))));
  }

  private boolean stepToNextChannel(Topic topic) {
    if (channel != null) {
      channels.add(new TopicDetail.Channel(channel.text(), walk.nodes().size()));
    }
    NavigableMap<ChannelName, Channel> left =
        channel == null ? topic.channels : topic.channels.tailMap(channel, false);
    for (Channel next : left.values()) {
      if (Listing.exists(next)) {
        channel = next.name();
        walk = new HolderWalk(next);
        untold = Collections.emptyIterator();
        return true;
      }
    }
    return false;
  }
}
