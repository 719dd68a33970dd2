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

  /** How many registrations it is about; those of ended producers too, until they are unlinked. */
  private int registrations;

  Tombstone(Topic topic, NodeAddress node, Stamp stamp, long setMillis) {
    this.topic = topic;
    this.node = node;
    this.stamp = stamp;
    this.setMillis = setMillis;
  }

  /** The same for another object that stands for the topic. */
  Tombstone of(Topic other) {
    return new Tombstone(other, node, stamp, setMillis);
  }

  /** One more registration that it is about, or with -1 one less. */
  void count(int more) {
    registrations += more;
  }

  boolean hidesNothing() {
    return registrations == 0;
  }

  boolean isRunning() {
    return !ended;
  }

  void end() {
    ended = true;
  }
}
