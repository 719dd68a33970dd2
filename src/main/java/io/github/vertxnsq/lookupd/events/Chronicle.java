package io.github.vertxnsq.lookupd.events;

import io.github.vertxnsq.lookupd.events.Event.Cause;
import io.github.vertxnsq.lookupd.registry.Absence;
import io.github.vertxnsq.lookupd.registry.Endpoint;
import io.github.vertxnsq.lookupd.registry.Gathering;
import io.github.vertxnsq.lookupd.registry.NodeAddress;
import io.github.vertxnsq.lookupd.registry.NodeView;
import io.github.vertxnsq.lookupd.registry.PeerInfo;
import io.github.vertxnsq.lookupd.registry.Query;
import io.github.vertxnsq.lookupd.registry.Registry;
import io.github.vertxnsq.lookupd.registry.Shown;
import io.github.vertxnsq.lookupd.registry.TopicName;
import io.github.vertxnsq.lookupd.registry.TopicView;
import io.github.vertxnsq.lookupd.registry.Watcher;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Remembers what was listed, and tells how what is listed now differs from it. Begins with all that
 * is there, of which nothing is told. Belongs to the registry's thread.
 */
public final class Chronicle implements Watcher {
  private static final TopicView NOTHING = new TopicView(List.of(), List.of());
  private static final Comparator<Shown<PeerInfo>> BY_ENDPOINT =
      Comparator.<Shown<PeerInfo>, String>comparing(shown -> shown.value().broadcastAddress())
          .thenComparingLong(shown -> shown.value().tcpPort())
          .thenComparingLong(shown -> shown.value().httpPort());

  private final Registry registry;
  private final Consumer<Event> teller;

  /** What was listed, as far as it was told of, or was there when this began. */
  private final Map<TopicName, TopicView> topics = new HashMap<>();

  private final Map<Endpoint, Shown<PeerInfo>> nodes = new HashMap<>();

  /** What may be listed differently now, in the order in which it came up. */
  private final Set<TopicName> changedTopics = new LinkedHashSet<>();

  private final Set<Endpoint> changedNodes = new LinkedHashSet<>();

  /** Whose tombstones have ended, of topics that may be listed differently. */
  private final Map<TopicName, Set<NodeAddress>> revealed = new HashMap<>();

  // What was there when this began; null when it is all known.
  private Gathering<List<NodeView>> nodesBefore;
  private Gathering<List<String>> topicsBefore;
  private Queue<String> topicsLeft;

  /**
   * Begins.
   *
   * @param teller is told while {@link #work} goes on, and of tombstones at once
   */
  public Chronicle(Registry registry, Consumer<Event> teller) {
    this.registry = registry;
    this.teller = teller;
    this.nodesBefore = new Query.Nodes().begunBy(registry);
    this.topicsBefore = new Query.Topics().begunBy(registry);
  }

  /** Whether all that was there before is known: only then is anything told. */
  public boolean isComplete() {
    return nodesBefore == null && topicsBefore == null && topicsLeft == null;
  }

  /** Whether there is something to tell, or to learn. */
  public boolean hasWork() {
    return !isComplete() || !changedTopics.isEmpty() || !changedNodes.isEmpty();
  }

  @Override
  public void topicChanged(TopicName topic) {
    changedTopics.add(topic);
  }

  @Override
  public void topicsChanged() {}

  @Override
  public void nodesChanged() {}

  @Override
  public void nodeChanged(Endpoint node) {
    changedNodes.add(node);
  }

  @Override
  public void tombstoneSet(TopicName topic, NodeAddress node) {
    if (isComplete()) {
      teller.accept(new Event.Tombstoned(topic, node, true));
    }
  }

  @Override
  public void tombstoneEnded(TopicName topic, NodeAddress node) {
    if (isComplete()) {
      teller.accept(new Event.Tombstoned(topic, node, false));
      revealed.computeIfAbsent(topic, any -> new HashSet<>()).add(node);
    }
  }

  /** Does some of what there is to do; a step is about one producer of a topic. */
  public void work(int steps) {
    int left = isComplete() ? steps : learn(steps);
    left = isComplete() ? tellNodes(left) : 0;
    Iterator<TopicName> changed = changedTopics.iterator();
    while (left > 0 && changed.hasNext()) {
      TopicName topic = changed.next();
      changed.remove();
      left -= tell(topic);
    }
  }

  private int learn(int steps) {
    if (nodesBefore != null) {
      List<NodeView> gathered = nodesBefore.gather(steps);
      if (gathered == null) {
        return 0;
      }
      gathered.forEach(node -> nodes.put(node.peer().value().endpoint(), node.peer()));
      nodesBefore = null;
    }
    if (topicsBefore != null) {
      List<String> gathered = topicsBefore.gather(steps);
      if (gathered == null) {
        return 0;
      }
      topicsLeft = new ArrayDeque<>(gathered);
      topicsBefore = null;
    }
    int left = steps;
    while (left > 0 && !topicsLeft.isEmpty()) {
      TopicName topic = TopicName.parse(topicsLeft.remove()).orElseThrow();
      Optional<TopicView> view = view(topic);
      view.ifPresent(it -> topics.put(topic, it));
      left -= 1 + view.map(it -> it.producers().size()).orElse(0);
    }
    topicsLeft = topicsLeft.isEmpty() ? null : topicsLeft;
    return left;
  }

  private Optional<TopicView> view(TopicName topic) {
    return new Query.Lookup(topic).answeredBy(registry);
  }

  private int tellNodes(int steps) {
    int left = steps;
    Iterator<Endpoint> changed = changedNodes.iterator();
    while (left > 0 && changed.hasNext()) {
      Endpoint node = changed.next();
      changed.remove();
      tell(node);
      left--;
    }
    return left;
  }

  private void tell(Endpoint endpoint) {
    Shown<PeerInfo> before = nodes.remove(endpoint);
    Optional<Shown<PeerInfo>> now = registry.node(endpoint);
    now.ifPresent(it -> nodes.put(endpoint, it));
    if (now.isPresent() && !now.get().equals(before)) {
      teller.accept(new Event.Joined(null, now.get().value()));
    } else if (now.isEmpty() && before != null) {
      Cause cause = cause(registry.absence(endpoint));
      teller.accept(new Event.Left(null, before.value(), cause));
    }
  }

  /** Returns how many steps it took. */
  private int tell(TopicName topic) {
    Optional<TopicView> now = view(topic);
    TopicView before = now.isPresent() ? topics.put(topic, now.get()) : topics.remove(topic);
    Set<NodeAddress> back = revealed.getOrDefault(topic, Set.of());
    revealed.remove(topic);
    TopicView was = before == null ? NOTHING : before;
    TopicView is = now.orElse(NOTHING);
    if (before == null && now.isPresent()) {
      teller.accept(new Event.TopicNamed(topic, true));
    }
    differences(
        was.channels(),
        is.channels(),
        Comparator.naturalOrder(),
        gone -> teller.accept(new Event.ChannelNamed(topic, gone, false)),
        come -> teller.accept(new Event.ChannelNamed(topic, come, true)));
    differences(
        was.producers(),
        is.producers(),
        BY_ENDPOINT,
        gone -> left(topic, gone.value()),
        come -> joined(topic, come.value(), back));
    if (before != null && now.isEmpty()) {
      teller.accept(new Event.TopicNamed(topic, false));
    }
    if ((before == null) != now.isEmpty() || !was.equals(is)) {
      teller.accept(new Event.Lookup(topic));
    }
    return 1 + was.producers().size() + is.producers().size();
  }

  private void joined(TopicName topic, PeerInfo producer, Set<NodeAddress> back) {
    // Whose tombstone has ended was there all the time, and that is told already.
    if (!back.contains(new NodeAddress(producer.broadcastAddress(), producer.httpPort()))) {
      teller.accept(new Event.Joined(topic, producer));
    }
  }

  private void left(TopicName topic, PeerInfo producer) {
    Absence why = registry.absence(topic, producer.endpoint());
    if (why != Absence.TOMBSTONED) { // which is told already
      teller.accept(new Event.Left(topic, producer, cause(why)));
    }
  }

  private static Cause cause(Absence why) {
    return switch (why) {
      case DISCONNECTED -> Cause.DISCONNECTED;
      case SILENT -> Cause.SILENT;
      case DELETED -> Cause.DELETED;
      case UNREGISTERED, TOMBSTONED -> Cause.UNREGISTERED;
    };
  }

  /** Goes through two sorted lists at a time. */
  private static <T> void differences(
      List<T> was, List<T> is, Comparator<T> order, Consumer<T> gone, Consumer<T> come) {
    int i = 0;
    int j = 0;
    while (i < was.size() || j < is.size()) {
      int which = i == was.size() ? 1 : j == is.size() ? -1 : order.compare(was.get(i), is.get(j));
      if (which < 0) {
        gone.accept(was.get(i++));
      } else if (which > 0) {
        come.accept(is.get(j++));
      } else {
        i++;
        j++;
      }
    }
  }
}
