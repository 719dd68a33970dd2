package io.github.vertxnsq.lookupd.registry;

/** Carries out one change: alters the index and the deadlines, and tells which answers changed. */
final class Applier implements Change.Cases<Void> {
  private final RegistrationIndex index;
  private final Deadlines deadlines;
  private final Chores chores;
  private final Watcher watcher;
  private final long nowMillis;

  Applier(
      RegistrationIndex index,
      Deadlines deadlines,
      Chores chores,
      Watcher watcher,
      long nowMillis) {
    this.index = index;
    this.deadlines = deadlines;
    this.chores = chores;
    this.watcher = watcher;
    this.nowMillis = nowMillis;
  }

  @Override
  public Void identified(Change.Identified change) {
    if (!index.producers().containsKey(change.producer())) {
      Producer producer =
          index.addProducer(change.producer(), change.peer(), change.stamp(), nowMillis);
      deadlines.heard(producer);
      producerCameOrWent(producer.node);
    }
    return null;
  }

  @Override
  public Void heard(Change.Heard change) {
    Producer producer = index.producers().get(change.producer());
    if (producer != null && producer.heardAt().isBefore(change.stamp())) {
      boolean shownAnew = producer.isSilent() || producer.node.hearingMatters(producer);
      producer.ping(change.stamp(), nowMillis);
      producer.node.pinged(producer);
      producer.setSilent(false);
      deadlines.heard(producer);
      if (shownAnew) {
        nodeChanged(producer.node);
      }
    }
    return null;
  }

  @Override
  public Void registered(Change.Registered change) {
    Producer producer = index.producers().get(change.producer());
    if (producer == null) {
      return null;
    }
    Subject subject = findOrCreate(change.name(), change.stamp());
    if (producer.registrations.find(subject) == null) {
      index.register(producer, subject, change.stamp());
      holdersChanged(subject);
    }
    return null;
  }

  @Override
  public Void unregistered(Change.Unregistered change) {
    Producer producer = index.producers().get(change.producer());
    Subject subject = index.find(change.name());
    if (producer == null || subject == null) {
      return null;
    }
    producer.node.giveUp(producer, subject.name());
    producer.node.forgetView();
    Registration registration = producer.registrations.find(subject);
    if (registration != null) {
      release(registration);
    }
    holdersChanged(subject);
    return null;
  }

  @Override
  public Void ended(Change.Ended change) {
    Producer producer = index.producers().get(change.producer());
    if (producer == null) {
      return null;
    }
    if (producer.holdsEphemerals()) {
      releaseEphemerals(producer);
    }
    index.remove(producer);
    deadlines.gone(producer);
    chores.unlink(producer.registrations, this::releaseEnded);
    producerCameOrWent(producer.node);
    return null;
  }

  /** At once: whoever registers such a name next makes it anew. There are few of them. */
  private void releaseEphemerals(Producer producer) {
    for (Registration registration : producer.registrations.toArray()) {
      // An ephemeral topic that went before has taken its channels along.
      if (registration.subject.name().isEphemeral() && !registration.subject.isRemoved()) {
        release(registration);
        holdersChanged(registration.subject);
      }
    }
  }

  private void releaseEnded(Registration registration) {
    index.unlinkEnded(registration);
    if (registration.subject instanceof Topic topic) {
      forgetLeftOver(topic, registration);
    }
    holdersChanged(registration.subject);
  }

  @Override
  public Void created(Change.Created change) {
    findOrCreate(change.name(), change.stamp());
    return null;
  }

  private Subject findOrCreate(Name name, Stamp stamp) {
    Subject subject = index.find(name);
    if (subject == null) {
      boolean topicIsNew = index.topic(name.topic()) == null;
      subject = index.create(name, stamp);
      namesChanged(topicIsNew ? name.topic() : name);
    }
    return subject;
  }

  @Override
  public Void deleted(Change.Deleted change) {
    Subject subject = index.find(change.name());
    if (subject != null && subject.createdAt.isBefore(change.stamp())) {
      remove(subject);
    }
    return null;
  }

  @Override
  public Void tombstoneSet(Change.TombstoneSet change) {
    Topic topic = index.topic(change.topic());
    if (topic == null || topic.hasTombstoneSince(change.node(), change.stamp())) {
      return null;
    }
    Tombstone tombstone = new Tombstone(topic, change.node(), change.stamp(), nowMillis);
    Tombstone earlier = topic.put(tombstone);
    if (earlier != null) {
      deadlines.stop(earlier);
    }
    deadlines.start(tombstone);
    index.tombstonesChanged();
    holdersChanged(topic);
    return null;
  }

  /** A tombstone's lifetime is over. */
  void tombstoneEnded(Tombstone tombstone) {
    tombstone.end();
    if (tombstone.hidesNothing()) {
      tombstone.topic.forget(tombstone);
    }
    index.tombstonesChanged();
    holdersChanged(tombstone.topic);
  }

  /** A producer was not heard for too long. */
  void fellSilent(Producer producer) {
    producer.setSilent(true);
    nodeChanged(producer.node);
  }

  /** A silent producer is not, though nothing new came from it: the time-out is longer now. */
  void isHeardAgain(Producer producer) {
    producer.setSilent(false);
    nodeChanged(producer.node);
  }

  private void producerCameOrWent(Node node) {
    node.forgetView();
    if (node.isUnheld()) {
      watcher.nodesChanged();
    } else {
      nodeChanged(node);
    }
  }

  /** What the node's producers hold may be listed differently. */
  private void nodeChanged(Node node) {
    node.forgetView();
    chores.announce(node, watcher::topicChanged);
    watcher.topicsChanged();
    watcher.nodesChanged();
  }

  private void holdersChanged(Subject subject) {
    watcher.topicChanged(subject.name().topic());
    if (subject instanceof Topic topic) {
      watcher.nodesChanged();
      if (topic.name().isEphemeral()) {
        watcher.topicsChanged();
      }
    }
  }

  private void namesChanged(Name name) {
    watcher.topicChanged(name.topic());
    if (name instanceof TopicName) {
      watcher.topicsChanged();
    }
  }

  /** Takes a registration out, and with it what does not outlive its last registration. */
  private void release(Registration registration) {
    Subject subject = registration.subject;
    index.unregister(registration);
    if (subject.registrations.isEmpty() && subject.name().isEphemeral()) {
      remove(subject);
    } else if (subject instanceof Topic topic) {
      forgetLeftOver(topic, registration);
    }
  }

  /** The registration is gone: so is the tombstone that it was under, if it was the last. */
  private void forgetLeftOver(Topic topic, Registration registration) {
    Tombstone tombstone = topic.tombstoneOf(registration);
    if (tombstone != null && tombstone.hidesNothing()) {
      deadlines.stop(tombstone);
      topic.forget(tombstone);
    }
  }

  private void remove(Subject subject) {
    if (subject instanceof Topic topic) {
      for (Channel channel : topic.channels.values()) {
        chores.unlink(channel.registrations, index::unlinkRemoved);
      }
      for (Tombstone tombstone : topic.tombstones()) {
        deadlines.stop(tombstone);
      }
      watcher.nodesChanged();
    }
    chores.unlink(subject.registrations, index::unlinkRemoved);
    index.remove(subject);
    namesChanged(subject.name());
  }
}
