package io.github.vertxnsq.lookupd.http.console;

import com.fasterxml.jackson.core.JsonGenerator;
import io.github.vertxnsq.lookupd.bus.RegistryClient;
import io.github.vertxnsq.lookupd.http.ApiError;
import io.github.vertxnsq.lookupd.http.Content;
import io.github.vertxnsq.lookupd.http.Cursor;
import io.github.vertxnsq.lookupd.http.Endpoint;
import io.github.vertxnsq.lookupd.http.Json;
import io.github.vertxnsq.lookupd.http.Params;
import io.github.vertxnsq.lookupd.http.Reply;
import io.github.vertxnsq.lookupd.http.Sink;
import io.github.vertxnsq.lookupd.registry.TopicDetail;
import io.github.vertxnsq.lookupd.registry.TopicName;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Answers all about one topic: also who holds it and is not listed, and why. */
final class TopicEndpoint implements Endpoint {
  /** Writing one takes as long as writing so many names. */
  private static final int ELEMENTS_OF_HOLDER = 20;

  private static final long HOLDER_BYTES = 72;
  private static final long CHANNEL_BYTES = 28;

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
                    .map(detail -> Reply.ok(detail, it -> content(topic, it), vertx))
                    .orElseGet(() -> Reply.failed(ApiError.TOPIC_NOT_FOUND)));
  }

  /** Sorts, which takes its time when there is much. */
  private static Content content(TopicName topic, TopicDetail detail) {
    List<TopicDetail.Holder> holders =
        detail.holders().stream()
            .sorted(Comparator.comparing(holder -> holder.peer().endpoint()))
            .toList();
    return new Content(
        ELEMENTS_OF_HOLDER * holders.size() + detail.channels().size(),
        HOLDER_BYTES * holders.size() + CHANNEL_BYTES * detail.channels().size(),
        () ->
            Cursor.all(
                Cursor.text(ascii("{\"topic\":\"" + topic.text() + "\",\"channels\":[")),
                Cursor.list(detail.channels(), TopicEndpoint::write),
                Cursor.text(ascii("],\"producers\":[")),
                Cursor.list(holders, TopicEndpoint::write),
                Cursor.text(ascii("]}"))));
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static void write(Sink sink, TopicDetail.Channel channel) {
    sink.add(
        ascii("{\"name\":\"" + channel.name() + "\",\"producers\":" + channel.holders() + "}"));
  }

  private static void write(Sink sink, TopicDetail.Holder holder) {
    sink.add(Json.bytes(json -> fields(json, holder)));
  }

  private static void fields(JsonGenerator json, TopicDetail.Holder holder) throws IOException {
    Json.peerFields(json, holder.peer());
    json.writeNumberField("connected_ms", holder.connectedMillis());
    json.writeNumberField("heard_ms", holder.heardMillis());
    json.writeBooleanField("silent", holder.silent());
    if (holder.tombstoneMillis().isPresent()) {
      json.writeNumberField("tombstone_ms", holder.tombstoneMillis().getAsLong());
    }
  }
}
