package io.github.vertxnsq.lookupd.replication;

import io.github.vertxnsq.lookupd.registry.Change;
import io.github.vertxnsq.lookupd.registry.ProducerId;
import io.github.vertxnsq.lookupd.registry.Stamp;

/** Writes changes, each a record, as {@link ChangesIn} reads them. */
final class ChangesOut implements Change.Cases<Void> {
  static final int IDENTIFIED = 1;
  static final int HEARD = 2;
  static final int REGISTERED = 3;
  static final int UNREGISTERED = 4;
  static final int ENDED = 5;
  static final int CREATED = 6;
  static final int DELETED = 7;
  static final int TOMBSTONE_SET = 8;
  static final int SPENT = 9;
  static final int SILENCE = 10;

  /** Of the first byte of a change: which of them it is. */
  static final int KIND = 0x9F;

  /** Of the first byte of a change: the producer is of another daemon than the sender. */
  static final int FOREIGN = 0x20;

  /** Of the first byte of a change: the stamp's node is another than the last stamp's. */
  static final int OTHER_NODE = 0x40;

  /** Of {@link Change.Silence}. */
  static final int SILENT = 1;

  /** Of {@link Change.Silence}; older versions do not look for it. */
  static final int QUIET = 2;

  private final BytesOut out;
  private final FieldsOut fields;

  ChangesOut(BytesOut out, FieldsOut fields) {
    this.out = out;
    this.fields = fields;
  }

  void write(Change change) {
    int record = out.beginRecord();
    change.fold(this);
    out.endRecord(record);
  }

  /** The first byte and, unless null, the producer. */
  private void begin(int kind, ProducerId producer, Stamp stamp) {
    int foreign = producer != null && fields.isForeign(producer) ? FOREIGN : 0;
    int otherNode = stamp != null && fields.isOtherNode(stamp.node()) ? OTHER_NODE : 0;
    out.octet(kind | foreign | otherNode);
    if (producer != null) {
      fields.producer(producer);
    }
  }

  private Void end(Stamp stamp) {
    fields.time(stamp.hybridTime());
    fields.node(stamp.node());
    return null;
  }

  @Override
  public Void identified(Change.Identified change) {
    begin(IDENTIFIED, change.producer(), change.stamp());
    fields.peer(change.peer());
    return end(change.stamp());
  }

  @Override
  public Void heard(Change.Heard change) {
    begin(HEARD, change.producer(), change.stamp());
    return end(change.stamp());
  }

  @Override
  public Void registered(Change.Registered change) {
    begin(REGISTERED, change.producer(), change.stamp());
    fields.name(change.name());
    return end(change.stamp());
  }

  @Override
  public Void unregistered(Change.Unregistered change) {
    begin(UNREGISTERED, change.producer(), null);
    fields.name(change.name());
    return null;
  }

  @Override
  public Void ended(Change.Ended change) {
    begin(ENDED, change.producer(), null);
    return null;
  }

  @Override
  public Void created(Change.Created change) {
    begin(CREATED, null, change.stamp());
    fields.name(change.name());
    return end(change.stamp());
  }

  @Override
  public Void deleted(Change.Deleted change) {
    begin(DELETED, null, change.stamp());
    fields.name(change.name());
    return end(change.stamp());
  }

  @Override
  public Void tombstoneSet(Change.TombstoneSet change) {
    begin(TOMBSTONE_SET, null, change.stamp());
    fields.name(change.topic());
    out.text(change.node().broadcastAddress());
    out.signed(change.node().httpPort());
    return end(change.stamp());
  }

  @Override
  public Void spent(Change.Spent change) {
    begin(SPENT, null, change.stamp());
    fields.name(change.name());
    return end(change.stamp());
  }

  @Override
  public Void silence(Change.Silence change) {
    begin(SILENCE, change.producer(), null);
    out.octet((change.silent() ? SILENT : 0) | (change.quiet() ? QUIET : 0));
    return null;
  }
}
