package io.github.vertxnsq.lookupd.http;

import com.fasterxml.jackson.core.JsonGenerator;
import io.github.vertxnsq.lookupd.bus.ClusterView;
import io.github.vertxnsq.lookupd.bus.Peers;
import io.vertx.core.Future;
import java.io.IOException;
import java.util.Map;

/** Answers {@code /cluster}: who is there, and how much is known of whom. */
public final class ClusterEndpoint {
  private ClusterEndpoint() {}

  static Future<Reply> answer(Peers peers) {
    return peers
        .view()
        .map(
            view ->
                view == null
                    ? Reply.error(ApiError.NOT_FOUND)
                    : Reply.ok(Json.object(json -> write(json, view))));
  }

  /** The fields of that answer. */
  public static void write(JsonGenerator json, ClusterView view) throws IOException {
    json.writeStringField("node", view.node().name());
    json.writeNumberField("number", view.node().number());
    json.writeBooleanField("ready", view.ready());
    json.writeStringField("trouble", view.trouble());
    json.writeArrayFieldStart("members");
    for (ClusterView.Member member : view.members()) {
      json.writeStartObject();
      json.writeStringField("name", member.name());
      json.writeNumberField("number", member.number());
      json.writeStringField("address", member.address());
      json.writeBooleanField("ready", member.ready());
      json.writeBooleanField("present", member.present());
      json.writeStringField("trouble", member.trouble());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeArrayFieldStart("missing");
    for (ClusterView.Missing missing : view.missing()) {
      json.writeStartObject();
      json.writeStringField("address", missing.address());
      json.writeStringField("reason", missing.reason());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeArrayFieldStart("origins");
    for (ClusterView.Origin origin : view.origins()) {
      json.writeStartObject();
      json.writeNumberField("number", origin.number());
      json.writeStringField("name", origin.name());
      json.writeNumberField("applied", origin.applied());
      json.writeNumberField("lag", origin.lag());
      json.writeNumberField("producers", origin.producers());
      json.writeNumberField("orphans", origin.orphans());
      json.writeBooleanField("present", origin.present());
      json.writeStringField("digest", Long.toHexString(origin.hash()));
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeStringField("digest", Long.toHexString(view.factsHash()));
    json.writeObjectFieldStart("refused");
    for (Map.Entry<String, Long> refused : view.refused().entrySet()) {
      json.writeNumberField(refused.getKey(), refused.getValue());
    }
    json.writeEndObject();
    json.writeNumberField("unanswered", view.unanswered());
  }
}
