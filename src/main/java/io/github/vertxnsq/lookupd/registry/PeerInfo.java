package io.github.vertxnsq.lookupd.registry;

/**
 * What a producer said of itself in IDENTIFY, and where it connected from.
 *
 * @param remoteAddress the socket's other end, {@code host:port}
 * @param hostname may be empty
 * @param tcpPort any integer but 0, as producers send it
 * @param httpPort any integer but 0, as producers send it
 * @param topologyZone may be empty
 * @param topologyRegion may be empty
 */
public record PeerInfo(
    String remoteAddress,
    String hostname,
    String broadcastAddress,
    long tcpPort,
    long httpPort,
    String version,
    String topologyZone,
    String topologyRegion) {

  /** The identity under which this peer is listed. */
  public Endpoint endpoint() {
    return new Endpoint(broadcastAddress, tcpPort, httpPort);
  }

  /** How many characters the texts have that the producer chose freely. */
  public int textLength() {
    return hostname.length()
        + broadcastAddress.length()
        + version.length()
        + topologyZone.length()
        + topologyRegion.length();
  }
}
