package io.github.vertxnsq.lookupd.events;

import io.github.vertxnsq.lookupd.registry.NodeAddress;
import io.github.vertxnsq.lookupd.registry.PeerInfo;
import io.github.vertxnsq.lookupd.registry.TopicName;

/** Something that happened. Immutable. */
public sealed interface Event {

  /** Calls the case that fits this event. */
  <R> R fold(Cases<R> cases);

  /** The topic it happened to; null when it is about none alone. */
  default TopicName topic() {
    return null;
  }

  /** How many characters it has that a producer or another daemon chose freely. */
  default int textLength() {
    return 0;
  }

  /** A topic exists, or does no longer. */
  record TopicNamed(TopicName topic, boolean exists) implements Event {
    @Override
    public <R> R fold(Cases<R> cases) {
      return cases.topicNamed(this);
    }
  }

  /** A channel exists, or does no longer. */
  record ChannelNamed(TopicName topic, String channel, boolean exists) implements Event {
    @Override
    public <R> R fold(Cases<R> cases) {
      return cases.channelNamed(this);
    }
  }

  /**
   * A producer is listed from now on; without a topic: in the list of nodes, maybe again, when what
   * it says of itself is new.
   *
   * @param topic null for the list of nodes
   */
  record Joined(TopicName topic, PeerInfo producer) implements Event {
    @Override
    public <R> R fold(Cases<R> cases) {
      return cases.joined(this);
    }

    @Override
    public int textLength() {
      return producer.textLength();
    }
  }

  /**
   * A producer is listed no longer.
   *
   * @param topic null for the list of nodes
   */
  record Left(TopicName topic, PeerInfo producer, Cause cause) implements Event {
    @Override
    public <R> R fold(Cases<R> cases) {
      return cases.left(this);
    }

    @Override
    public int textLength() {
      return producer.textLength();
    }
  }

  /** A tombstone was set, or has ended. */
  record Tombstoned(TopicName topic, NodeAddress node, boolean begins) implements Event {
    @Override
    public <R> R fold(Cases<R> cases) {
      return cases.tombstoned(this);
    }
  }

  /**
   * What is answered for the topic is another thing than before, or was for a moment.
   *
   * @param exists whether there is such a topic now
   */
  record Lookup(TopicName topic, boolean exists) implements Event {
    @Override
    public <R> R fold(Cases<R> cases) {
      return cases.lookup(this);
    }
  }

  /** A daemon of the cluster is there, or is no longer. */
  record Member(String name, int number, String address, boolean isThere) implements Event {
    @Override
    public <R> R fold(Cases<R> cases) {
      return cases.member(this);
    }

    @Override
    public int textLength() {
      return name.length() + address.length();
    }
  }

  /** Why a producer is listed no longer. */
  enum Cause {
    DISCONNECTED,
    UNREGISTERED,
    SILENT,
    DELETED
  }

  /** One method an event. */
  interface Cases<R> {
    R topicNamed(TopicNamed event);

    R channelNamed(ChannelNamed event);

    R joined(Joined event);

    R left(Left event);

    R tombstoned(Tombstoned event);

    R lookup(Lookup event);

    R member(Member event);
  }
}
