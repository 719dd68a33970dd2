package io.github.vertxnsq.lookupd.events;

import io.github.vertxnsq.lookupd.registry.Endpoint;
import io.github.vertxnsq.lookupd.registry.NodeAddress;
import io.github.vertxnsq.lookupd.registry.TopicName;
import io.github.vertxnsq.lookupd.registry.Watcher;

/** The registry wants its watcher before there is one. */
final class Relay implements Watcher {
  /** Null until it begins. */
  Chronicle chronicle;

  @Override
  public void topicChanged(TopicName topic) {
    if (chronicle != null) {
      chronicle.topicChanged(topic);
    }
  }

  @Override
  public void topicsChanged() {}

  @Override
  public void nodesChanged() {}

  @Override
  public void nodeChanged(Endpoint node) {
    if (chronicle != null) {
      chronicle.nodeChanged(node);
    }
  }

  @Override
  public void tombstoneSet(TopicName topic, NodeAddress node) {
    if (chronicle != null) {
      chronicle.tombstoneSet(topic, node);
    }
  }

  @Override
  public void tombstoneEnded(TopicName topic, NodeAddress node) {
    if (chronicle != null) {
      chronicle.tombstoneEnded(topic, node);
    }
  }
}
