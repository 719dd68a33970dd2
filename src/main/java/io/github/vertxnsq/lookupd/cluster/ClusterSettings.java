package io.github.vertxnsq.lookupd.cluster;

import java.time.Duration;
import java.util.List;

/**
 * What a member has to be told.
 *
 * @param name of the cluster
 * @param address where other members connect
 * @param bus where other members send messages; without a host, on that of {@code address}
 * @param publicAddress what other members are told to connect to; without a host, what is listened
 *     on; port 0 for the port that is listened on
 * @param peers {@code host:port} of members to look for; may name this one
 * @param dns a name under which DNS has the addresses of all members, instead of {@code peers};
 *     empty for none
 * @param joinTimeout how long a peer that does not answer is waited for
 */
public record ClusterSettings(
    String name,
    Place address,
    Place bus,
    Place publicAddress,
    List<String> peers,
    String dns,
    Duration joinTimeout) {

  /** Keeps a copy. */
  public ClusterSettings {
    peers = List.copyOf(peers);
  }

  /**
   * A host and a port on it.
   *
   * @param host a name or an address, an IPv6 address without brackets; empty for none
   * @param port 0 to let the system choose
   */
  public record Place(String host, int port) {
    /** Tells whether no address in particular is meant. */
    boolean isAnywhere() {
      return host.isEmpty() || host.equals("0.0.0.0") || host.equals("::");
    }

    boolean hasHost() {
      return !host.isEmpty();
    }

    @Override
    public String toString() {
      return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }
  }

  /** Returns where messages are received. */
  Place busPlace() {
    return bus.hasHost() ? bus : new Place(address.host(), bus.port());
  }
}
