package io.github.vertxnsq.lookupd.bus;

import io.github.vertxnsq.lookupd.registry.NodeView;
import io.github.vertxnsq.lookupd.registry.Query;
import io.github.vertxnsq.lookupd.registry.TopicName;
import io.github.vertxnsq.lookupd.registry.TopicView;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.shareddata.LocalMap;
import java.util.List;
import java.util.Optional;

/**
 * Reads what the registry published, and asks it for what it has not. Safe for use by several
 * threads; futures fail as those of {@link RegistryClient} do.
 */
public final class PublishedViews {
  private final LocalMap<String, Published<?>> views;
  private final RegistryClient registry;

  /** The views of the registry deployed on this Vert.x. */
  public PublishedViews(Vertx vertx, RegistryClient registry) {
    this.views = Publisher.views(vertx);
    this.registry = registry;
  }

  /** What {@link ViewChanges} calls the answer of {@link #lookup}; any text will do. */
  public static String ofTopic(String topic) {
    return topic;
  }

  /** What {@link ViewChanges} calls the answer of {@link #topics}. */
  public static String ofTopics() {
    return Publisher.TOPICS;
  }

  /** What {@link ViewChanges} calls the answer of {@link #nodes}. */
  public static String ofNodes() {
    return Publisher.NODES;
  }

  /** Who produces the topic; empty when it is not known, as no name that is not valid ever is. */
  public Future<Optional<Published<TopicView>>> lookup(String topic) {
    Published<TopicView> published = isList(topic) ? null : published(topic);
    if (published != null) {
      return Future.succeededFuture(Optional.of(published));
    }
    Optional<TopicName> name = TopicName.parse(topic);
    if (name.isEmpty()) {
      return Future.succeededFuture(Optional.empty());
    }
    return registry.read(new Query.Lookup(name.get()));
  }

  /** Whether the text, which no topic can be called, is the key of a list. */
  private static boolean isList(String text) {
    return text.startsWith("/");
  }

  /** All topics, sorted. */
  public Future<Published<List<String>>> topics() {
    return list(Publisher.TOPICS, new Query.Topics());
  }

  /** All nodes that are not silent, sorted. */
  public Future<Published<List<NodeView>>> nodes() {
    return list(Publisher.NODES, new Query.Nodes());
  }

  private <V> Future<Published<V>> list(String key, Query.Extensive<V> query) {
    Published<V> published = published(key);
    return published != null ? Future.succeededFuture(published) : registry.read(query);
  }

  @SuppressWarnings("unchecked") // Publisher puts one kind of view under a key
  private <V> Published<V> published(String key) {
    return (Published<V>) views.get(key);
  }
}
