package io.github.vertxnsq.lookupd.replication;

import io.github.vertxnsq.lookupd.registry.Name;
import io.github.vertxnsq.lookupd.registry.PeerInfo;
import io.github.vertxnsq.lookupd.registry.ProducerId;
import io.github.vertxnsq.lookupd.registry.Stamp;
import io.github.vertxnsq.lookupd.registry.TopicName;

/** Fields of a message, as {@link FieldsOut} wrote them. */
final class FieldsIn {
  private final BytesIn in;
  private final NamesIn names;
  private final int sender;
  private long lastName = Numbers.NONE;
  private long lastConnection;
  private long lastTime;
  private int lastNode;
  private PeerInfo lastPeer = FieldsOut.NO_PEER;
  private ProducerId lastProducer;

  FieldsIn(BytesIn in, NamesIn names, int sender) {
    this.in = in;
    this.names = names;
    this.sender = sender;
    this.lastNode = sender;
    this.lastProducer = new ProducerId(sender, 0);
  }

  Name name() throws UndecodableException {
    lastName += in.signed();
    return names.name(lastName);
  }

  TopicName topic() throws UndecodableException {
    lastName += in.signed();
    return names.topic(lastName);
  }

  /** A topic, or null. */
  TopicName optionalTopic() throws UndecodableException {
    long number = in.varint();
    return number == 0 ? null : names.topic(number - 1);
  }

  long connection() throws UndecodableException {
    lastConnection += in.signed();
    return lastConnection;
  }

  ProducerId producer(boolean isForeign) throws UndecodableException {
    int node = isForeign ? in.fixedInt() : sender;
    long connection = connection();
    if (connection != lastProducer.connection() || node != lastProducer.node()) {
      lastProducer = new ProducerId(node, connection);
    }
    return lastProducer;
  }

  long time() throws UndecodableException {
    lastTime += in.signed();
    return lastTime;
  }

  long timeAside() throws UndecodableException {
    return lastTime + in.signed();
  }

  long firstTime() throws UndecodableException {
    lastTime = in.fixedLong();
    return lastTime;
  }

  Stamp stamp(boolean isOfOtherNode) throws UndecodableException {
    long time = time();
    if (isOfOtherNode) {
      lastNode = in.fixedInt();
    }
    return new Stamp(time, lastNode);
  }

  PeerInfo peer() throws UndecodableException {
    int outerEnd = in.beginRecord();
    lastPeer =
        new PeerInfo(
            textUnlessSame(lastPeer.remoteAddress()),
            textUnlessSame(lastPeer.hostname()),
            textUnlessSame(lastPeer.broadcastAddress()),
            in.signed(),
            in.signed(),
            textUnlessSame(lastPeer.version()),
            textUnlessSame(lastPeer.topologyZone()),
            textUnlessSame(lastPeer.topologyRegion()));
    in.endRecord(outerEnd);
    return lastPeer;
  }

  private String textUnlessSame(String last) throws UndecodableException {
    long code = in.varint();
    return code == 0 ? last : in.utf8(code - 1);
  }
}
