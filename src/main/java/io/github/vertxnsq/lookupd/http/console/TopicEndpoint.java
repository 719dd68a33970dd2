package io.github.vertxnsq.lookupd.http.console;

import com.fasterxml.jackson.core.JsonGenerator;
import io.github.vertxnsq.lookupd.bus.RegistryClient;
import io.github.vertxnsq.lookupd.http.ApiError;
import io.github.vertxnsq.lookupd.http.Endpoint;
import io.github.vertxnsq.lookupd.http.Json;
import io.github.vertxnsq.lookupd.http.Params;
import io.github.vertxnsq.lookupd.http.Reply;
import io.github.vertxnsq.lookupd.registry.TopicDetail;
import io.github.vertxnsq.lookupd.registry.TopicName;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.util.Comparator;
import java.util.Optional;

/** Answers all about one topic: also who holds it and is not listed, and why. */
final class TopicEndpoint implements Endpoint {
  /** More are not rendered on an event loop: each takes some microseconds. */
  private static final int MAX_AT_ONCE = 200;

  private final Vertx vertx;
  private final RegistryClient registry;

  TopicEndpoint(Vertx vertx, RegistryClient registry) {
    this.vertx = vertx;
    this.registry = registry;
  }

  @Override
  public Future<Reply> answer(Params params) {
    Optional<String> topic = params.get("topic");
    if (topic.isEmpty()) {
      return Reply.failed(ApiError.MISSING_ARG_TOPIC);
    }
    return TopicName.parse(topic.get())
        .map(this::answer)
        .orElseGet(() -> Reply.failed(ApiError.TOPIC_NOT_FOUND));
  }

  private Future<Reply> answer(TopicName topic) {
    return registry
        .detail(topic)
        .compose(
            found ->
                found
                    .map(detail -> rendered(topic, detail).map(Reply::ok))
                    .orElseGet(() -> Reply.failed(ApiError.TOPIC_NOT_FOUND)));
  }

  private Future<Buffer> rendered(TopicName topic, TopicDetail detail) {
    return detail.holders().size() + detail.channels().size() > MAX_AT_ONCE
        ? vertx.executeBlocking(() -> render(topic, detail), false)
        : Future.succeededFuture(render(topic, detail));
  }

  private static Buffer render(TopicName topic, TopicDetail detail) {
    return Json.object(json -> write(json, topic, detail));
  }

  private static void write(JsonGenerator json, TopicName topic, TopicDetail detail)
      throws IOException {
    json.writeStringField("topic", topic.text());
    json.writeArrayFieldStart("channels");
    for (TopicDetail.Channel channel : detail.channels()) {
      json.writeStartObject();
      json.writeStringField("name", channel.name());
      json.writeNumberField("producers", channel.holders());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeArrayFieldStart("producers");
    for (TopicDetail.Holder holder : sorted(detail)) {
      write(json, holder);
    }
    json.writeEndArray();
  }

  private static Iterable<TopicDetail.Holder> sorted(TopicDetail detail) {
    return detail.holders().stream()
        .sorted(Comparator.comparing(holder -> holder.peer().endpoint()))
        .toList();
  }

  private static void write(JsonGenerator json, TopicDetail.Holder holder) throws IOException {
    json.writeStartObject();
    Json.peerFields(json, holder.peer());
    json.writeNumberField("connected_ms", holder.connectedMillis());
    json.writeNumberField("heard_ms", holder.heardMillis());
    json.writeBooleanField("silent", holder.silent());
    if (holder.tombstoneMillis().isPresent()) {
      json.writeNumberField("tombstone_ms", holder.tombstoneMillis().getAsLong());
    }
    json.writeEndObject();
  }
}
