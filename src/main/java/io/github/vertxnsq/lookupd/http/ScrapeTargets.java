package io.github.vertxnsq.lookupd.http;

import com.fasterxml.jackson.core.JsonGenerator;
import io.github.vertxnsq.lookupd.bus.PublishedViews;
import io.github.vertxnsq.lookupd.registry.NodeView;
import io.github.vertxnsq.lookupd.registry.PeerInfo;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.util.List;

/**
 * Answers {@code /prometheus/sd}: the nodes of {@code /nodes}, as Prometheus's HTTP service
 * discovery wants them. What a node said of itself stands in values only, never in names of labels,
 * and an address that is none is the trouble of its own target.
 */
final class ScrapeTargets {
  private static final byte[] BEGIN = {'['};
  private static final byte[] END = {']'};

  /** Writing a group takes as long as writing so many names. */
  private static final int ELEMENTS_OF_GROUP = 20;

  private ScrapeTargets() {}

  static Future<Reply> answer(Vertx vertx, PublishedViews views) {
    return views
        .nodes()
        .compose(
            nodes ->
                nodes
                    .inOtherForm()
                    .rendered(view -> new Body(ScrapeTargets.targets(view)))
                    .measured(vertx))
        .map(Reply::ok);
  }

  /** A group for each node, since labels are a group's. */
  static Content targets(List<NodeView> nodes) {
    Content whole = ProducersJson.nodes(nodes); // what of it is on the heap is the same
    return new Content(
        nodes.size() * ELEMENTS_OF_GROUP,
        whole.heapBytes(),
        () ->
            Cursor.all(
                Cursor.text(BEGIN),
                Cursor.list(nodes, (sink, node) -> sink.add(group(node.peer().value()))),
                Cursor.text(END)));
  }

  private static byte[] group(PeerInfo peer) {
    return Json.bytes(json -> write(json, peer));
  }

  private static void write(JsonGenerator json, PeerInfo peer) throws IOException {
    json.writeArrayFieldStart("targets");
    json.writeString(host(peer.broadcastAddress()) + ":" + peer.httpPort());
    json.writeEndArray();
    json.writeObjectFieldStart("labels");
    json.writeStringField("__meta_nsqd_hostname", peer.hostname());
    json.writeStringField("__meta_nsqd_version", peer.version());
    json.writeStringField("__meta_nsqd_topology_zone", peer.topologyZone());
    json.writeStringField("__meta_nsqd_topology_region", peer.topologyRegion());
    json.writeStringField("__meta_nsqd_broadcast_address", peer.broadcastAddress());
    json.writeStringField("__meta_nsqd_tcp_port", Long.toString(peer.tcpPort()));
    json.writeEndObject();
  }

  /** In brackets when it has colons, as IPv6 addresses have: the port is behind the last one. */
  private static String host(String address) {
    boolean isBare = address.indexOf(':') >= 0 && !address.startsWith("[");
    return isBare ? "[" + address + "]" : address;
  }
}
