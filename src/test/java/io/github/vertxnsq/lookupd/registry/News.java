package io.github.vertxnsq.lookupd.registry;

import java.util.HashSet;
import java.util.Set;

/** Remembers which answers were said to have changed since it was last cleared. */
final class News implements Watcher {
  private final Set<TopicName> topics = new HashSet<>();
  private boolean ofTopics;
  private boolean ofNodes;

  @Override
  public void topicChanged(TopicName topic) {
    topics.add(topic);
  }

  @Override
  public void topicsChanged() {
    ofTopics = true;
  }

  @Override
  public void nodesChanged() {
    ofNodes = true;
  }

  boolean of(TopicName topic) {
    return topics.contains(topic);
  }

  boolean ofTopics() {
    return ofTopics;
  }

  boolean ofNodes() {
    return ofNodes;
  }

  boolean isEmpty() {
    return topics.isEmpty() && !ofTopics && !ofNodes;
  }

  void clear() {
    topics.clear();
    ofTopics = false;
    ofNodes = false;
  }
}
