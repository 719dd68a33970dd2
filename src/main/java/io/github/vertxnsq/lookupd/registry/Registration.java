package io.github.vertxnsq.lookupd.registry;

/** One producer's holding of one topic or channel. There are a million of these: keep it small. */
final class Registration {
  final Producer producer;
  final Subject subject;

  /** When, by the clock of the producer's daemon: the node part of the stamp is the producer's. */
  private final long hybridTime;

  /** Kept by {@link Holders}. */
  int placeAmongHolders;

  Registration(Producer producer, Subject subject, Stamp stamp) {
    this.producer = producer;
    this.subject = subject;
    this.hybridTime = stamp.hybridTime();
  }

  Stamp stamp() {
    return new Stamp(hybridTime, producer.id.node());
  }

  /** A number for this, to be combined with others by exclusive or. */
  long hash() {
    return Hashes.of(subject.name(), hybridTime, Long.hashCode(producer.id.connection()));
  }

  boolean isBefore(Stamp other) {
    return hybridTime < other.hybridTime()
        || (hybridTime == other.hybridTime() && producer.id.node() < other.node());
  }
}
