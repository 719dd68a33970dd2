package io.github.vertxnsq.lookupd.registry;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.IntPredicate;

/**
 * What is registered, by topic and by producer, with both sides always in step. Knows no rules: who
 * is listed is {@link Listing}'s, what goes away with what is {@link Applier}'s.
 */
final class RegistrationIndex {
  private final Map<TopicName, Topic> topicsByName = new HashMap<>();

  /** The same topics in the order in which they are listed. */
  private final NavigableMap<TopicName, Topic> topics = new TreeMap<>();

  /** Topics of which nothing is known but tombstones, which may come before their topic. */
  private final NavigableMap<TopicName, Topic> unheardOf = new TreeMap<>();

  private final NavigableMap<Endpoint, Node> nodes = new TreeMap<>();
  private final Map<ProducerId, Producer> producers = new HashMap<>();
  private final Map<Integer, Origin> origins = new HashMap<>();
  private final IntPredicate isOwn;
  private final Graves graves;

  /** Numbers that this daemon had before it began anew; mostly none. */
  private final Set<Integer> abandoned = new HashSet<>();

  private int channelCount;
  private int registrationCount;
  private int removedRegistrationCount;
  private long topicsEpoch;

  private long changes;
  private long pings;

  /** Of when each topic and channel was made, by exclusive or. */
  private long creationsHash;

  /** What was found last, or not: deciding and applying one command asks for one topic often. */
  private TopicName lastSought;

  private Topic lastFound;

  /**
   * @param isOwn whether the daemon of that number is the one that this belongs to
   */
  RegistrationIndex(IntPredicate isOwn, Graves graves) {
    this.isOwn = isOwn;
    this.graves = graves;
  }

  /** Something changed, and not only when a producer was heard. */
  void changed() {
    changes++;
  }

  /** How many times something changed. */
  long changes() {
    return changes;
  }

  /** A producer was heard, and nothing else follows from it. */
  void heard() {
    pings++;
  }

  /** How many times a producer was heard. */
  long pings() {
    return pings;
  }

  /** What was deleted. */
  Graves graves() {
    return graves;
  }

  long creationsHash() {
    return creationsHash;
  }

  /** This daemon had that number, and has another one now. */
  void abandon(int node) {
    abandoned.add(node);
  }

  /** The producer that may have something changed; null when it is unknown or not this daemon's. */
  Producer commanding(ProducerId id) {
    return !abandoned.isEmpty() && abandoned.contains(id.node()) ? null : producers.get(id);
  }

  /** The daemon of this number, known from now on. */
  Origin origin(int node) {
    return origins.computeIfAbsent(node, number -> new Origin(number, isOwn.test(number)));
  }

  Map<Integer, Origin> origins() {
    return origins;
  }

  NavigableMap<TopicName, Topic> topics() {
    return topics;
  }

  NavigableMap<Endpoint, Node> nodes() {
    return nodes;
  }

  Map<ProducerId, Producer> producers() {
    return producers;
  }

  int channelCount() {
    return channelCount;
  }

  int registrationCount() {
    return registrationCount;
  }

  /** How many registrations are still linked to producers although their subject is removed. */
  int removedRegistrationCount() {
    return removedRegistrationCount;
  }

  /**
   * Grows when something happened to a topic that may alter how any node that holds it is listed.
   */
  long topicsEpoch() {
    return topicsEpoch;
  }

  void tombstonesChanged() {
    topicsEpoch++;
  }

  /** The topic, or null when there is none of that name. */
  @SuppressWarnings("ReferenceEquality") // an equal name is only found the longer way
  Topic topic(TopicName name) {
    if (name != lastSought) {
      lastFound = topicsByName.get(name);
      lastSought = name;
    }
    return lastFound;
  }

  /** The topic or channel, or null when there is none of that name. */
  Subject find(Name name) {
    Topic topic = topic(name.topic());
    return topic == null || name instanceof TopicName
        ? topic
        : topic.channels.get((ChannelName) name);
  }

  /** Makes a topic or channel that is not there yet; a channel's topic too if need be. */
  Subject add(Name name) {
    Topic topic = topic(name.topic());
    if (topic == null) {
      Topic early = unheardOf.remove(name.topic());
      topic = early == null ? new Topic(name.topic()) : early;
      lastSought = null;
      topicsByName.put(name.topic(), topic);
      topics.put(name.topic(), topic);
    }
    if (name instanceof TopicName) {
      return topic;
    }
    // The topic's own name object, so that none of its channels holds a copy of it.
    ChannelName channelName = ChannelName.parse(topic.name(), name.text()).orElseThrow();
    Channel channel = new Channel(channelName, topic);
    topic.channels.put(channelName, channel);
    channelCount++;
    return channel;
  }

  /** The topic, which does not exist as far as is known here: it only keeps tombstones. */
  Topic unheardOf(TopicName name) {
    return unheardOf.computeIfAbsent(name, Topic::new);
  }

  /** Topics of which nothing is known but tombstones. */
  NavigableMap<TopicName, Topic> unheardOf() {
    return unheardOf;
  }

  /** A topic that keeps no tombstone any more is forgotten, if there is nothing else to it. */
  void dropIfUnheardOf(Topic topic) {
    if (!topic.hasTombstones()) {
      unheardOf.remove(topic.name(), topic);
    }
  }

  /** The topic or channel was made then, for its own sake; an earlier one than known is nothing. */
  void create(Subject subject, Stamp stamp) {
    if (subject.isCreatedBefore(stamp)) {
      creationsHash ^= subject.creationHash();
      subject.create(stamp);
      creationsHash ^= subject.creationHash();
    }
  }

  /** The topic or channel is there only as long as it is held. */
  void forgetCreation(Subject subject) {
    creationsHash ^= subject.creationHash();
    subject.forgetCreation();
  }

  /** Takes out a topic with its channels, or a channel; what is registered stays linked to it. */
  void remove(Subject subject) {
    subject.remove();
    removedRegistrationCount += subject.registrations.size();
    creationsHash ^= subject.creationHash();
    if (subject instanceof Topic topic) {
      for (Channel channel : topic.channels.values()) {
        creationsHash ^= channel.creationHash();
        removedRegistrationCount += channel.registrations.size();
      }
      channelCount -= topic.channels.size();
      topicsEpoch += topic.registrations.isEmpty() ? 0 : 1;
      lastSought = null;
      topicsByName.remove(topic.name());
      topics.remove(topic.name());
    } else {
      subject.topic().channels.remove(subject.name());
      channelCount--;
    }
  }

  void register(Producer producer, Subject subject, Stamp stamp) {
    Registration registration = new Registration(producer, subject, stamp);
    producer.link(registration);
    producer.node.countHeld(1);
    producer.origin.changeHash(registration.hash());
    subject.link(registration);
    registrationCount++;
    nodeChanged(registration);
  }

  void unregister(Registration registration) {
    unlinkFromProducer(registration);
    registration.subject.unlink(registration);
    registrationCount--;
    nodeChanged(registration);
  }

  /** Takes out what an ended producer held; its own set goes with it as it is. */
  void unlinkEnded(Registration registration) {
    if (!registration.subject.isRemoved()) {
      registration.subject.unlink(registration);
    }
    registrationCount--;
  }

  /** Takes out a registration of what is removed; the set of that goes with it as it is. */
  void unlinkRemoved(Registration registration) {
    removedRegistrationCount--;
    if (!registration.producer.hasEnded()) {
      unlinkFromProducer(registration);
      registrationCount--;
    } // else it is taken out with what that producer held
  }

  private static void unlinkFromProducer(Registration registration) {
    registration.producer.unlink(registration);
    registration.producer.node.countHeld(-1);
    registration.producer.origin.changeHash(registration.hash());
  }

  private void nodeChanged(Registration registration) {
    if (registration.subject instanceof Topic) {
      registration.producer.node.forgetView();
    }
  }

  Producer addProducer(ProducerId id, PeerInfo peer, Stamp stamp, long nowMillis) {
    Node node = nodes.computeIfAbsent(peer.endpoint(), Node::new);
    Producer producer = new Producer(id, peer, node, origin(id.node()), stamp, nowMillis);
    producer.origin.changeHash(producer.hash());
    node.add(producer);
    producers.put(id, producer);
    return producer;
  }

  /** Takes out a producer; what it holds stays linked to it. */
  void remove(Producer producer) {
    producer.end();
    producer.origin.changeHash(producer.hash());
    producers.remove(producer.id);
    producer.node.remove(producer);
    if (producer.node.producers().isEmpty()) {
      nodes.remove(producer.node.endpoint);
    }
  }
}
