package io.github.vertxnsq.lookupd.registry;

/**
 * Hides what one node registered of one topic before {@link #stamp}, until its lifetime is over. An
 * ended one is kept while such a registration is left, because {@code /debug} still tells of it.
 */
final class Tombstone {
  final Topic topic;
  final NodeAddress node;
  final Stamp stamp;

  /** On the monotonic clock. */
  final long setMillis;

  private boolean ended;

  Tombstone(Topic topic, NodeAddress node, Stamp stamp, long setMillis) {
    this.topic = topic;
    this.node = node;
    this.stamp = stamp;
    this.setMillis = setMillis;
  }

  boolean isRunning() {
    return !ended;
  }

  void end() {
    ended = true;
  }
}
