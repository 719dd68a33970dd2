package io.github.vertxnsq.lookupd.registry;

import java.util.HashMap;
import java.util.Map;

/**
 * Goes through the registrations of one topic or channel as they are when it begins, and finds out
 * which nsqds hold it: those of which a registration counts, be it silent or hidden.
 */
final class HolderWalk {
  private final Registration[] registrations;
  private final Map<Node, Standing> nodes = new HashMap<>();
  private int next;

  HolderWalk(Subject subject) {
    this.registrations = subject.registrations.toArray();
  }

  boolean isDone() {
    return next == registrations.length;
  }

  /** Looks at one more registration. */
  void step() {
    Registration registration = registrations[next++];
    Producer producer = registration.producer;
    Subject subject = registration.subject;
    if (!subject.isRemoved() && producer.node.counts(producer)) {
      nodes.computeIfAbsent(producer.node, node -> new Standing()).add(registration);
    }
  }

  /** Those found so far. */
  Map<Node, Standing> nodes() {
    return nodes;
  }

  /** How an nsqd's registrations are listed; usually there is one. Silent ones count for others. */
  static final class Standing {
    private boolean isLoud;
    private boolean isShown;
    private Tombstone tombstone;

    private void add(Registration registration) {
      if (!registration.producer.isSilent() && !isLoud) {
        isLoud = true;
        isShown = false;
      }
      if (isLoud == registration.producer.isSilent()) {
        return; // a silent one beside one that is not
      }
      Tombstone over =
          registration.subject instanceof Topic topic ? topic.tombstoneOf(registration) : null;
      if (over == null) {
        isShown = true;
      } else {
        tombstone = over;
      }
    }

    boolean isSilent() {
      return !isLoud;
    }

    /** What hides the node; null when nothing does. */
    Tombstone tombstone() {
      return isShown || tombstone == null || !tombstone.isRunning() ? null : tombstone;
    }
  }
}
