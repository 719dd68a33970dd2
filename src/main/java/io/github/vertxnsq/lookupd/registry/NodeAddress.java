package io.github.vertxnsq.lookupd.registry;

import java.util.Optional;

/**
 * Which nsqd a tombstone is for: {@code broadcast_address:http_port}. An IPv6 address is the same
 * with brackets and without.
 *
 * @param broadcastAddress an IPv6 address without brackets
 */
public record NodeAddress(String broadcastAddress, long httpPort) {

  /** The same node, however its address is written. */
  public NodeAddress {
    broadcastAddress = withoutBrackets(broadcastAddress);
  }

  private static String withoutBrackets(String host) {
    boolean isInBrackets =
        host.startsWith("[") && host.endsWith("]") && host.indexOf('[', 1) < 0 && isV6(host);
    return isInBrackets ? host.substring(1, host.length() - 1) : host;
  }

  private static boolean isV6(String host) {
    return host.indexOf(':') >= 0;
  }

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

  /** As Go writes it, with brackets around an IPv6 address. */
  @Override
  public String toString() {
    return (isV6(broadcastAddress) ? "[" + broadcastAddress + "]" : broadcastAddress)
        + ":"
        + httpPort;
  }
}
