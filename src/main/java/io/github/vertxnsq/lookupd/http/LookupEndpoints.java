package io.github.vertxnsq.lookupd.http;

import io.github.vertxnsq.lookupd.bus.Published;
import io.github.vertxnsq.lookupd.bus.PublishedViews;
import io.github.vertxnsq.lookupd.metrics.LookupMeters;
import io.github.vertxnsq.lookupd.registry.NodeView;
import io.github.vertxnsq.lookupd.registry.TopicView;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Optional;

/** What is asked: who has a topic, and what there is. */
final class LookupEndpoints {
  private static final TopicView NO_TOPIC = new TopicView(List.of(), List.of());

  private final Vertx vertx;
  private final PublishedViews views;
  private final LookupMeters meters;

  LookupEndpoints(Vertx vertx, PublishedViews views, LookupMeters meters) {
    this.vertx = vertx;
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
        .compose(
            found -> {
              if (found.isEmpty()) {
                meters.notFound();
                return Reply.failed(ApiError.TOPIC_NOT_FOUND);
              }
              meters.found();
              return lookupBody(found.get(), vertx).map(Reply::ok);
            });
  }

  Future<Reply> channels(Params params) {
    Optional<String> topic = params.get("topic");
    if (topic.isEmpty()) {
      return Reply.failed(ApiError.MISSING_ARG_TOPIC);
    }
    return views
        .lookup(topic.get())
        .compose(
            found ->
                found
                    .map(it -> it.inOtherForm().rendered(LookupEndpoints::channelsBody))
                    .orElseGet(() -> channelsBody(NO_TOPIC))
                    .measured(vertx))
        .map(Reply::ok);
  }

  Future<Reply> topics() {
    return views.topics().compose(topics -> topicsBody(topics, vertx)).map(Reply::ok);
  }

  Future<Reply> nodes() {
    return views.nodes().compose(nodes -> nodesBody(nodes, vertx)).map(Reply::ok);
  }

  /** What {@code /lookup} answers for the topic. */
  static Future<Body> lookupBody(Published<TopicView> topic, Vertx vertx) {
    return topic.isShort()
        ? Future.succeededFuture(new Body(ProducersJson.lookup(topic.value())))
        : topic.rendered(view -> new Body(ProducersJson.longLookup(view))).measured(vertx);
  }

  private static Body channelsBody(TopicView topic) {
    return new Body(ProducersJson.channels(topic.channels()));
  }

  /** What {@code /topics} answers. */
  static Future<Body> topicsBody(Published<List<String>> topics, Vertx vertx) {
    return topics.rendered(names -> new Body(ProducersJson.topics(names))).measured(vertx);
  }

  /** What {@code /nodes} answers. */
  static Future<Body> nodesBody(Published<List<NodeView>> nodes, Vertx vertx) {
    return nodes.rendered(views -> new Body(ProducersJson.nodes(views))).measured(vertx);
  }
}
