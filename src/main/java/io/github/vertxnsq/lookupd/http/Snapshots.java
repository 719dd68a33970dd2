package io.github.vertxnsq.lookupd.http;

import io.github.vertxnsq.lookupd.bus.Published;
import io.github.vertxnsq.lookupd.bus.PublishedViews;
import io.github.vertxnsq.lookupd.registry.TopicName;
import io.github.vertxnsq.lookupd.registry.TopicView;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * What is there, as the data of an event; put together from the answers that are rendered anyway.
 */
final class Snapshots {
  private static final String UNKNOWN = "\"channels\":[],\"producers\":[]}";

  private final Vertx vertx;
  private final PublishedViews views;
  private final InstantSource clock;

  Snapshots(Vertx vertx, PublishedViews views, InstantSource clock) {
    this.vertx = vertx;
    this.views = views;
    this.clock = clock;
  }

  /**
   * The data of an event.
   *
   * @param tag alike where all but the time is
   * @param data in parts, of which the long ones are those that are answered anyway
   */
  record Snapshot(String tag, List<Bytes> data) {}

  /** A topic as {@code /lookup} has it, or for null all topics and nodes. */
  Future<Snapshot> of(TopicName topic) {
    return topic == null
        ? all()
        : views.lookup(topic.text()).compose(found -> lookup(topic, found));
  }

  private Future<Snapshot> lookup(TopicName topic, Optional<Published<TopicView>> found) {
    Buffer data = begin().appendString("\"topic\":\"" + topic.text() + "\",");
    return found
        .map(view -> LookupEndpoints.lookupBody(view, vertx))
        .map(
            lookup ->
                lookup
                    .compose(body -> body.tagged(vertx))
                    .map(
                        body ->
                            new Snapshot(body.tag(), List.of(Bytes.of(data), body.without(1, 0)))))
        .orElseGet(
            () ->
                Future.succeededFuture(
                    new Snapshot("", List.of(Bytes.of(data.appendString(UNKNOWN))))));
  }

  private Future<Snapshot> all() {
    return views
        .topics()
        .compose(topics -> LookupEndpoints.topicsBody(topics, vertx))
        .compose(topics -> topics.tagged(vertx))
        .compose(
            topics ->
                views
                    .nodes()
                    .compose(nodes -> LookupEndpoints.nodesBody(nodes, vertx))
                    .compose(nodes -> nodes.tagged(vertx))
                    .map(nodes -> join(topics, nodes)));
  }

  /** The fields of both, in one object. */
  private Snapshot join(Body topics, Body nodes) {
    return new Snapshot(
        topics.tag() + nodes.tag(),
        List.of(
            Bytes.of(begin()),
            topics.without(1, 1),
            Bytes.of(Buffer.buffer(",")),
            nodes.without(1, 0)));
  }

  private Buffer begin() {
    return Buffer.buffer("{\"time\":" + clock.millis() + ",");
  }
}
