package io.github.vertxnsq.lookupd.replication;

import io.vertx.core.buffer.Buffer;

/**
 * How messages are written for other daemons.
 *
 * <pre>
 * message   = version kind bodyLength body      ; one byte, one byte, varint
 * body      = sender names fields               ; four bytes
 * names     = count entry*                      ; see NamesOut
 * record    = length fields                     ; whatever is in a list, but for names
 *
 * Batch       1  first flags count change*
 * Ack         2  applied
 * Digest      3  name flags factsHash hybridTime horizonMinutes count origin* count age*
 *                wallMillis count opinion*
 * FetchSlice  4  origin after
 * SlicePage   5  origin applied after flags count producer*
 * FetchFacts  6  from
 * FactsPage   7  from next count fact*
 * Goodbye     8
 *
 * change    = kind, then what the change has of:
 *             producer peer name node flags stamp                                      ; a record
 * origin    = origin applied hash                                                      ; a record
 * age       = connection hybridTime agoMillis                                          ; a record
 * opinion   = member hearing                                                           ; a record
 * fact      = change agoMillis                                                         ; a record
 * producer  = flags connection peer stamp heardTime heardAgoMillis
 *             count name* count held*                                                  ; a record
 * held      = name hybridTime                                                          ; a record
 * peer      = remoteAddress hostname broadcastAddress tcpPort httpPort
 *             version topologyZone topologyRegion                                      ; a record
 * </pre>
 *
 * <p>Numbers are varints (LEB128); zigzag where below 0 is usual: ports, differences, {@code
 * applied} of a SlicePage. Numbers of daemons are four bytes, hashes, the first time of a digest
 * and its wall clock eight, the highest byte first; flags are a byte. Texts are a length in bytes
 * and UTF-8, where a lone surrogate is three bytes. Of the first byte of a change the lower five
 * bits are the kind, 1 to 10 in the order of {@link
 * io.github.vertxnsq.lookupd.registry.Change.Cases}; 0x20 and 0x40 say that a producer's daemon or
 * a stamp's node is told; 0x80 is for kinds to come. A topic that may be missing is 0, or the
 * number of its entry plus one.
 *
 * <p><b>Running values.</b> The number of a name, a connection, a time, a stamp's node and the
 * texts of a peer are told by how they differ from the last one of their kind in the message. At
 * the beginning these are -1, 0, 0, the sender (of a SlicePage the origin) and empty texts. A
 * producer's daemon is told when it is not the sender, a stamp's node when it is not the last one.
 * A peer's text is 0 when it is the last one, else its length plus one and the text. The time a
 * producer was heard is told by the last time, but is not the last time of what follows.
 *
 * <p><b>What later versions may do</b>, and what this one does when it meets that:
 *
 * <ul>
 *   <li>Add fields at the end of any record or body: they are skipped, and must not be needed. They
 *       are written in full (a name as the number of its entry), and neither use nor move the
 *       running values. Who reads one finds it missing in what older ones write: it asks {@link
 *       BytesIn#left} first.
 *   <li>Add flags where there are flags: the unknown ones are ignored, so no field may depend on
 *       them but those at the end.
 *   <li>Add kinds of messages: the message is refused as of an {@link
 *       UndecodableException.Reason#UNKNOWN_VERSION}, and to be dropped. Nobody may rely on an
 *       answer.
 *   <li>Add kinds of changes, 11 to 31. In a FactsPage they are skipped, so they too leave the
 *       running values alone. A Batch is refused as a whole, as of an unknown version: the changes
 *       in it are numbered, and to pass over one would leave the receiver wrong for good. It will
 *       see from the sender's next digest that something is missing, and fetch the sender's slice.
 *   <li>Anything else is another version: the first byte changes. A daemon refuses versions it does
 *       not know, so a release that reads both must be everywhere before one writes the new.
 * </ul>
 *
 * <p>Decoding does not trust the sender: it reads each byte once and allocates at most some forty
 * bytes for each. Both directions may be used by any thread.
 */
public final class WireFormat {
  static final int VERSION = 1;

  private static final int BATCH = 1;
  private static final int ACK = 2;
  private static final int DIGEST = 3;
  private static final int FETCH_SLICE = 4;
  private static final int SLICE_PAGE = 5;
  private static final int FETCH_FACTS = 6;
  private static final int FACTS_PAGE = 7;
  private static final int GOODBYE = 8;

  private WireFormat() {}

  /** The message in bytes; {@link #decode} gives an equal one. */
  public static Buffer encode(ReplicationMessage message) {
    MessageOut out = new MessageOut(message.sender());
    return out.finish(write(message, out));
  }

  /** Writes what the body says after the names, and gives the kind. */
  private static int write(ReplicationMessage message, MessageOut out) {
    if (message instanceof ReplicationMessage.Batch batch) {
      out.batch(batch);
      return BATCH;
    } else if (message instanceof ReplicationMessage.Ack ack) {
      out.ack(ack);
      return ACK;
    } else if (message instanceof ReplicationMessage.Digest digest) {
      out.digest(digest);
      return DIGEST;
    } else if (message instanceof ReplicationMessage.FetchSlice fetch) {
      out.fetchSlice(fetch);
      return FETCH_SLICE;
    } else if (message instanceof ReplicationMessage.SlicePage page) {
      out.slicePage(page);
      return SLICE_PAGE;
    } else if (message instanceof ReplicationMessage.FetchFacts fetch) {
      out.fetchFacts(fetch);
      return FETCH_FACTS;
    } else if (message instanceof ReplicationMessage.FactsPage page) {
      out.factsPage(page);
      return FACTS_PAGE;
    } else if (message instanceof ReplicationMessage.Goodbye) {
      return GOODBYE;
    }
    throw new AssertionError("no encoding for " + message.getClass());
  }

  /**
   * The message that these bytes are, all of them.
   *
   * @throws UndecodableException when they are none, or one that this version cannot read
   */
  public static ReplicationMessage decode(Buffer buffer) throws UndecodableException {
    BytesIn in = new BytesIn(buffer.getBytes());
    int version = in.octet();
    if (version != VERSION) {
      throw in.unknown("version " + version + " in place of " + VERSION);
    }
    int kind = in.octet();
    if (kind < BATCH || kind > GOODBYE) {
      throw in.unknown("unknown kind of message " + kind);
    }
    int outerEnd = in.beginRecord();
    ReplicationMessage message = read(kind, new MessageIn(in));
    in.endRecord(outerEnd);
    if (in.left() > 0) {
      throw in.malformed(in.left() + " bytes behind the end");
    }
    return message;
  }

  private static ReplicationMessage read(int kind, MessageIn in) throws UndecodableException {
    return switch (kind) {
      case BATCH -> in.batch();
      case ACK -> in.ack();
      case DIGEST -> in.digest();
      case FETCH_SLICE -> in.fetchSlice();
      case SLICE_PAGE -> in.slicePage();
      case FETCH_FACTS -> in.fetchFacts();
      case FACTS_PAGE -> in.factsPage();
      case GOODBYE -> in.goodbye();
      default -> throw new AssertionError("kind " + kind + " was let in");
    };
  }
}
