package io.github.vertxnsq.lookupd.registry;

import java.util.List;

/** Takes out what is gone, and what goes with it. */
final class Removal {
  private final RegistrationIndex index;
  private final Deadlines deadlines;
  private final Chores chores;
  private final Teller teller;

  Removal(RegistrationIndex index, Deadlines deadlines, Chores chores, Teller teller) {
    this.index = index;
    this.deadlines = deadlines;
    this.chores = chores;
    this.teller = teller;
  }

  void releaseEnded(Registration registration) {
    index.unlinkEnded(registration);
    if (!registration.subject.isRemoved()) {
      removeIfNothingIsLeft(registration.subject);
    }
    if (registration.subject instanceof Topic topic) {
      forgetLeftOver(topic, registration);
    }
    teller.holdersChanged(registration.subject);
  }

  /** Takes out what is from before; mostly that is all. */
  void removeUpTo(Subject subject, Stamp stamp) {
    if (isAllBefore(subject, stamp)) {
      remove(subject);
      return;
    }
    if (subject instanceof Topic topic) {
      List.copyOf(topic.channels.values()).forEach(channel -> removeUpTo(channel, stamp));
    }
    for (Registration registration : subject.registrations.toArray()) {
      if (registration.isBefore(stamp) && !registration.producer.hasEnded()) {
        index.unregister(registration);
      }
    }
    if (subject.isCreatedBefore(stamp)) {
      index.forgetCreation(subject);
    }
    teller.holdersChanged(subject);
    teller.namesChanged(subject.name());
  }

  private static boolean isAllBefore(Subject subject, Stamp stamp) {
    if (!subject.isCreatedBefore(stamp)) {
      return false;
    }
    if (subject instanceof Topic topic && topic.name().isEphemeral()) {
      for (Channel channel : topic.channels.values()) {
        if (!isAllBefore(channel, stamp)) {
          return false;
        }
      }
    }
    return !subject.name().isEphemeral() || isAllBefore(subject.registrations, stamp);
  }

  private static boolean isAllBefore(Iterable<Registration> registrations, Stamp stamp) {
    for (Registration registration : registrations) {
      if (!registration.isBefore(stamp) && !registration.producer.hasEnded()) {
        return false;
      }
    }
    return true;
  }

  /** Takes a registration out, and with it what does not outlive its last registration. */
  void release(Registration registration) {
    Subject subject = registration.subject;
    index.unregister(registration);
    boolean livesWithHolders = subject.name().isEphemeral() || !subject.isCreated();
    if (subject.registrations.isEmpty() && livesWithHolders) {
      spend(subject);
      remove(subject);
    } else if (subject instanceof Topic topic) {
      forgetLeftOver(topic, registration);
    }
  }

  /** Lest another daemon, that has not seen it held, takes it for made and not yet held. */
  private void spend(Subject subject) {
    Stamp latest = subject.createdAt();
    if (subject instanceof Topic topic) {
      for (Channel channel : topic.channels.values()) {
        latest = Stamp.later(latest, channel.createdAt());
      }
    }
    if (latest != null) {
      index.graves().spend(subject.name(), latest);
    }
  }

  /** Its creation up to then counts no more, nor that of a topic's channels. */
  void voidCreation(Subject subject, Stamp stamp) {
    if (subject instanceof Topic topic) {
      List.copyOf(topic.channels.values()).forEach(channel -> voidCreation(channel, stamp));
    }
    if (subject.isCreated() && !stamp.isBefore(subject.createdAt())) {
      index.forgetCreation(subject);
      removeIfNothingIsLeft(subject);
    }
  }

  /** Nobody holds it, and nobody made it for its own sake. */
  private void removeIfNothingIsLeft(Subject subject) {
    boolean hasChannels = subject instanceof Topic topic && !topic.channels.isEmpty();
    if (!subject.isCreated() && !hasChannels && isAllEnded(subject.registrations)) {
      remove(subject);
    }
  }

  private static boolean isAllEnded(Iterable<Registration> registrations) {
    for (Registration registration : registrations) {
      if (!registration.producer.hasEnded()) {
        return false;
      }
    }
    return true;
  }

  /** The registration is gone: so is the tombstone that it was under, if it was the last. */
  private void forgetLeftOver(Topic topic, Registration registration) {
    Tombstone tombstone = topic.tombstoneOf(registration);
    boolean awaitsMore = index.graves().remembers() && tombstone != null && tombstone.isRunning();
    if (tombstone != null && tombstone.hidesNothing() && !awaitsMore) {
      deadlines.stop(tombstone);
      topic.forget(tombstone);
    }
  }

  /** Where facts may arrive late, a registration that it hides may come after the delete. */
  private void stop(Tombstone tombstone) {
    deadlines.stop(tombstone);
    if (index.graves().remembers() && tombstone.isRunning()) {
      Tombstone kept = tombstone.of(index.unheardOf(tombstone.topic.name()));
      kept.topic.put(kept);
      deadlines.start(kept);
    }
  }

  /** Takes out every topic, and forgets what was deleted and hidden. */
  void removeAll() {
    List.copyOf(index.topics().values()).forEach(this::remove);
    for (Topic topic : index.unheardOf().values()) {
      topic.tombstones().forEach(deadlines::stop);
    }
    index.unheardOf().clear();
    index.graves().clear();
  }

  private void remove(Subject subject) {
    if (subject instanceof Topic topic) {
      for (Channel channel : topic.channels.values()) {
        chores.unlink(channel.registrations, index::unlinkRemoved);
      }
      for (Tombstone tombstone : topic.tombstones()) {
        stop(tombstone);
      }
    }
    chores.unlink(subject.registrations, index::unlinkRemoved);
    index.remove(subject);
    if (subject instanceof Topic topic) {
      teller.topicRemoved(topic);
    } else {
      teller.namesChanged(subject.name());
    }
  }
}
