package io.github.vertxnsq.lookupd.replication;

import io.github.vertxnsq.lookupd.registry.Change;
import io.github.vertxnsq.lookupd.registry.CommonFacts;
import io.github.vertxnsq.lookupd.registry.PeerInfo;
import io.github.vertxnsq.lookupd.registry.ProducerState;
import io.github.vertxnsq.lookupd.registry.Stamp;
import io.github.vertxnsq.lookupd.registry.TopicName;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Reads one message, as {@link MessageOut} wrote it. Nothing is allocated for a list before it is
 * known that there are bytes for so many.
 */
final class MessageIn {
  // Of records, in bytes, with their lengths.
  private static final int LEAST_CHANGE = 3;
  private static final int LEAST_ORIGIN = 14;
  private static final int LEAST_AGE = 4;
  private static final int LEAST_PRODUCER = 17;
  private static final int LEAST_NAME = 1;
  private static final int LEAST_HELD = 3;
  private static final int LEAST_FACT = 4;
  private static final int LEAST_OPINION = 3;

  private static final Hearing[] HEARINGS = Hearing.values();

  private final BytesIn in;
  private final int sender;
  private final NamesIn names;

  /** Begins to read the body of a message. */
  MessageIn(BytesIn in) throws UndecodableException {
    this.in = in;
    this.sender = in.fixedInt();
    this.names = new NamesIn(in);
  }

  ReplicationMessage.Batch batch() throws UndecodableException {
    long first = in.natural();
    boolean wantsAck = (in.octet() & MessageOut.WANTS_ACK) != 0;
    int count = in.count(LEAST_CHANGE);
    List<Change> changes = new ArrayList<>(count);
    ChangesIn changesIn = new ChangesIn(in, new FieldsIn(in, names, sender));
    for (int i = 0; i < count; i++) {
      changes.add(changesIn.readKnown());
    }
    return new ReplicationMessage.Batch(sender, first, done(changes), wantsAck);
  }

  private static <T> List<T> done(List<T> list) {
    return list.isEmpty() ? List.of() : Collections.unmodifiableList(list);
  }

  ReplicationMessage.Ack ack() throws UndecodableException {
    return new ReplicationMessage.Ack(sender, in.natural());
  }

  ReplicationMessage.Digest digest() throws UndecodableException {
    FieldsIn fields = new FieldsIn(in, names, sender);
    String name = in.text();
    int flags = in.octet();
    long factsHash = in.fixedLong();
    long hybridTime = fields.firstTime();
    long horizonMinutes = in.varint();
    List<ReplicationMessage.OriginState> origins = origins();
    return new ReplicationMessage.Digest(
        sender,
        name,
        (flags & MessageOut.READY) != 0,
        origins,
        factsHash,
        hybridTime,
        horizonMinutes,
        (flags & MessageOut.SETTLED) != 0,
        ages(fields),
        (flags & MessageOut.HAS_COPY) != 0,
        (flags & MessageOut.FULL) != 0,
        in.fixedLong(),
        opinions());
  }

  private List<ReplicationMessage.Opinion> opinions() throws UndecodableException {
    int count = in.count(LEAST_OPINION);
    List<ReplicationMessage.Opinion> opinions = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      int outerEnd = in.beginRecord();
      String member = in.text();
      int code = in.octet();
      in.endRecord(outerEnd);
      if (code < HEARINGS.length) { // a later version may have others, that are no refusals
        opinions.add(new ReplicationMessage.Opinion(member, HEARINGS[code]));
      }
    }
    return done(opinions);
  }

  private List<ReplicationMessage.OriginState> origins() throws UndecodableException {
    int count = in.count(LEAST_ORIGIN);
    List<ReplicationMessage.OriginState> origins = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      int outerEnd = in.beginRecord();
      origins.add(new ReplicationMessage.OriginState(in.fixedInt(), in.natural(), in.fixedLong()));
      in.endRecord(outerEnd);
    }
    return done(origins);
  }

  private List<ReplicationMessage.Age> ages(FieldsIn fields) throws UndecodableException {
    int count = in.count(LEAST_AGE);
    List<ReplicationMessage.Age> ages = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      int outerEnd = in.beginRecord();
      ages.add(new ReplicationMessage.Age(fields.connection(), fields.time(), in.natural()));
      in.endRecord(outerEnd);
    }
    return done(ages);
  }

  ReplicationMessage.FetchSlice fetchSlice() throws UndecodableException {
    return new ReplicationMessage.FetchSlice(sender, in.fixedInt(), in.varint());
  }

  ReplicationMessage.SlicePage slicePage() throws UndecodableException {
    int origin = in.fixedInt();
    long applied = in.signed();
    long after = in.varint();
    boolean hasMore = (in.octet() & MessageOut.HAS_MORE) != 0;
    int count = in.count(LEAST_PRODUCER);
    List<ProducerState> producers = new ArrayList<>(count);
    FieldsIn fields = new FieldsIn(in, names, origin);
    for (int i = 0; i < count; i++) {
      producers.add(producer(fields));
    }
    return new ReplicationMessage.SlicePage(
        sender, origin, applied, after, done(producers), hasMore);
  }

  private ProducerState producer(FieldsIn fields) throws UndecodableException {
    int outerEnd = in.beginRecord();
    int flags = in.octet();
    long connection = fields.connection();
    PeerInfo peer = fields.peer();
    Stamp identifiedAt = fields.stamp((flags & MessageOut.OTHER_NODE) != 0);
    long heardTime = fields.timeAside();
    long heardAgoMillis = in.natural();
    skipNames(fields);
    List<ProducerState.Held> holdings = holdings(fields);
    in.endRecord(outerEnd);
    return new ProducerState(
        connection,
        peer,
        identifiedAt,
        heardTime,
        heardAgoMillis,
        (flags & MessageOut.PINGED) != 0,
        (flags & MessageOut.SILENT) != 0,
        (flags & MessageOut.QUIET) != 0,
        holdings);
  }

  /** Versions before tell here of names that a producer gave up; nothing follows from them. */
  private void skipNames(FieldsIn fields) throws UndecodableException {
    for (int left = in.count(LEAST_NAME); left > 0; left--) {
      fields.name();
    }
  }

  private List<ProducerState.Held> holdings(FieldsIn fields) throws UndecodableException {
    int count = in.count(LEAST_HELD);
    List<ProducerState.Held> holdings = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      int outerEnd = in.beginRecord();
      holdings.add(new ProducerState.Held(fields.name(), fields.time()));
      in.endRecord(outerEnd);
    }
    return done(holdings);
  }

  ReplicationMessage.FetchFacts fetchFacts() throws UndecodableException {
    TopicName from = new FieldsIn(in, names, sender).optionalTopic();
    return new ReplicationMessage.FetchFacts(sender, from);
  }

  ReplicationMessage.FactsPage factsPage() throws UndecodableException {
    FieldsIn fields = new FieldsIn(in, names, sender);
    TopicName from = fields.optionalTopic();
    TopicName next = fields.optionalTopic();
    int count = in.count(LEAST_FACT);
    List<CommonFacts.Aged> facts = new ArrayList<>(count);
    ChangesIn changes = new ChangesIn(in, fields);
    for (int i = 0; i < count; i++) {
      int outerEnd = in.beginRecord();
      Change change = changes.read();
      if (change != null) {
        facts.add(new CommonFacts.Aged(change, in.natural()));
      }
      in.endRecord(outerEnd);
    }
    return new ReplicationMessage.FactsPage(sender, from, done(facts), next);
  }

  ReplicationMessage.Goodbye goodbye() {
    return new ReplicationMessage.Goodbye(sender);
  }
}
