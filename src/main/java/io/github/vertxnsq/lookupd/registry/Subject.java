package io.github.vertxnsq.lookupd.registry;

/** What is known of a topic or channel: that it exists since when, and who holds it. */
abstract sealed class Subject permits Topic, Channel {
  final Stamp createdAt;
  final Holders registrations = new Holders();

  private boolean removed;

  Subject(Stamp createdAt) {
    this.createdAt = createdAt;
  }

  /** Whether this is gone: nobody holds it, though some registrations may still be linked. */
  boolean isRemoved() {
    return removed;
  }

  void remove() {
    removed = true;
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
