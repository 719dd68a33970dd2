package io.github.vertxnsq.lookupd.registry;

import java.util.List;

/**
 * An nsqd that is not silent, and what it produces. Immutable.
 *
 * @param topics sorted by name
 */
public record NodeView(Shown<PeerInfo> peer, List<ProducedTopic> topics) {

  /** A topic that the node holds, and whether a tombstone hides it there. */
  public record ProducedTopic(TopicName name, boolean tombstoned) {}
}
