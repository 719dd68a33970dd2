package io.github.vertxnsq.lookupd.registry;

/** What is known of a topic or channel: that it exists since when, and who holds it. */
abstract sealed class Subject permits Topic, Channel {
  final Holders registrations = new Holders();

  /**
   * The stamp with which it was made last, by a registration or over HTTP, in the form of a {@link
   * Registration}'s; 0 when it is there only as long as it is held. Numbers, because every REGISTER
   * sets them anew.
   */
  private long createdTime;

  private int createdNode;

  private boolean removed;

  /** Whether this is gone: nobody holds it, though some registrations may still be linked. */
  boolean isRemoved() {
    return removed;
  }

  void remove() {
    removed = true;
  }

  /** Whether it exists for its own sake, and not only as long as it is held. */
  boolean isCreated() {
    return createdTime != 0;
  }

  /** When it was made last; null when it exists only as long as it is held. */
  Stamp createdAt() {
    return isCreated() ? new Stamp(createdTime, createdNode) : null;
  }

  boolean isCreatedBefore(Stamp stamp) {
    return createdTime < stamp.hybridTime()
        || (createdTime == stamp.hybridTime() && createdNode < stamp.node());
  }

  /** It was made (again) then. */
  void create(Stamp stamp) {
    createdTime = stamp.hybridTime();
    createdNode = stamp.node();
  }

  /** From now on it is there only as long as it is held. */
  void forgetCreation() {
    createdTime = 0;
    createdNode = 0;
  }

  /** A number for when it was made, to be combined with others by exclusive or. */
  long creationHash() {
    return isCreated() ? Hashes.of(name(), createdTime, createdNode) : 0;
  }

  void link(Registration registration) {
    registrations.add(registration);
  }

  void unlink(Registration registration) {
    registrations.remove(registration);
  }

  abstract Name name();

  abstract Topic topic();
}
