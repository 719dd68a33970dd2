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
    // What its daemon says of it counts in the order in which it says so, also where a digest has
    // told of a later PING before.
    if (producer == null || !(isNews(producer, change) || producer.origin.judgesItself())) {
      return null;
    }
    Node node = producer.node;
    boolean counted = node.counts(producer);
    boolean isAllShownAnew =
        producer.isSilent() || (!producer.hasPinged() && node.hasSeveralProducers());
    boolean wasQuiet = producer.isQuiet();
    if (isNews(producer, change)) {
      producer.hear(change.stamp().hybridTime(), nowMillis);
    }
    producer.ping();
    node.pinged(producer);
    producer.setSilent(false);
    producer.setQuiet(false);
    judge(producer);
    if (isAllShownAnew) {
      teller.nodeChanged(node);
    } else if (wasQuiet) {
      quietnessChanged(producer, counted);
    }
    return null;
  }

  /**
   * @param counted whether the producer counted before
   */
  private void quietnessChanged(Producer producer, boolean counted) {
    if (producer.node.hasOrphans()) {
      teller.nodeChanged(producer.node);
    } else if (counted != producer.node.counts(producer)) {
      teller.holdingsChanged(producer);
    }
  }

  private static boolean isNews(Producer producer, Change.Heard change) {
    return producer.heardAt().isBefore(change.stamp());
  }

  /**
   * The producer was heard by its own daemon, which would tell if anything else followed from it.
   */
  void heardElsewhere(Producer producer, long hybridTime) {
    if (producer.heardAt().hybridTime() < hybridTime) {
      producer.hear(hybridTime, nowMillis);
    }
  }

  @Override
  public Void silence(Change.Silence change) {
    Producer producer = index.producers().get(change.producer());
    if (producer == null) {
      return null;
    }
    boolean counted = producer.node.counts(producer);
    boolean isShownAnew = producer.isSilent() != change.silent();
    boolean wasQuiet = producer.isQuiet();
    producer.setSilent(change.silent());
    producer.setQuiet(change.quiet());
    if (isShownAnew) {
      teller.nodeChanged(producer.node);
    } else if (wasQuiet != change.quiet()) {
      quietnessChanged(producer, counted);
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
    Registration registration = producer.registrations.find(subject);
    if (registration != null) {
      removal.release(registration);
      teller.holdersChanged(subject);
    }
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

  /** A producer was not heard for more than two of nsqd's PING intervals. */
  void fellQuiet(Producer producer) {
    boolean counted = producer.node.counts(producer);
    producer.setQuiet(true);
    quietnessChanged(producer, counted);
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
