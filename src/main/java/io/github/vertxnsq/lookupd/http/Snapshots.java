package io.github.vertxnsq.lookupd.http;

import io.github.vertxnsq.lookupd.bus.Published;
import io.github.vertxnsq.lookupd.bus.PublishedViews;
import io.github.vertxnsq.lookupd.registry.NodeView;
import io.github.vertxnsq.lookupd.registry.TopicName;
import io.github.vertxnsq.lookupd.registry.TopicView;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * What is there, as the data of an event; put together from the answers that are rendered anyway.
 */
final class Snapshots {
  private static final String UNKNOWN = "\"channels\":[],\"producers\":[]}";

  private final PublishedViews views;
  private final InstantSource clock;

  Snapshots(PublishedViews views, InstantSource clock) {
    this.views = views;
    this.clock = clock;
  }

  /**
   * The data of an event.
   *
   * @param tag alike where all but the time is
   * @param data in parts, of which the large ones are those that are answered anyway
   */
  record Snapshot(String tag, List<Buffer> data) {}

  /** A topic as {@code /lookup} has it, or for null all topics and nodes. */
  Future<Snapshot> of(TopicName topic) {
    return topic == null ? all() : views.lookup(topic.text()).map(found -> lookup(topic, found));
  }

  private Snapshot lookup(TopicName topic, Optional<Published<TopicView>> found) {
    Buffer data = begin().appendString("\"topic\":\"" + topic.text() + "\",");
    if (found.isEmpty()) {
      return new Snapshot("", List.of(data.appendString(UNKNOWN)));
    }
    Body body = found.get().rendered(LookupEndpoints::lookupBody);
    return new Snapshot(body.tag(), List.of(data, fields(body)));
  }

  private Future<Snapshot> all() {
    return views.topics().compose(topics -> views.nodes().map(nodes -> join(topics, nodes)));
  }

  private Snapshot join(Published<List<String>> topics, Published<List<NodeView>> nodes) {
    Body names = topics.rendered(LookupEndpoints::topicsBody);
    Body producers = nodes.rendered(LookupEndpoints::nodesBody);
    return new Snapshot(
        names.tag() + producers.tag(),
        List.of(
            begin(),
            fields(names).slice(0, fields(names).length() - 1), // the object goes on
            Buffer.buffer(","),
            fields(producers)));
  }

  private Buffer begin() {
    return Buffer.buffer("{\"time\":" + clock.millis() + ",");
  }

  /** All of an object but its first brace. */
  private static Buffer fields(Body object) {
    return object.bytes().slice(1, object.bytes().length());
  }
}
