package io.github.vertxnsq.lookupd.registry;

import java.util.List;
import java.util.Set;

/**
 * An nsqd that is not silent, and what it produces. Immutable, and light: there may be a million
 * topics in all, and several versions of the view.
 *
 * @param topics sorted by name
 * @param tombstoned those of them that a tombstone hides there; mostly none
 */
public record NodeView(Shown<PeerInfo> peer, List<TopicName> topics, Set<TopicName> tombstoned) {

  /** Whether a tombstone hides the topic there. */
  public boolean isTombstoned(TopicName topic) {
    return !tombstoned.isEmpty() && tombstoned.contains(topic);
  }
}
