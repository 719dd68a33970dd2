package io.github.vertxnsq.lookupd.registry;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The rules of reading: which of the connections count, who is hidden, what is shown once.
 *
 * <p>A registration is listed while its producer is not silent, no newer connection of the same
 * node supersedes it, and, for a topic, no tombstone hides it. A node is listed where any of its
 * registrations is, with the fields of its newest connection.
 */
final class Listing {
  private static final Comparator<Node> BY_ENDPOINT = Comparator.comparing(node -> node.endpoint);

  private final RegistrationIndex index;

  Listing(RegistrationIndex index) {
    this.index = index;
  }

  Optional<TopicView> lookup(TopicName name) {
    Topic topic = index.topic(name);
    if (topic == null || !exists(topic)) {
      return Optional.empty();
    }
    return Optional.of(new TopicView(channelsOf(topic), producersOf(topic)));
  }

  private static List<String> channelsOf(Topic topic) {
    List<String> channels = new ArrayList<>(topic.channels.size());
    for (Channel channel : topic.channels.values()) {
      if (exists(channel)) {
        channels.add(channel.name().text());
      }
    }
    return List.copyOf(channels);
  }

  private static List<Shown<PeerInfo>> producersOf(Topic topic) {
    List<Node> nodes = new ArrayList<>(topic.registrations.size());
    for (Registration registration : topic.registrations) {
      if (counts(registration) && !topic.isTombstoned(registration)) {
        nodes.add(registration.producer.node);
      }
    }
    nodes.sort(BY_ENDPOINT);
    List<Shown<PeerInfo>> producers = new ArrayList<>(nodes.size());
    Node last = null;
    for (Node node : nodes) {
      if (node != last) {
        producers.add(node.spokesman().shownPeer);
        last = node;
      }
    }
    return List.copyOf(producers);
  }

  /** As the node list has it; empty when it does not. */
  Optional<Shown<PeerInfo>> node(Endpoint endpoint) {
    return Optional.ofNullable(index.nodes().get(endpoint))
        .map(Node::spokesman)
        .map(spokesman -> spokesman.shownPeer);
  }

  /** All that the node list has. */
  List<Shown<PeerInfo>> listedNodes() {
    List<Shown<PeerInfo>> listed = new ArrayList<>(index.nodes().size());
    for (Node node : index.nodes().values()) {
      Producer spokesman = node.spokesman();
      if (spokesman != null) {
        listed.add(spokesman.shownPeer);
      }
    }
    return listed;
  }

  /** Why the node is not in the list of nodes. */
  Absence absence(Endpoint endpoint) {
    return index.nodes().containsKey(endpoint) ? Absence.SILENT : Absence.DISCONNECTED;
  }

  /** Why the topic does not list the node. */
  Absence absence(TopicName name, Endpoint endpoint) {
    Node node = index.nodes().get(endpoint);
    if (node == null || node.spokesman() == null) {
      return absence(endpoint);
    }
    Topic topic = index.topic(name);
    if (topic == null) {
      // An ephemeral one goes with its last holder; nobody deletes those.
      return name.isEphemeral() ? Absence.UNREGISTERED : Absence.DELETED;
    }
    for (Producer producer : node.producers()) {
      Registration registration = producer.registrations.find(topic);
      if (registration != null && topic.isTombstoned(registration)) {
        return Absence.TOMBSTONED;
      }
    }
    return Absence.UNREGISTERED;
  }

  Gathering<List<String>> topics() {
    return new TopicsGathering();
  }

  Gathering<List<NodeView>> nodes() {
    return new NodesGathering();
  }

  /** Goes through the topics in order; those that come and go behind it are not seen. */
  private final class TopicsGathering implements Gathering<List<String>> {
    private final List<String> names = new ArrayList<>(index.topics().size());
    private TopicName last;

    @Override
    public List<String> gather(int steps) {
      int left = steps;
      for (Topic topic : after(last, index.topics()).values()) {
        if (left-- == 0) {
          return null;
        }
        last = topic.name();
        if (exists(topic)) {
          names.add(topic.name().text());
        }
      }
      return Collections.unmodifiableList(names); // a copy would be megabytes
    }
  }

  /** Goes through the nodes in order; those that come and go behind it are not seen. */
  private final class NodesGathering implements Gathering<List<NodeView>> {
    private final List<NodeView> views = new ArrayList<>(index.nodes().size());
    private Endpoint last;

    @Override
    public List<NodeView> gather(int steps) {
      int left = steps;
      for (Node node : after(last, index.nodes()).values()) {
        if (left <= 0) {
          return null;
        }
        last = node.endpoint;
        left -= add(node);
      }
      return Collections.unmodifiableList(views); // a copy would be megabytes
    }

    /** Returns how many steps it took. */
    private int add(Node node) {
      Producer spokesman = node.spokesman();
      if (spokesman == null) {
        return 1;
      }
      NodeView view = node.view(index.topicsEpoch());
      int steps = 1;
      if (view == null) {
        view = viewOf(node, spokesman);
        node.keepView(view, index.topicsEpoch());
        steps += node.held();
      }
      views.add(view);
      return steps;
    }
  }

  /** What comes after that key; all where it is null. */
  static <K, V> NavigableMap<K, V> after(K last, NavigableMap<K, V> all) {
    return last == null ? all : all.tailMap(last, false);
  }

  /**
   * The node with its topics; tombstoned are those that no registration shows in lookups. What is
   * as it was is the same object: it may be part of several answers that are on their way.
   */
  private static NodeView viewOf(Node node, Producer spokesman) {
    NavigableMap<TopicName, Boolean> tombstoned = new TreeMap<>();
    for (Producer producer : node.producers()) {
      for (Registration registration : producer.registrations) {
        if (registration.subject instanceof Topic topic && counts(registration)) {
          tombstoned.merge(topic.name(), topic.isTombstoned(registration), Boolean::logicalAnd);
        }
      }
    }
    List<TopicName> topics = List.copyOf(tombstoned.keySet());
    tombstoned.values().removeIf(isTombstoned -> !isTombstoned);
    NodeView made = new NodeView(spokesman.shownPeer, topics, Set.copyOf(tombstoned.keySet()));
    NodeView former = node.lastView();
    return made.equals(former) ? former : made;
  }

  private static boolean counts(Registration registration) {
    Producer producer = registration.producer;
    return !producer.isSilent()
        && !registration.subject.isRemoved()
        && producer.node.counts(producer);
  }

  /**
   * An ephemeral name whose only holders are superseded connections is not shown; it is not removed
   * either, because one of them may be alive after all. Without holders it waits for its first. So
   * is a channel that outlived, elsewhere, the ephemeral topic it was made with.
   */
  static boolean exists(Subject subject) {
    boolean livesWithHolders = subject.name().isEphemeral() || !subject.isCreated();
    if (!livesWithHolders || subject.registrations.isEmpty()) {
      return true;
    }
    for (Registration registration : subject.registrations) {
      if (registration.producer.node.counts(registration.producer)) {
        return true;
      }
    }
    return false;
  }
}
