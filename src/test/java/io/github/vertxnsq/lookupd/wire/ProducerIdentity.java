package io.github.vertxnsq.lookupd.wire;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** What a producer says of itself in IDENTIFY. */
public record ProducerIdentity(
    String broadcastAddress,
    int tcpPort,
    int httpPort,
    String version,
    String hostname,
    String topologyZone,
    String topologyRegion) {

  /**
   * Producer number i of a recorded scenario, whose names begin with this prefix: {@code prefix-i},
   * ports 4150+i and 5150+i, host {@code h<i>}, zone {@code z<i mod 2>}, region {@code r}.
   */
  public static ProducerIdentity numbered(String prefix, int i) {
    return new ProducerIdentity(
        prefix + "-" + i, 4150 + i, 5150 + i, "1.3.0", "h" + i, "z" + i % 2, "r");
  }

  /**
   * With texts as long as they may be, of a character that takes six bytes where it is shown: more
   * than 6 kB an entry.
   */
  public ProducerIdentity talkative() {
    String longest = "\u0001".repeat(255);
    return new ProducerIdentity(
        broadcastAddress, tcpPort, httpPort, longest, longest, longest, longest);
  }

  public ProducerIdentity withHostname(String other) {
    return new ProducerIdentity(
        broadcastAddress, tcpPort, httpPort, version, other, topologyZone, topologyRegion);
  }

  /** IDENTIFY's body, to be changed at will by tests of bodies that are not as they should be. */
  public ObjectNode toJson() {
    return JsonNodeFactory.instance
        .objectNode()
        .put("hostname", hostname)
        .put("broadcast_address", broadcastAddress)
        .put("tcp_port", tcpPort)
        .put("http_port", httpPort)
        .put("version", version)
        .put("topology_zone", topologyZone)
        .put("topology_region", topologyRegion);
  }
}
