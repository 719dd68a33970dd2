package io.github.vertxnsq.lookupd.http;

import io.github.vertxnsq.lookupd.registry.NodeView;
import io.github.vertxnsq.lookupd.registry.PeerInfo;
import io.github.vertxnsq.lookupd.registry.Shown;
import io.github.vertxnsq.lookupd.registry.TopicView;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Puts the answers that list producers together from producers rendered before: what a producer
 * said of itself is the larger part of them, and does not change. Names of topics and channels are
 * valid ones, so there is nothing in them to escape.
 */
final class ProducersJson {
  private static final byte[] CHANNELS = ascii("{\"channels\":[");
  private static final byte[] PRODUCERS_AFTER_CHANNELS = ascii("],\"producers\":[");
  private static final byte[] PRODUCERS = ascii("{\"producers\":[");
  private static final byte[] TOMBSTONES = ascii(",\"tombstones\":[");
  private static final byte[] TOPICS = ascii("],\"topics\":[");
  private static final byte[] TRUE = ascii("true");
  private static final byte[] FALSE = ascii("false");
  private static final byte[] END = ascii("]}");

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

  static Buffer nodes(List<NodeView> nodes) {
    Buffer answer = Buffer.buffer().appendBytes(PRODUCERS);
    for (int i = 0; i < nodes.size(); i++) {
      separate(answer, i);
      node(answer, nodes.get(i));
    }
    return answer.appendBytes(END);
  }

  private static void node(Buffer answer, NodeView node) {
    byte[] peer = peer(node.peer());
    answer.appendBytes(peer, 0, peer.length - 1); // the object goes on
    answer.appendBytes(TOMBSTONES);
    for (int i = 0; i < node.topics().size(); i++) {
      separate(answer, i);
      answer.appendBytes(node.topics().get(i).tombstoned() ? TRUE : FALSE);
    }
    answer.appendBytes(TOPICS);
    for (int i = 0; i < node.topics().size(); i++) {
      name(answer, i, node.topics().get(i).name().text());
    }
    answer.appendBytes(END);
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
