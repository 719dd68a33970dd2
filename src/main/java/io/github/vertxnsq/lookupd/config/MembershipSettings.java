package io.github.vertxnsq.lookupd.config;

import static io.github.vertxnsq.lookupd.config.Setting.Reach.FILE;
import static io.github.vertxnsq.lookupd.config.ValueType.BOOL;
import static io.github.vertxnsq.lookupd.config.ValueType.DNS_NAME;
import static io.github.vertxnsq.lookupd.config.ValueType.HOST_AND_PORT;
import static io.github.vertxnsq.lookupd.config.ValueType.NAME;
import static io.github.vertxnsq.lookupd.config.ValueType.PEERS;
import static io.github.vertxnsq.lookupd.config.ValueType.POSITIVE_DURATION;
import static io.github.vertxnsq.lookupd.config.ValueType.PUBLIC_ADDRESS;

import java.time.Duration;
import java.util.Optional;

/** Being one of several. */
public final class MembershipSettings {
  static final SettingsTable TABLE = new SettingsTable();

  /** Whether this daemon is one of a cluster. */
  public static final Setting<Boolean> CLUSTER =
      TABLE.add("cluster", BOOL, "false", FILE, "share what is registered with other nsqlookupds");

  /** Where the other members of the cluster connect. */
  public static final Setting<HostAndPort> CLUSTER_ADDRESS =
      TABLE.add(
          "cluster-address",
          HOST_AND_PORT,
          "0.0.0.0:4162",
          FILE,
          "<addr>:<port> to listen on for other members of the cluster");

  /** Where the other members send messages; without a host, on that of the cluster's address. */
  public static final Setting<HostAndPort> CLUSTER_BUS_ADDRESS =
      TABLE.add(
          "cluster-bus-address",
          HOST_AND_PORT,
          ":4163",
          FILE,
          "<addr>:<port> to listen on for messages of other members, without <addr> as"
              + " cluster-address");

  /** What the other members are told to connect to; an empty host for what is listened on. */
  public static final Setting<HostAndPort> CLUSTER_PUBLIC_ADDRESS =
      TABLE.add(
          "cluster-public-address",
          PUBLIC_ADDRESS,
          "",
          FILE,
          "<host> or <host>:<port> that other members connect to, where it is not"
              + " cluster-address");

  /** Members to look for. */
  public static final Setting<Peers> CLUSTER_PEERS =
      TABLE.add(
          "cluster-peers",
          PEERS,
          "",
          FILE,
          "<host>:<port>,... of other members, any of which may be down");

  /** A name under which DNS has the addresses of all members; empty for none. */
  public static final Setting<String> CLUSTER_DNS =
      TABLE.add(
          "cluster-dns",
          DNS_NAME,
          "",
          FILE,
          "name under which DNS has the addresses of all members, as of a headless service");

  /** What tells this cluster from others. */
  public static final Setting<String> CLUSTER_NAME =
      TABLE.add("cluster-name", NAME, "nsqlookupd", FILE, "name that members of one cluster share");

  /** How long a member that starts looks for others. */
  public static final Setting<Duration> CLUSTER_JOIN_TIMEOUT =
      TABLE.add(
          "cluster-join-timeout",
          POSITIVE_DURATION,
          "10s",
          FILE,
          "duration of time to look for other members, before it is believed that there are none");

  private MembershipSettings() {}

  /** Says what of these contradicts the rest, if anything does. */
  static Optional<Contradiction> contradiction(Options options) {
    boolean byDns = options.get(CLUSTER) && !options.get(CLUSTER_DNS).isEmpty();
    return Contradiction.first(
        Contradiction.when(
            byDns && !options.get(CLUSTER_PEERS).addresses().isEmpty(),
            CLUSTER_DNS,
            "cannot be given together with cluster-peers"),
        Contradiction.when(
            byDns && options.get(CLUSTER_ADDRESS).port() == 0,
            CLUSTER_ADDRESS,
            "port 0 cannot be used with cluster-dns: DNS tells addresses, not ports"));
  }
}
