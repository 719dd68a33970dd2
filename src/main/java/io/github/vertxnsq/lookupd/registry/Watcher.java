package io.github.vertxnsq.lookupd.registry;

/**
 * Is told, while a change is applied, which answers are no longer what they were. May be told more
 * than once and of answers that turn out the same; must not call back into the registry.
 */
public interface Watcher {

  /** {@link Query.Lookup} of this topic may answer differently, or no longer. */
  void topicChanged(TopicName topic);

  /** {@link Query.Topics} may answer differently. */
  void topicsChanged();

  /** {@link Query.Nodes} may answer differently. */
  void nodesChanged();

  /** {@link Registry#node} of this endpoint may answer differently, or no longer. */
  default void nodeChanged(Endpoint node) {}

  /** A tombstone was set, whether or not it hides anything. */
  default void tombstoneSet(TopicName topic, NodeAddress node) {}

  /** A tombstone's lifetime is over. */
  default void tombstoneEnded(TopicName topic, NodeAddress node) {}
}
