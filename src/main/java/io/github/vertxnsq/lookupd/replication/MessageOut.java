package io.github.vertxnsq.lookupd.replication;

import io.github.vertxnsq.lookupd.registry.Change;
import io.github.vertxnsq.lookupd.registry.CommonFacts;
import io.github.vertxnsq.lookupd.registry.ProducerState;
import io.vertx.core.buffer.Buffer;

/** Writes one message, as {@link MessageIn} reads it. */
final class MessageOut {
  /** Of {@link ReplicationMessage.Batch}. */
  static final int WANTS_ACK = 1;

  /** Of {@link ReplicationMessage.Digest}. */
  static final int READY = 1;

  /** Of {@link ReplicationMessage.Digest}. */
  static final int SETTLED = 2;

  /** Of {@link ReplicationMessage.Digest}. */
  static final int HAS_COPY = 4;

  /** Of {@link ReplicationMessage.Digest}. */
  static final int FULL = 8;

  /** Of {@link ReplicationMessage.SlicePage}. */
  static final int HAS_MORE = 1;

  /** Of {@link ProducerState}. */
  static final int PINGED = 1;

  /** Of {@link ProducerState}. */
  static final int SILENT = 2;

  /** Of {@link ProducerState}: the stamp's node is another than the last stamp's. */
  static final int OTHER_NODE = 4;

  /** Of a producer; older versions do not look for it. */
  static final int QUIET = 8;

  /** What comes before the names and the fields, at most: kinds, lengths and the sender. */
  private static final int HEADER_SIZE = 16;

  private final NamesOut names = new NamesOut();
  private final BytesOut out = new BytesOut(256);
  private final int sender;

  MessageOut(int sender) {
    this.sender = sender;
  }

  /** The message, of which everything has been written. */
  Buffer finish(int kind) {
    BytesOut message = new BytesOut(HEADER_SIZE + names.size() + out.size());
    message.octet(WireFormat.VERSION);
    message.octet(kind);
    int body = message.beginRecord();
    message.fixedInt(sender);
    names.writeTo(message);
    message.append(out);
    message.endRecord(body);
    return message.toBuffer();
  }

  void batch(ReplicationMessage.Batch batch) {
    out.varint(batch.first());
    out.octet(batch.wantsAck() ? WANTS_ACK : 0);
    out.varint(batch.changes().size());
    ChangesOut changes = new ChangesOut(out, new FieldsOut(out, names, sender));
    for (Change change : batch.changes()) {
      changes.write(change);
    }
  }

  void ack(ReplicationMessage.Ack ack) {
    out.varint(ack.applied());
  }

  void digest(ReplicationMessage.Digest digest) {
    FieldsOut fields = new FieldsOut(out, names, sender);
    out.text(digest.name());
    out.octet(
        (digest.ready() ? READY : 0)
            | (digest.settled() ? SETTLED : 0)
            | (digest.hasCopy() ? HAS_COPY : 0)
            | (digest.full() ? FULL : 0));
    out.fixedLong(digest.factsHash());
    fields.firstTime(digest.hybridTime());
    out.varint(digest.horizonMinutes());
    out.varint(digest.origins().size());
    for (ReplicationMessage.OriginState state : digest.origins()) {
      int record = out.beginRecord();
      out.fixedInt(state.origin());
      out.varint(state.applied());
      out.fixedLong(state.hash());
      out.endRecord(record);
    }
    out.varint(digest.ages().size());
    for (ReplicationMessage.Age age : digest.ages()) {
      int record = out.beginRecord();
      fields.connection(age.connection());
      fields.time(age.hybridTime());
      out.varint(age.agoMillis());
      out.endRecord(record);
    }
    out.fixedLong(digest.wallMillis());
    out.varint(digest.opinions().size());
    for (ReplicationMessage.Opinion opinion : digest.opinions()) {
      int record = out.beginRecord();
      out.text(opinion.member());
      out.octet(opinion.hearing().code);
      out.endRecord(record);
    }
  }

  void fetchSlice(ReplicationMessage.FetchSlice fetch) {
    out.fixedInt(fetch.origin());
    out.varint(fetch.after());
  }

  void slicePage(ReplicationMessage.SlicePage page) {
    out.fixedInt(page.origin());
    out.signed(page.applied());
    out.varint(page.after());
    out.octet(page.hasMore() ? HAS_MORE : 0);
    out.varint(page.producers().size());
    FieldsOut fields = new FieldsOut(out, names, page.origin());
    for (ProducerState producer : page.producers()) {
      producer(fields, producer);
    }
  }

  private void producer(FieldsOut fields, ProducerState producer) {
    int record = out.beginRecord();
    int node = producer.identifiedAt().node();
    out.octet(
        (producer.pinged() ? PINGED : 0)
            | (producer.silent() ? SILENT : 0)
            | (producer.quiet() ? QUIET : 0)
            | (fields.isOtherNode(node) ? OTHER_NODE : 0));
    fields.connection(producer.connection());
    fields.peer(producer.peer());
    fields.time(producer.identifiedAt().hybridTime());
    fields.node(node);
    fields.timeAside(producer.heardTime());
    out.varint(producer.heardAgoMillis());
    out.varint(0); // where versions before had names that mattered to them alone
    out.varint(producer.holdings().size());
    for (ProducerState.Held held : producer.holdings()) {
      int heldRecord = out.beginRecord();
      fields.name(held.name());
      fields.time(held.hybridTime());
      out.endRecord(heldRecord);
    }
    out.endRecord(record);
  }

  void fetchFacts(ReplicationMessage.FetchFacts fetch) {
    new FieldsOut(out, names, sender).optionalTopic(fetch.from());
  }

  void factsPage(ReplicationMessage.FactsPage page) {
    FieldsOut fields = new FieldsOut(out, names, sender);
    fields.optionalTopic(page.from());
    fields.optionalTopic(page.next());
    out.varint(page.facts().size());
    ChangesOut changes = new ChangesOut(out, fields);
    for (CommonFacts.Aged fact : page.facts()) {
      int record = out.beginRecord();
      changes.write(fact.change());
      out.varint(fact.agoMillis());
      out.endRecord(record);
    }
  }
}
