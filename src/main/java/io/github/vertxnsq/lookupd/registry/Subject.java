package io.github.vertxnsq.lookupd.registry;

/** What is known of a topic or channel: that it exists since when, and who holds it. */
abstract sealed class Subject permits Topic, Channel {
  final Stamp createdAt;
  final RegistrationSet registrations = RegistrationSet.ofSubject();

  Subject(Stamp createdAt) {
    this.createdAt = createdAt;
  }

  abstract Name name();

  abstract Topic topic();
}
