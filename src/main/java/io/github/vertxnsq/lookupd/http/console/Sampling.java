package io.github.vertxnsq.lookupd.http.console;

import com.fasterxml.jackson.core.JsonGenerator;
import io.github.vertxnsq.lookupd.bus.ClusterView;
import io.github.vertxnsq.lookupd.bus.Peers;
import io.github.vertxnsq.lookupd.bus.RegistryClient;
import io.github.vertxnsq.lookupd.http.ClusterEndpoint;
import io.github.vertxnsq.lookupd.http.Connections;
import io.github.vertxnsq.lookupd.http.HttpServices;
import io.github.vertxnsq.lookupd.http.Json;
import io.github.vertxnsq.lookupd.metrics.Totals;
import io.github.vertxnsq.lookupd.registry.Census;
import io.github.vertxnsq.lookupd.registry.Endpoint;
import io.github.vertxnsq.lookupd.registry.HeardNode;
import io.github.vertxnsq.lookupd.registry.Query;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.time.Clock;
import java.util.List;

/** Asks the parts of the daemon, and renders what they say. */
final class Sampling implements Samples {
  private final RegistryClient registry;
  private final Peers peers;
  private final Totals totals;
  private final Connections connections;
  private final String version;
  private final Clock clock;
  private final Uptime uptime;

  /**
   * @param clock tells when a sample was taken
   */
  Sampling(HttpServices services, Clock clock, Uptime uptime) {
    this.registry = services.registry();
    this.peers = services.peers();
    this.totals = new Totals(services.meters());
    this.connections = services.connections();
    this.version = services.build();
    this.clock = clock;
    this.uptime = uptime;
  }

  @Override
  public Future<Buffer> status() {
    return registry
        .ask(new Query.Count())
        .compose(
            census ->
                peers
                    .view()
                    .map(cluster -> event("status", json -> status(json, census, cluster))));
  }

  private void status(JsonGenerator json, Census census, ClusterView cluster) throws IOException {
    time(json);
    json.writeStringField("version", version);
    json.writeNumberField("uptime_ms", uptime.millis());
    json.writeObjectFieldStart("counts");
    json.writeNumberField("producers", census.producers());
    json.writeNumberField("nodes", census.nodes());
    json.writeNumberField("topics", census.topics());
    json.writeNumberField("channels", census.channels());
    json.writeNumberField("registrations", census.registrations());
    json.writeNumberField("tombstones", census.tombstones());
    json.writeEndObject();
    json.writeObjectFieldStart("totals");
    json.writeNumberField("lookups", totals.lookups());
    json.writeNumberField("commands", totals.commands());
    json.writeNumberField("requests", totals.requests());
    json.writeEndObject();
    json.writeNumberField("http_connections", connections.open());
    if (cluster == null) {
      json.writeNullField("cluster");
    } else {
      json.writeObjectFieldStart("cluster");
      ClusterEndpoint.write(json, cluster);
      json.writeEndObject();
    }
  }

  @Override
  public Future<Buffer> heard() {
    return registry.heard().map(nodes -> event("heard", json -> heard(json, nodes)));
  }

  private void heard(JsonGenerator json, List<HeardNode> nodes) throws IOException {
    time(json);
    json.writeObjectFieldStart("heard");
    for (HeardNode node : nodes) {
      Endpoint endpoint = node.endpoint();
      json.writeNumberField(
          endpoint.broadcastAddress() + ":" + endpoint.tcpPort() + ":" + endpoint.httpPort(),
          node.heardMillis());
    }
    json.writeEndObject();
  }

  private void time(JsonGenerator json) throws IOException {
    json.writeNumberField("time", clock.millis());
  }

  /** JSON escapes what would end a line. */
  private static Buffer event(String type, Json.Rendering data) {
    return Buffer.buffer("event: " + type + "\ndata: ")
        .appendBuffer(Json.object(data))
        .appendString("\n\n");
  }
}
