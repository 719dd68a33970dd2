package io.github.vertxnsq.lookupd.replication;

import io.github.vertxnsq.lookupd.registry.Change;
import io.github.vertxnsq.lookupd.registry.Name;
import io.github.vertxnsq.lookupd.registry.NodeAddress;
import io.github.vertxnsq.lookupd.registry.PeerInfo;
import io.github.vertxnsq.lookupd.registry.ProducerId;
import io.github.vertxnsq.lookupd.registry.TopicName;

/** Reads changes, as {@link ChangesOut} wrote them. */
final class ChangesIn {
  private final BytesIn in;
  private final FieldsIn fields;

  ChangesIn(BytesIn in, FieldsIn fields) {
    this.in = in;
    this.fields = fields;
  }

  /** A change that counts, so it must be known. */
  Change readKnown() throws UndecodableException {
    int outerEnd = in.beginRecord();
    Change change = readFields();
    if (change == null) {
      throw in.unknown("unknown kind of change");
    }
    in.endRecord(outerEnd);
    return change;
  }

  /** A change; null when it is of an unknown kind, which is skipped. */
  Change read() throws UndecodableException {
    int outerEnd = in.beginRecord();
    Change change = readFields();
    in.endRecord(outerEnd);
    return change;
  }

  private Change readFields() throws UndecodableException {
    int first = in.octet();
    boolean isForeign = (first & ChangesOut.FOREIGN) != 0;
    boolean isOfOtherNode = (first & ChangesOut.OTHER_NODE) != 0;
    return switch (first & ChangesOut.KIND) {
      case ChangesOut.IDENTIFIED -> {
        ProducerId producer = fields.producer(isForeign);
        PeerInfo peer = fields.peer();
        yield new Change.Identified(producer, peer, fields.stamp(isOfOtherNode));
      }
      case ChangesOut.HEARD ->
          new Change.Heard(fields.producer(isForeign), fields.stamp(isOfOtherNode));
      case ChangesOut.REGISTERED -> {
        ProducerId producer = fields.producer(isForeign);
        Name name = fields.name();
        yield new Change.Registered(producer, name, fields.stamp(isOfOtherNode));
      }
      case ChangesOut.UNREGISTERED ->
          new Change.Unregistered(fields.producer(isForeign), fields.name());
      case ChangesOut.ENDED -> new Change.Ended(fields.producer(isForeign));
      case ChangesOut.CREATED -> new Change.Created(fields.name(), fields.stamp(isOfOtherNode));
      case ChangesOut.DELETED -> new Change.Deleted(fields.name(), fields.stamp(isOfOtherNode));
      case ChangesOut.TOMBSTONE_SET -> {
        TopicName topic = fields.topic();
        NodeAddress node = new NodeAddress(in.text(), in.signed());
        yield new Change.TombstoneSet(topic, node, fields.stamp(isOfOtherNode));
      }
      case ChangesOut.SPENT -> new Change.Spent(fields.name(), fields.stamp(isOfOtherNode));
      case ChangesOut.SILENCE -> {
        ProducerId producer = fields.producer(isForeign);
        int flags = in.octet();
        yield new Change.Silence(
            producer, (flags & ChangesOut.SILENT) != 0, (flags & ChangesOut.QUIET) != 0);
      }
      default -> null;
    };
  }
}
