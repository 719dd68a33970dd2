package io.github.vertxnsq.lookupd.bus;

import io.github.vertxnsq.lookupd.registry.Endpoint;
import io.github.vertxnsq.lookupd.registry.NodeAddress;
import io.github.vertxnsq.lookupd.registry.TopicName;
import io.github.vertxnsq.lookupd.registry.Watcher;
import java.util.ArrayList;
import java.util.List;

/** Several watchers, each told what one is, in this order. */
final class WatcherList implements Watcher {
  private final List<Watcher> watchers;

  WatcherList(Watcher... first) {
    watchers = new ArrayList<>(List.of(first));
  }

  void add(Watcher watcher) {
    watchers.add(watcher);
  }

  @Override
  public void topicChanged(TopicName topic) {
    for (Watcher each : watchers) {
      each.topicChanged(topic);
    }
  }

  @Override
  public void topicsChanged() {
    for (Watcher each : watchers) {
      each.topicsChanged();
    }
  }

  @Override
  public void nodeChanged(Endpoint node) {
    for (Watcher each : watchers) {
      each.nodeChanged(node);
    }
  }

  @Override
  public void tombstoneSet(TopicName topic, NodeAddress node) {
    for (Watcher each : watchers) {
      each.tombstoneSet(topic, node);
    }
  }

  @Override
  public void tombstoneEnded(TopicName topic, NodeAddress node) {
    for (Watcher each : watchers) {
      each.tombstoneEnded(topic, node);
    }
  }

  @Override
  public void nodesChanged() {
    for (Watcher each : watchers) {
      each.nodesChanged();
    }
  }
}
