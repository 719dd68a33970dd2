package io.github.vertxnsq.lookupd.http;

import io.github.vertxnsq.lookupd.auth.Guard;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What is asked of requests, beside being right.
 *
 * @param hosts under which clients reach the daemon
 * @param guard judges who may change something; empty: everybody may
 * @param guardsReads whether it is asked about lookups and other reads too
 * @param guardsMetrics whether it is asked about {@code /metrics} too
 * @param tlsPort where clients without TLS are sent to; empty: they are served
 */
public record AccessRules(
    KnownHosts hosts,
    Optional<Guard> guard,
    boolean guardsReads,
    boolean guardsMetrics,
    OptionalInt tlsPort) {
  /** Returns these rules for a port without TLS, from which clients are sent to one with it. */
  public AccessRules onlyOverTls(int port) {
    return new AccessRules(hosts, guard, guardsReads, guardsMetrics, OptionalInt.of(port));
  }
}
