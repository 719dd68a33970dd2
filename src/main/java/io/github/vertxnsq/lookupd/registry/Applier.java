package io.github.vertxnsq.lookupd.registry;

/** Carries out one change: alters the index and the deadlines, and tells which answers changed. */
final class Applier implements Change.Cases<Void> {
  /**
   * While so many tombstones run, one that hides nothing here is not kept: whoever may set them
   * could fill the memory.
   */
  private static final int MAX_TOMBSTONES = 10_000;

  private final RegistrationIndex index;
  private final Deadlines deadlines;
  private final Chores chores;
  private final Teller teller;
  private final Removal removal;
  private final long nowMillis;

  Applier(
      RegistrationIndex index,
      Deadlines deadlines,
      Chores chores,
      Teller teller,
      Removal removal,
      long nowMillis) {
    this.index = index;
    this.deadlines = deadlines;
    this.chores = chores;
    this.teller = teller;
    this.removal = removal;
    this.nowMillis = nowMillis;
  }

  @Override
  public Void identified(Change.Identified change) {
    if (!index.producers().containsKey(change.producer())) {
      Producer producer =
          index.addProducer(change.producer(), change.peer(), change.stamp(), nowMillis);
      judge(producer);
      teller.producerCameOrWent(producer.node);
    }
    return null;
  }

  /** Has time pass judgement on the producer, unless its own daemon does. */
  private void judge(Producer producer) {
    if (!producer.origin.judgesItself()) {
      deadlines.heard(producer);
    }
  }

  @Override
  public Void heard(Change.Heard change) {
    Producer producer = index.producers().get(change.producer());
    if (producer != null && producer.heardAt().isBefore(change.stamp())) {
      boolean shownAnew = producer.isSilent() || producer.node.hearingMatters(producer);
      producer.ping(change.stamp(), nowMillis);
      producer.node.pinged(producer);
      producer.setSilent(false);
      judge(producer);
      if (shownAnew) {
        teller.nodeChanged(producer.node);
      }
    }
    return null;
  }

  /**
   * The producer was heard by its own daemon, which would tell if anything else followed from it.
   */
  void heardElsewhere(Producer producer, long hybridTime) {
    if (producer.heardAt().hybridTime() < hybridTime) {
      boolean shownAnew = producer.node.hearingMatters(producer);
      producer.hear(hybridTime, nowMillis);
      if (shownAnew) {
        teller.nodeChanged(producer.node);
      }
    }
  }

  @Override
  public Void silence(Change.Silence change) {
    Producer producer = index.producers().get(change.producer());
    if (producer != null && producer.isSilent() != change.begins()) {
      producer.setSilent(change.begins());
      teller.nodeChanged(producer.node);
    }
    return null;
  }

  @Override
  public Void registered(Change.Registered change) {
    Producer producer = index.producers().get(change.producer());
    Stamp hiding = index.graves().hiding(change.name());
    if (producer == null || (hiding != null && change.stamp().isBefore(hiding))) {
      return null;
    }
    Subject subject = findOrAdd(change.name());
    createUnlessEphemeral(subject, change.stamp());
    if (subject instanceof Channel channel) {
      createUnlessEphemeral(channel.topic(), change.stamp());
    }
    if (producer.registrations.find(subject) == null) {
      index.register(producer, subject, change.stamp());
      teller.holdersChanged(subject);
    }
    return null;
  }

  private void createUnlessEphemeral(Subject subject, Stamp stamp) {
    if (!subject.name().isEphemeral()) {
      index.create(subject, stamp);
    }
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
      removal.release(registration);
    }
    teller.holdersChanged(subject);
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
    chores.unlink(producer.registrations, removal::releaseEnded);
    teller.producerCameOrWent(producer.node);
    return null;
  }

  /** At once: whoever registers such a name next makes it anew. There are few of them. */
  private void releaseEphemerals(Producer producer) {
    for (Registration registration : producer.registrations.toArray()) {
      // An ephemeral topic that went before has taken its channels along.
      if (registration.subject.name().isEphemeral() && !registration.subject.isRemoved()) {
        removal.release(registration);
        teller.holdersChanged(registration.subject);
      }
    }
  }

  @Override
  public Void created(Change.Created change) {
    Stamp voiding = index.graves().voiding(change.name());
    if (voiding == null || voiding.isBefore(change.stamp())) {
      Subject subject = findOrAdd(change.name());
      index.create(subject, change.stamp());
      index.create(subject.topic(), change.stamp());
    }
    return null;
  }

  private Subject findOrAdd(Name name) {
    Subject subject = index.find(name);
    if (subject == null) {
      boolean topicIsNew = index.topic(name.topic()) == null;
      subject = index.add(name);
      teller.namesChanged(topicIsNew ? name.topic() : name);
    }
    return subject;
  }

  @Override
  public Void deleted(Change.Deleted change) {
    index.graves().delete(change.name(), change.stamp());
    Subject subject = index.find(change.name());
    if (subject != null) {
      removal.removeUpTo(subject, change.stamp());
    }
    return null;
  }

  @Override
  public Void spent(Change.Spent change) {
    index.graves().spend(change.name(), change.stamp());
    Subject subject = index.find(change.name());
    if (subject != null) {
      removal.voidCreation(subject, change.stamp());
    }
    return null;
  }

  @Override
  public Void tombstoneSet(Change.TombstoneSet change) {
    Topic known = index.topic(change.topic());
    boolean mayComeEarly =
        index.graves().remembers() && deadlines.runningTombstones() < MAX_TOMBSTONES;
    if (!mayComeEarly && (known == null || !known.isProducedBy(change.node()))) {
      return null;
    }
    Topic topic = known == null ? index.unheardOf(change.topic()) : known;
    if (!topic.hasTombstoneSince(change.node(), change.stamp())) {
      start(new Tombstone(topic, change.node(), change.stamp(), nowMillis));
    }
    return null;
  }

  private void start(Tombstone tombstone) {
    Tombstone earlier = tombstone.topic.put(tombstone);
    if (earlier != null) {
      deadlines.stop(earlier);
    }
    deadlines.start(tombstone);
    index.tombstonesChanged();
    teller.tombstoneSet(tombstone);
  }

  /** A tombstone's lifetime is over. */
  void tombstoneEnded(Tombstone tombstone) {
    tombstone.end();
    if (tombstone.hidesNothing()) {
      tombstone.topic.forget(tombstone);
      index.dropIfUnheardOf(tombstone.topic);
    }
    index.tombstonesChanged();
    teller.tombstoneEnded(tombstone);
  }

  /** A producer was not heard for too long. */
  void fellSilent(Producer producer) {
    producer.setSilent(true);
    teller.nodeChanged(producer.node);
  }

  /** A silent producer is not, though nothing new came from it: the time-out is longer now. */
  void isHeardAgain(Producer producer) {
    producer.setSilent(false);
    teller.nodeChanged(producer.node);
  }
}
