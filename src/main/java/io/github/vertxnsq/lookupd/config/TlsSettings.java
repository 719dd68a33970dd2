package io.github.vertxnsq.lookupd.config;

import static io.github.vertxnsq.lookupd.config.Setting.Reach.FILE;
import static io.github.vertxnsq.lookupd.config.ValueType.BOOL;
import static io.github.vertxnsq.lookupd.config.ValueType.CLIENT_AUTH;
import static io.github.vertxnsq.lookupd.config.ValueType.OPTIONAL_ADDRESS;
import static io.github.vertxnsq.lookupd.config.ValueType.PATH;

import java.util.Optional;

/** Who can listen in, and whom this daemon believes to be who they say. */
public final class TlsSettings {
  static final SettingsTable TABLE = new SettingsTable();

  /** Where consumers and admins ask over TLS; empty for nowhere. */
  public static final Setting<OptionalAddress> HTTPS_ADDRESS =
      TABLE.add(
          "https-address",
          OPTIONAL_ADDRESS,
          "",
          FILE,
          "<addr>:<port> to listen on for HTTPS clients");

  /** Where producers connect over TLS; empty for nowhere. */
  public static final Setting<OptionalAddress> TCP_TLS_ADDRESS =
      TABLE.add(
          "tcp-tls-address",
          OPTIONAL_ADDRESS,
          "",
          FILE,
          "<addr>:<port> to listen on for TCP clients that speak TLS");

  /** The file of this daemon's certificate, and those between it and its CA. */
  public static final Setting<String> TLS_CERT =
      TABLE.add("tls-cert", PATH, "", FILE, "path to the certificate chain, PEM");

  /** The file of the certificate's key. */
  public static final Setting<String> TLS_KEY =
      TABLE.add("tls-key", PATH, "", FILE, "path to the certificate's private key, PEM");

  /** The file of the CAs of clients; empty to ask clients for no certificate. */
  public static final Setting<String> TLS_CLIENT_CA =
      TABLE.add("tls-client-ca", PATH, "", FILE, "path to the CAs of clients' certificates, PEM");

  /** Whether a client without a certificate is let in, where there are CAs for clients. */
  public static final Setting<ClientAuth> TLS_CLIENT_AUTH =
      TABLE.add(
          "tls-client-auth",
          CLIENT_AUTH,
          "require",
          FILE,
          "with tls-client-ca: require a certificate of every client, or request one");

  /** Whether over plain HTTP clients are only told to come over TLS. */
  public static final Setting<Boolean> TLS_REQUIRED =
      TABLE.add(
          "tls-required", BOOL, "false", FILE, "send clients of plain HTTP to the HTTPS port");

  /** The file of the certificate by which members of the cluster know this one. */
  public static final Setting<String> CLUSTER_TLS_CERT =
      TABLE.add(
          "cluster-tls-cert", PATH, "", FILE, "path to the certificate for other members, PEM");

  /** The file of that certificate's key. */
  public static final Setting<String> CLUSTER_TLS_KEY =
      TABLE.add("cluster-tls-key", PATH, "", FILE, "path to the key of cluster-tls-cert, PEM");

  /** The file of the CAs of all members. */
  public static final Setting<String> CLUSTER_TLS_CA =
      TABLE.add("cluster-tls-ca", PATH, "", FILE, "path to the CAs of all members, PEM");

  private TlsSettings() {}

  /** Says what of these contradicts the rest, if anything does. */
  static Optional<Contradiction> contradiction(Options options) {
    boolean listens = listens(options);
    boolean hasCert = isSet(options, TLS_CERT);
    boolean hasClusterCert = isSet(options, CLUSTER_TLS_CERT);
    return Contradiction.first(
        Contradiction.when(
            hasCert != isSet(options, TLS_KEY),
            hasCert ? TLS_CERT : TLS_KEY,
            "tls-cert and tls-key only go together"),
        Contradiction.when(listens && !hasCert, listening(options), "needs tls-cert"),
        Contradiction.when(hasCert && !listens, TLS_CERT, "needs https-address or tcp-tls-address"),
        Contradiction.when(
            isSet(options, TLS_CLIENT_CA) && !listens,
            TLS_CLIENT_CA,
            "needs https-address or tcp-tls-address"),
        Contradiction.when(
            options.get(TLS_REQUIRED) && !options.get(HTTPS_ADDRESS).isGiven(),
            TLS_REQUIRED,
            "needs https-address"),
        Contradiction.when(
            hasClusterCert != isSet(options, CLUSTER_TLS_KEY)
                || hasClusterCert != isSet(options, CLUSTER_TLS_CA),
            hasClusterCert ? CLUSTER_TLS_CERT : clusterFile(options),
            "cluster-tls-cert, cluster-tls-key and cluster-tls-ca only go together"));
  }

  private static boolean listens(Options options) {
    return options.get(HTTPS_ADDRESS).isGiven() || options.get(TCP_TLS_ADDRESS).isGiven();
  }

  private static Setting<?> listening(Options options) {
    return options.get(HTTPS_ADDRESS).isGiven() ? HTTPS_ADDRESS : TCP_TLS_ADDRESS;
  }

  private static Setting<?> clusterFile(Options options) {
    return isSet(options, CLUSTER_TLS_KEY) ? CLUSTER_TLS_KEY : CLUSTER_TLS_CA;
  }

  private static boolean isSet(Options options, Setting<String> path) {
    return !options.get(path).isEmpty();
  }
}
