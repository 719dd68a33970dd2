package io.github.vertxnsq.lookupd.events;

import io.github.vertxnsq.lookupd.events.Event.Cause;
import io.github.vertxnsq.lookupd.registry.Absence;
import io.github.vertxnsq.lookupd.registry.Endpoint;
import io.github.vertxnsq.lookupd.registry.Gathering;
import io.github.vertxnsq.lookupd.registry.NodeAddress;
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
import java.util.LinkedHashMap;
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

  /** Of what is remembered of a topic on the heap, but for its references. */
  private static final int TOPIC_BYTES = 176;

  private static final int NODE_BYTES = 100;
  private static final int REFERENCE_BYTES = 4;

  private final Registry registry;
  private final Consumer<Event> teller;

  /** What was listed, as far as it was told of, or was there when this began. */
  private final Map<TopicName, TopicView> topics = new HashMap<>();

  private final Map<Endpoint, Shown<PeerInfo>> nodes = new HashMap<>();

  /** What is remembered of topics takes so much on the heap, roughly. */
  private long topicsBytes;

  /**
   * What may be listed differently now, in the order in which it came up, and whether it came up
   * more than once.
   */
  private final Map<TopicName, Boolean> changed = new LinkedHashMap<>();

  /** Whose tombstones have ended, of topics that may be listed differently. */
  private final Map<TopicName, Set<NodeAddress>> revealed = new HashMap<>();

  // What was there when this began; null when it is all known.
  private Gathering<List<String>> topicsBefore;
  private Queue<String> topicsLeft;

  /**
   * Begins.
   *
   * @param teller is told while {@link #work} goes on, and at once of nodes and tombstones
   */
  public Chronicle(Registry registry, Consumer<Event> teller) {
    this.registry = registry;
    this.teller = teller;
    registry.listedNodes().forEach(node -> nodes.put(node.value().endpoint(), node));
    this.topicsBefore = new Query.Topics().begunBy(registry);
  }

  /** Whether all that was there before is known: only then is anything told. */
  public boolean isComplete() {
    return topicsBefore == null && topicsLeft == null;
  }

  /** How much this takes on the heap, roughly, beside what the registry holds. */
  public long heapBytes() {
    return topicsBytes
        + (long) NODE_BYTES * nodes.size()
        + (long) TOPIC_BYTES * (changed.size() + revealed.size());
  }

  private static long heapBytes(TopicView view) {
    return view == null
        ? 0
        : TOPIC_BYTES + (long) REFERENCE_BYTES * (view.channels().size() + view.producers().size());
  }

  /** Whether there is something to tell, or to learn. */
  public boolean hasWork() {
    return !isComplete() || !changed.isEmpty();
  }

  @Override
  public void topicChanged(TopicName topic) {
    changed.merge(topic, false, (once, again) -> true);
  }

  @Override
  public void topicsChanged() {}

  @Override
  public void nodesChanged() {}

  @Override
  public void nodeChanged(Endpoint endpoint) {
    Shown<PeerInfo> before = nodes.remove(endpoint);
    Optional<Shown<PeerInfo>> now = registry.node(endpoint);
    now.ifPresent(it -> nodes.put(endpoint, it));
    if (now.isPresent() && !now.get().equals(before)) {
      tell(new Event.Joined(null, now.get().value()));
    } else if (now.isEmpty() && before != null) {
      tell(new Event.Left(null, before.value(), cause(registry.absence(endpoint))));
    }
  }

  @Override
  public void tombstoneSet(TopicName topic, NodeAddress node) {
    tell(new Event.Tombstoned(topic, node, true));
  }

  @Override
  public void tombstoneEnded(TopicName topic, NodeAddress node) {
    if (isComplete()) {
      tell(new Event.Tombstoned(topic, node, false));
      revealed.computeIfAbsent(topic, any -> new HashSet<>()).add(node);
    }
  }

  /** Nobody listens before this is complete. */
  private void tell(Event event) {
    if (isComplete()) {
      teller.accept(event);
    }
  }

  /** Does some of what there is to do; a step is about one producer of a topic. */
  public void work(int steps) {
    int left = isComplete() ? steps : learn(steps);
    Iterator<Map.Entry<TopicName, Boolean>> next = changed.entrySet().iterator();
    while (isComplete() && left > 0 && next.hasNext()) {
      Map.Entry<TopicName, Boolean> topic = next.next();
      next.remove();
      left -= tell(topic.getKey(), topic.getValue());
    }
  }

  private int learn(int steps) {
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
      view.ifPresent(it -> remember(topic, it));
      left -= 1 + view.map(it -> it.producers().size()).orElse(0);
    }
    topicsLeft = topicsLeft.isEmpty() ? null : topicsLeft;
    return left;
  }

  /** Returns what was remembered before, null for nothing. */
  private TopicView remember(TopicName topic, TopicView view) {
    TopicView before = topics.put(topic, view);
    topicsBytes += heapBytes(view) - heapBytes(before);
    return before;
  }

  /** Returns what was remembered, null for nothing. */
  private TopicView forget(TopicName topic) {
    TopicView before = topics.remove(topic);
    topicsBytes -= heapBytes(before);
    return before;
  }

  private Optional<TopicView> view(TopicName topic) {
    return new Query.Lookup(topic).answeredBy(registry);
  }

  /**
   * Returns how many steps it took.
   *
   * @param again whether it may have become what it was: who looked meanwhile is to look again
   */
  private int tell(TopicName topic, boolean again) {
    Optional<TopicView> now = view(topic);
    TopicView before = now.isPresent() ? remember(topic, now.get()) : forget(topic);
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
    if (again || (before == null) != now.isEmpty() || !was.equals(is)) {
      teller.accept(new Event.Lookup(topic, now.isPresent()));
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
