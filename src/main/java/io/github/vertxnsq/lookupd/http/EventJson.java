package io.github.vertxnsq.lookupd.http;

import com.fasterxml.jackson.core.JsonGenerator;
import io.github.vertxnsq.lookupd.events.Entry;
import io.github.vertxnsq.lookupd.events.Event;
import io.github.vertxnsq.lookupd.registry.PeerInfo;
import io.github.vertxnsq.lookupd.registry.TopicName;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.util.Locale;

/** Renders events as a stream of server-sent events has them. */
final class EventJson implements Event.Cases<EventJson.Kind> {
  /** Ends an event's data, and with it the event. */
  static final Buffer END = Buffer.buffer("\n\n");

  private static final EventJson CASES = new EventJson();

  /** An event's name, and what its data has beside the time. */
  record Kind(String name, Json.Rendering data) {}

  private EventJson() {}

  /** An event with its id. */
  static Buffer frame(Entry entry) {
    Kind kind = entry.event().fold(CASES);
    return Buffer.buffer()
        .appendString(id(entry.log(), entry.number()))
        .appendBuffer(frame(kind.name(), entry.timeMillis(), kind.data()));
  }

  /** Where a client that comes back was, as a line of its own. */
  static String id(String log, long number) {
    return "id: " + log + "-" + number + "\n";
  }

  /** An event up to its data. */
  static Buffer begin(String id, String name) {
    return Buffer.buffer(id + "event: " + name + "\ndata: ");
  }

  /** An event without an id. */
  static Buffer frame(String name, long timeMillis, Json.Rendering data) {
    return Buffer.buffer("event: " + name + "\ndata: ")
        .appendBuffer(
            Json.object(
                json -> {
                  json.writeNumberField("time", timeMillis);
                  data.to(json);
                }))
        .appendBuffer(END);
  }

  @Override
  public Kind topicNamed(Event.TopicNamed event) {
    return new Kind(
        event.exists() ? "topic-created" : "topic-deleted", json -> topic(json, event.topic()));
  }

  @Override
  public Kind channelNamed(Event.ChannelNamed event) {
    return new Kind(
        event.exists() ? "channel-created" : "channel-deleted",
        json -> {
          topic(json, event.topic());
          json.writeStringField("channel", event.channel());
        });
  }

  @Override
  public Kind joined(Event.Joined event) {
    return new Kind(
        "producer-joined",
        json -> {
          topic(json, event.topic());
          producer(json, event.producer());
        });
  }

  @Override
  public Kind left(Event.Left event) {
    return new Kind(
        "producer-left",
        json -> {
          topic(json, event.topic());
          producer(json, event.producer());
          json.writeStringField("cause", event.cause().name().toLowerCase(Locale.ROOT));
        });
  }

  @Override
  public Kind tombstoned(Event.Tombstoned event) {
    return new Kind(
        event.begins() ? "tombstoned" : "tombstone-expired",
        json -> {
          topic(json, event.topic());
          json.writeStringField("node", event.node().toString());
        });
  }

  @Override
  public Kind lookup(Event.Lookup event) {
    return new Kind(
        "lookup",
        json -> {
          topic(json, event.topic());
          json.writeBooleanField("exists", event.exists());
        });
  }

  @Override
  public Kind member(Event.Member event) {
    return new Kind(
        event.isThere() ? "member-joined" : "member-left",
        json -> {
          json.writeStringField("name", event.name());
          json.writeNumberField("number", event.number());
          json.writeStringField("address", event.address());
        });
  }

  private static void topic(JsonGenerator json, TopicName topic) throws IOException {
    if (topic != null) {
      json.writeStringField("topic", topic.text());
    }
  }

  private static void producer(JsonGenerator json, PeerInfo producer) throws IOException {
    json.writeObjectFieldStart("producer");
    Json.peerFields(json, producer);
    json.writeEndObject();
  }
}
