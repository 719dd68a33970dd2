package io.github.vertxnsq.lookupd.registry;

/**
 * A daemon, from one start to its end: the one writer of what is known of its connections. Its
 * number is not used again.
 */
final class Origin {
  final int node;

  /** Whether it is the daemon that this registry belongs to. */
  private boolean isOwn;

  /** Whether it is there and tells itself which of its producers fall silent. */
  private boolean judgesItself;

  /** Of all that its producers hold, by exclusive or. */
  private long hash;

  Origin(int node, boolean isOwn) {
    this.node = node;
    this.isOwn = isOwn;
  }

  boolean isOwn() {
    return isOwn;
  }

  /** From now on it is another daemon, that the one that this registry belongs to was before. */
  void disown() {
    isOwn = false;
  }

  /** Whether it is another daemon that is not there: its producers are orphans. */
  boolean isGone() {
    return !isOwn && !judgesItself;
  }

  boolean judgesItself() {
    return judgesItself;
  }

  void judgeItself(boolean judges) {
    judgesItself = judges;
  }

  long hash() {
    return hash;
  }

  void changeHash(long difference) {
    hash ^= difference;
  }
}
