package io.github.vertxnsq.lookupd.bus;

import io.github.vertxnsq.lookupd.registry.PeerInfo;
import io.github.vertxnsq.lookupd.registry.TopicName;
import io.github.vertxnsq.lookupd.registry.TopicView;
import io.github.vertxnsq.lookupd.registry.Watcher;
import io.vertx.core.Vertx;
import io.vertx.core.shareddata.LocalMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Puts views up where readers see them and takes them down when they are outdated. Belongs to the
 * registry's thread, the only writer.
 *
 * <p>A topic's view is kept under its name; the lists are kept under their paths, which no topic
 * can be called. Views of topics are kept up to a budget, the oldest going first, so that a scan of
 * all topics cannot fill the memory with rendered answers.
 */
final class Publisher implements Watcher {
  static final String TOPICS = "/topics";
  static final String NODES = "/nodes";

  /** In bytes of rendered answers, roughly. */
  private static final long TOPIC_VIEWS_BUDGET = 32L << 20;

  private static final int PRODUCER_WEIGHT = 256;
  private static final int CHANNEL_WEIGHT = 32;
  private static final int VIEW_WEIGHT = 256;

  private final LocalMap<String, Published<?>> views;

  /** Weights of the topic views that are up, the one put up first in front. */
  private final Map<String, Long> weights = new LinkedHashMap<>();

  private final long budget;
  private long weight;
  private long topicsChanges;
  private long nodesChanges;

  Publisher(Vertx vertx) {
    this(vertx, TOPIC_VIEWS_BUDGET);
  }

  Publisher(Vertx vertx, long budget) {
    this.views = views(vertx);
    this.budget = budget;
  }

  static LocalMap<String, Published<?>> views(Vertx vertx) {
    return vertx.sharedData().getLocalMap("nsqlookupd.views");
  }

  /** What stands under the key, and so holds; null if nothing does. */
  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // one kind of view under a key
  <V> V published(String key) {
    Published<?> published = views.get(key);
    return published == null ? null : (V) published.view();
  }

  void publish(TopicName topic, TopicView view) {
    takeDown(topic.text());
    long added = weightOf(view);
    Iterator<Map.Entry<String, Long>> oldest = weights.entrySet().iterator();
    while (weight + added > budget && oldest.hasNext()) {
      Map.Entry<String, Long> entry = oldest.next();
      views.remove(entry.getKey());
      weight -= entry.getValue();
      oldest.remove();
    }
    weights.put(topic.text(), added);
    weight += added;
    views.put(topic.text(), new Published<>(view));
  }

  /** Puts one of the lists up. */
  void publishList(String key, Object list) {
    views.put(key, new Published<>(list));
  }

  /** How often that list has changed. */
  long changes(String key) {
    return key.equals(TOPICS) ? topicsChanges : nodesChanges;
  }

  @Override
  public void topicChanged(TopicName topic) {
    takeDown(topic.text());
  }

  @Override
  public void topicsChanged() {
    topicsChanges++;
    views.remove(TOPICS);
  }

  @Override
  public void nodesChanged() {
    nodesChanges++;
    views.remove(NODES);
  }

  private void takeDown(String topic) {
    Long removed = weights.remove(topic);
    if (removed != null) {
      weight -= removed;
      views.remove(topic);
    }
  }

  private static long weightOf(TopicView view) {
    long weight = VIEW_WEIGHT + (long) CHANNEL_WEIGHT * view.channels().size();
    for (PeerInfo peer : view.producers()) {
      weight += PRODUCER_WEIGHT + textLength(peer);
    }
    return weight;
  }

  /** Of what the producer chose freely; the names of channels are short. */
  private static int textLength(PeerInfo peer) {
    return peer.hostname().length()
        + peer.broadcastAddress().length()
        + peer.version().length()
        + peer.topologyZone().length()
        + peer.topologyRegion().length();
  }
}
