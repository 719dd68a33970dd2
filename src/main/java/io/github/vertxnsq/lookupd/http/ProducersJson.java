package io.github.vertxnsq.lookupd.http;

import io.github.vertxnsq.lookupd.registry.NodeView;
import io.github.vertxnsq.lookupd.registry.PeerInfo;
import io.github.vertxnsq.lookupd.registry.Shown;
import io.github.vertxnsq.lookupd.registry.TopicView;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Supplier;

/**
 * Puts the answers that list producers together from producers rendered before: what a producer
 * said of itself is the larger part of them, and does not change. Names of topics and channels are
 * valid ones, so there is nothing in them to escape.
 */
final class ProducersJson {
  private static final byte[] CHANNELS = ascii("{\"channels\":[");
  private static final byte[] PRODUCERS_AFTER_CHANNELS = ascii("],\"producers\":[");
  private static final byte[] PRODUCERS = ascii("{\"producers\":[");
  private static final byte[] ONLY_TOPICS = ascii("{\"topics\":[");
  private static final byte[] TOMBSTONES = ascii(",\"tombstones\":[");
  private static final byte[] TOPICS = ascii("],\"topics\":[");
  private static final byte[] TRUE = ascii("true");
  private static final byte[] FALSE = ascii("false");
  private static final byte[] END = ascii("]}");

  private static final long REFERENCE_BYTES = 4;

  /** Of a view of a node on the heap, without its references to topics. */
  private static final int NODE_VIEW_BYTES = 80;

  /** Of a name: its quotes and a comma. */
  private static final int AROUND_NAME = 3;

  /** A producer with longer texts is rendered each time: strangers could fill the memory. */
  private static final int MAX_KEPT_TEXT = 512;

  private ProducersJson() {}

  static Buffer lookup(TopicView topic) {
    byte[][] producers = new byte[topic.producers().size()][];
    int length = CHANNELS.length + PRODUCERS_AFTER_CHANNELS.length + END.length + producers.length;
    for (int i = 0; i < producers.length; i++) {
      producers[i] = peer(topic.producers().get(i));
      length += producers[i].length;
    }
    for (String channel : topic.channels()) {
      length += channel.length() + AROUND_NAME;
    }

    Buffer answer = Buffer.buffer(length);
    answer.appendBytes(CHANNELS);
    for (int i = 0; i < topic.channels().size(); i++) {
      name(answer, i, topic.channels().get(i));
    }
    answer.appendBytes(PRODUCERS_AFTER_CHANNELS);
    for (int i = 0; i < producers.length; i++) {
      separate(answer, i);
      answer.appendBytes(producers[i]);
    }
    return answer.appendBytes(END);
  }

  /** The same of a topic with so many producers and channels that the answer may be long. */
  static Content longLookup(TopicView topic) {
    return content(
        topic.channels().size() + topic.producers().size(),
        topic.channels().size() + topic.producers().size(),
        () ->
            Cursor.all(
                Cursor.text(CHANNELS),
                names(topic.channels()),
                Cursor.text(PRODUCERS_AFTER_CHANNELS),
                Cursor.list(topic.producers(), (sink, producer) -> sink.add(peer(producer))),
                Cursor.text(END)));
  }

  static Content channels(List<String> channels) {
    return names(CHANNELS, channels);
  }

  static Content topics(List<String> topics) {
    return names(ONLY_TOPICS, topics);
  }

  private static Content names(byte[] begin, List<String> names) {
    return content(
        names.size(),
        names.size(),
        () -> Cursor.all(Cursor.text(begin), names(names), Cursor.text(END)));
  }

  static Content nodes(List<NodeView> nodes) {
    long topics = nodes.stream().mapToLong(node -> node.topics().size()).sum();
    return new Content(
        (int) Math.min(Integer.MAX_VALUE, nodes.size() + topics),
        (long) NODE_VIEW_BYTES * nodes.size() + REFERENCE_BYTES * topics,
        () ->
            Cursor.all(
                Cursor.text(PRODUCERS),
                Cursor.listOfLarge(nodes, ProducersJson::node),
                Cursor.text(END)));
  }

  private static Cursor node(NodeView node) {
    return Cursor.all(
        sink -> {
          byte[] peer = peer(node.peer());
          sink.add(peer, peer.length - 1); // the object goes on
          sink.add(TOMBSTONES);
          return true;
        },
        Cursor.list(
            node.topics(), (sink, topic) -> sink.add(node.isTombstoned(topic) ? TRUE : FALSE)),
        Cursor.text(TOPICS),
        Cursor.list(node.topics(), (sink, topic) -> sink.quoted(topic.text())),
        Cursor.text(END));
  }

  private static Cursor names(List<String> names) {
    return Cursor.list(names, Sink::quoted);
  }

  private static Content content(int elements, long references, Supplier<Cursor> rendering) {
    return new Content(elements, REFERENCE_BYTES * references, rendering);
  }

  private static void name(Buffer answer, int place, String name) {
    separate(answer, place);
    answer.appendByte((byte) '"').appendString(name).appendByte((byte) '"');
  }

  private static void separate(Buffer answer, int place) {
    if (place > 0) {
      answer.appendByte((byte) ',');
    }
  }

  private static byte[] peer(Shown<PeerInfo> peer) {
    return peer.value().textLength() > MAX_KEPT_TEXT
        ? Json.peer(peer.value())
        : peer.rendered(Json::peer);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
