package io.github.vertxnsq.lookupd.registry;

import java.util.Comparator;

/**
 * The identity of an nsqd: connections that agree in it are listed once.
 *
 * @param broadcastAddress the host that clients are told to connect to
 * @param tcpPort any integer, as producers send it
 * @param httpPort any integer, as producers send it
 */
public record Endpoint(String broadcastAddress, long tcpPort, long httpPort)
    implements Comparable<Endpoint> {
  private static final Comparator<Endpoint> ORDER =
      Comparator.comparing(Endpoint::broadcastAddress)
          .thenComparingLong(Endpoint::tcpPort)
          .thenComparingLong(Endpoint::httpPort);

  @Override
  public int compareTo(Endpoint other) {
    return ORDER.compare(this, other);
  }
}
