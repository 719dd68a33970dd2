package io.github.vertxnsq.lookupd.bus;

import io.github.vertxnsq.lookupd.registry.TopicName;
import io.github.vertxnsq.lookupd.registry.Watcher;
import java.util.List;

/** Several watchers, each told what one is, in this order. */
record WatcherList(List<Watcher> watchers) implements Watcher {
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
  public void nodesChanged() {
    for (Watcher each : watchers) {
      each.nodesChanged();
    }
  }
}
