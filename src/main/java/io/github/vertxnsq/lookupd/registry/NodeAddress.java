package io.github.vertxnsq.lookupd.registry;

import java.util.Optional;

/** Which nsqd a tombstone is for: {@code broadcast_address:http_port}. */
public record NodeAddress(String broadcastAddress, long httpPort) {

  /** The address, or empty when no nsqd can have the address {@code raw}. */
  public static Optional<NodeAddress> parse(String raw) {
    int colon = raw.lastIndexOf(':');
    if (colon < 0) {
      return Optional.empty();
    }
    String port = raw.substring(colon + 1);
    try {
      long number = Long.parseLong(port);
      // nsqlookupd compares texts: "04151" and "+4151" name no node.
      return Long.toString(number).equals(port)
          ? Optional.of(new NodeAddress(raw.substring(0, colon), number))
          : Optional.empty();
    } catch (NumberFormatException notAPort) {
      return Optional.empty();
    }
  }

  @Override
  public String toString() {
    return broadcastAddress + ":" + httpPort;
  }
}
