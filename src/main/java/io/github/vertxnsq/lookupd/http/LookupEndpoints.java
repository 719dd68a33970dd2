package io.github.vertxnsq.lookupd.http;

import io.github.vertxnsq.lookupd.bus.PublishedViews;
import io.github.vertxnsq.lookupd.metrics.LookupMeters;
import io.github.vertxnsq.lookupd.registry.NodeView;
import io.github.vertxnsq.lookupd.registry.TopicView;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.Optional;

/** What is asked: who has a topic, and what there is. */
final class LookupEndpoints {
  private static final Buffer NO_CHANNELS = Json.channels(List.of());

  private final PublishedViews views;
  private final LookupMeters meters;

  LookupEndpoints(PublishedViews views, LookupMeters meters) {
    this.views = views;
    this.meters = meters;
  }

  Future<Reply> lookup(Params params) {
    Optional<String> topic = params.get("topic");
    if (topic.isEmpty()) {
      meters.invalid();
      return Reply.failed(ApiError.MISSING_ARG_TOPIC);
    }
    return views
        .lookup(topic.get())
        .map(
            found -> {
              if (found.isEmpty()) {
                meters.notFound();
                return Reply.error(ApiError.TOPIC_NOT_FOUND);
              }
              meters.found();
              return Reply.ok(found.get().rendered(LookupEndpoints::lookupBody));
            });
  }

  Future<Reply> channels(Params params) {
    Optional<String> topic = params.get("topic");
    if (topic.isEmpty()) {
      return Reply.failed(ApiError.MISSING_ARG_TOPIC);
    }
    return views
        .lookup(topic.get())
        .map(found -> found.map(it -> Json.channels(it.value().channels())).orElse(NO_CHANNELS))
        .map(Reply::ok);
  }

  Future<Reply> topics() {
    return views.topics().map(topics -> Reply.ok(topics.rendered(LookupEndpoints::topicsBody)));
  }

  Future<Reply> nodes() {
    return views.nodes().map(nodes -> Reply.ok(nodes.rendered(LookupEndpoints::nodesBody)));
  }

  static Body lookupBody(TopicView topic) {
    return new Body(ProducersJson.lookup(topic));
  }

  static Body topicsBody(List<String> topics) {
    return new Body(Json.topics(topics));
  }

  static Body nodesBody(List<NodeView> nodes) {
    return new Body(ProducersJson.nodes(nodes));
  }
}
