package io.github.vertxnsq.lookupd.registry;

import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * What is registered, by topic and by producer, with both sides always in step. Knows no rules: who
 * is listed is {@link Listing}'s, what goes away with what is {@link Applier}'s.
 */
final class RegistrationIndex {
  private final Map<TopicName, Topic> topicsByName = new HashMap<>();

  /** The same topics in the order in which they are listed. */
  private final NavigableMap<TopicName, Topic> topics = new TreeMap<>();

  private final NavigableMap<Endpoint, Node> nodes = new TreeMap<>();
  private final Map<ProducerId, Producer> producers = new HashMap<>();
  private int channelCount;
  private int registrationCount;

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

  /** The topic, or null when there is none of that name. */
  Topic topic(TopicName name) {
    return topicsByName.get(name);
  }

  /** The topic or channel, or null when there is none of that name. */
  Subject find(Name name) {
    Topic topic = topicsByName.get(name.topic());
    return topic == null || name instanceof TopicName
        ? topic
        : topic.channels.get((ChannelName) name);
  }

  /** Makes a topic or channel that is not there yet; a channel's topic too if need be. */
  Subject create(Name name, Stamp stamp) {
    Topic topic = topicsByName.get(name.topic());
    if (topic == null) {
      topic = new Topic(name.topic(), stamp);
      topicsByName.put(name.topic(), topic);
      topics.put(name.topic(), topic);
    }
    if (name instanceof TopicName) {
      return topic;
    }
    // The topic's own name object, so that none of its channels holds a copy of it.
    ChannelName channelName = ChannelName.parse(topic.name(), name.text()).orElseThrow();
    Channel channel = new Channel(channelName, topic, stamp);
    topic.channels.put(channelName, channel);
    channelCount++;
    return channel;
  }

  /** Takes out a topic with its channels, or a channel. Nothing may be registered under it. */
  void remove(Subject subject) {
    if (subject instanceof Topic topic) {
      channelCount -= topic.channels.size();
      topicsByName.remove(topic.name());
      topics.remove(topic.name());
    } else {
      subject.topic().channels.remove(subject.name());
      channelCount--;
    }
  }

  void register(Producer producer, Subject subject, Stamp stamp) {
    Registration registration = new Registration(producer, subject, stamp);
    producer.registrations.add(registration);
    subject.registrations.add(registration);
    registrationCount++;
  }

  void unregister(Registration registration) {
    registration.producer.registrations.remove(registration);
    registration.subject.registrations.remove(registration);
    registrationCount--;
  }

  Producer addProducer(ProducerId id, PeerInfo peer, Stamp stamp, long nowMillis) {
    Node node = nodes.computeIfAbsent(peer.endpoint(), Node::new);
    Producer producer = new Producer(id, peer, node, stamp, nowMillis);
    node.add(producer);
    producers.put(id, producer);
    return producer;
  }

  /** Takes out a producer that holds nothing any more. */
  void remove(Producer producer) {
    producers.remove(producer.id);
    producer.node.remove(producer);
    if (producer.node.producers().isEmpty()) {
      nodes.remove(producer.node.endpoint);
    }
  }
}
