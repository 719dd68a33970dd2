package io.github.vertxnsq.lookupd.bus;

import io.github.vertxnsq.lookupd.registry.PeerInfo;
import io.github.vertxnsq.lookupd.registry.Shown;
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
 * can be called. Views of topics are kept up to a budget, the oldest going first. A view whose
 * answer is short weighs next to nothing, since it only refers to what the registry holds and its
 * answer is put together for every reader; so tens of thousands of topics are up at a time. A long
 * answer is rendered once, for all who take it and perhaps never read it, and its view weighs as
 * much.
 */
final class Publisher implements Watcher {
  static final String TOPICS = "/topics";
  static final String NODES = "/nodes";

  /** In bytes, roughly: as much as speeds up readers of very many topics, if the heap has it. */
  private static final long TOPIC_VIEWS_BUDGET =
      Math.min(32L << 20, Runtime.getRuntime().maxMemory() / 32);

  /** In bytes; above this an answer is long. */
  private static final int MAX_SHORT_ANSWER = 32 << 10;

  private static final int VIEW_WEIGHT = 256;
  private static final int REFERENCE_WEIGHT = 4;

  /** What an answer has in bytes for a producer without its texts, and for a channel. */
  private static final int PRODUCER_LENGTH = 192;

  private static final int CHANNEL_LENGTH = 32;

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
  <V> Published<V> published(String key) {
    return (Published<V>) views.get(key);
  }

  Published<TopicView> publish(TopicName topic, TopicView view) {
    takeDown(topic.text());
    long answerLength = answerLength(view);
    boolean isLong = answerLength > MAX_SHORT_ANSWER;
    long added =
        isLong && answerLength <= Published.MAX_RENDERING_BYTES
            ? VIEW_WEIGHT + answerLength
            : lightWeight(view);
    Iterator<Map.Entry<String, Long>> oldest = weights.entrySet().iterator();
    while (weight + added > budget && oldest.hasNext()) {
      Map.Entry<String, Long> entry = oldest.next();
      views.remove(entry.getKey());
      weight -= entry.getValue();
      oldest.remove();
    }
    weights.put(topic.text(), added);
    weight += added;
    Published<TopicView> published =
        isLong ? Published.renderedOnce(view) : Published.renderedEachTime(view);
    views.put(topic.text(), published);
    return published;
  }

  /** Puts one of the lists up. */
  void publishList(String key, Published<?> list) {
    views.put(key, list);
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

  private static long lightWeight(TopicView view) {
    int references = view.channels().size() + view.producers().size();
    return VIEW_WEIGHT + (long) REFERENCE_WEIGHT * references;
  }

  /** Of the rendered answer, roughly. */
  private static long answerLength(TopicView view) {
    long length = (long) CHANNEL_LENGTH * view.channels().size();
    for (Shown<PeerInfo> producer : view.producers()) {
      length += PRODUCER_LENGTH + producer.value().textLength();
    }
    return length;
  }
}
