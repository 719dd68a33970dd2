package io.github.vertxnsq.lookupd.registry;

/** Tells the watcher which answers changed, at once or, where that may be many, as a chore. */
final class Teller {
  private final Chores chores;
  private final Watcher watcher;

  Teller(Chores chores, Watcher watcher) {
    this.chores = chores;
    this.watcher = watcher;
  }

  void producerCameOrWent(Node node) {
    node.forgetView();
    if (node.isUnheld()) {
      watcher.nodeChanged(node.endpoint);
      watcher.nodesChanged();
    } else {
      nodeChanged(node);
    }
  }

  /** What the node's producers hold may be listed differently. */
  void nodeChanged(Node node) {
    node.forgetView();
    chores.announce(node, watcher::topicChanged);
    watcher.topicsChanged();
    watcher.nodeChanged(node.endpoint);
    watcher.nodesChanged();
  }

  /** What the producer holds may be listed differently, and nothing else that its node holds. */
  void holdingsChanged(Producer producer) {
    if (!producer.registrations.isEmpty()) {
      producer.node.forgetView();
      chores.announce(producer, watcher::topicChanged);
      watcher.topicsChanged();
      watcher.nodesChanged();
    }
  }

  /**
   * A daemon of one of the node's producers came or went, and so may orphans count or not. There
   * may be a million registrations of those, and nobody waits for them to be told of.
   */
  void presenceChanged(Node node) {
    node.forgetView();
    chores.announceAtLeisure(node, watcher::topicChanged);
    watcher.topicsChanged();
    watcher.nodeChanged(node.endpoint);
    watcher.nodesChanged();
  }

  void holdersChanged(Subject subject) {
    watcher.topicChanged(subject.name().topic());
    if (subject instanceof Topic topic) {
      watcher.nodesChanged();
      if (topic.name().isEphemeral()) {
        watcher.topicsChanged();
      }
    }
  }

  void tombstoneSet(Tombstone tombstone) {
    watcher.tombstoneSet(tombstone.topic.name(), tombstone.node);
    holdersChanged(tombstone.topic);
  }

  void tombstoneEnded(Tombstone tombstone) {
    watcher.tombstoneEnded(tombstone.topic.name(), tombstone.node);
    holdersChanged(tombstone.topic);
  }

  void namesChanged(Name name) {
    watcher.topicChanged(name.topic());
    if (name instanceof TopicName) {
      watcher.topicsChanged();
    }
  }

  /** The topic is gone, with all that was registered of it. */
  void topicRemoved(Topic topic) {
    watcher.nodesChanged();
    namesChanged(topic.name());
  }
}
