package io.github.vertxnsq.lookupd.replication;

import io.github.vertxnsq.lookupd.registry.Name;
import io.github.vertxnsq.lookupd.registry.PeerInfo;
import io.github.vertxnsq.lookupd.registry.ProducerId;
import io.github.vertxnsq.lookupd.registry.TopicName;

/**
 * Fields of a message as {@link FieldsIn} reads them: most as the difference to the last one of
 * their kind, which is often a byte. See {@link WireFormat} for what may not move that last one.
 */
final class FieldsOut {
  static final PeerInfo NO_PEER = new PeerInfo("", "", "", 0, 0, "", "", "");

  private final BytesOut out;
  private final NamesOut names;
  private final int sender;
  private int lastName = Numbers.NONE;
  private long lastConnection;
  private long lastTime;
  private int lastNode;
  private PeerInfo lastPeer = NO_PEER;

  /**
   * @param sender whose producers and stamps need not be said to be its
   */
  FieldsOut(BytesOut out, NamesOut names, int sender) {
    this.out = out;
    this.names = names;
    this.sender = sender;
    this.lastNode = sender;
  }

  void name(Name name) {
    int number = names.numberOf(name);
    out.signed((long) number - lastName);
    lastName = number;
  }

  /** A topic, or null. */
  void optionalTopic(TopicName topic) {
    out.varint(topic == null ? 0 : names.numberOf(topic) + 1);
  }

  void connection(long connection) {
    out.signed(connection - lastConnection);
    lastConnection = connection;
  }

  boolean isForeign(ProducerId producer) {
    return producer.node() != sender;
  }

  void producer(ProducerId producer) {
    if (isForeign(producer)) {
      out.fixedInt(producer.node());
    }
    connection(producer.connection());
  }

  void time(long hybridTime) {
    out.signed(hybridTime - lastTime);
    lastTime = hybridTime;
  }

  /** A time near the last one, from which the next is not measured. */
  void timeAside(long hybridTime) {
    out.signed(hybridTime - lastTime);
  }

  /** The same as {@link #time}, in full: there is none before it. */
  void firstTime(long hybridTime) {
    out.fixedLong(hybridTime);
    lastTime = hybridTime;
  }

  boolean isOtherNode(int node) {
    return node != lastNode;
  }

  /** The node of a stamp. */
  void node(int node) {
    if (isOtherNode(node)) {
      out.fixedInt(node);
      lastNode = node;
    }
  }

  /** A record of its own. */
  void peer(PeerInfo peer) {
    int record = out.beginRecord();
    textUnlessSame(peer.remoteAddress(), lastPeer.remoteAddress());
    textUnlessSame(peer.hostname(), lastPeer.hostname());
    textUnlessSame(peer.broadcastAddress(), lastPeer.broadcastAddress());
    out.signed(peer.tcpPort());
    out.signed(peer.httpPort());
    textUnlessSame(peer.version(), lastPeer.version());
    textUnlessSame(peer.topologyZone(), lastPeer.topologyZone());
    textUnlessSame(peer.topologyRegion(), lastPeer.topologyRegion());
    out.endRecord(record);
    lastPeer = peer;
  }

  /** The length plus one, and the text; or 0 when it is what the last peer had there. */
  private void textUnlessSame(String text, String last) {
    if (text.equals(last)) {
      out.varint(0);
    } else {
      int length = Utf8.length(text);
      out.varint(length + 1L);
      out.utf8(text, length);
    }
  }
}
