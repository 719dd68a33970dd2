package io.github.vertxnsq.lookupd.tls;

import io.github.vertxnsq.lookupd.limits.ConnectionGate;
import io.github.vertxnsq.lookupd.limits.MemoryBudget;
import io.github.vertxnsq.lookupd.metrics.HandshakeMeters;
import io.vertx.core.Future;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.ServerSSLOptions;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** TLS of the servers that clients connect to, all under one certificate. */
public final class ServerTls {
  private static final Logger LOG = LoggerFactory.getLogger(ServerTls.class);

  /** Far more than a handshake takes, and the most that somebody who says nothing may stay. */
  private static final long HANDSHAKE_SECONDS = 10;

  static {
    // In TLS 1.2 a client could ask for a new handshake again and again; none has a reason to.
    System.setProperty("jdk.tls.rejectClientInitiatedRenegotiation", "true");
  }

  private final Certificates certificates;
  private final ClientAuth clientAuth;
  private final HandshakeMeters meters;
  private final ConnectionGate gate;
  private Future<Boolean> updated = Future.succeededFuture(); // guarded by this

  /**
   * @param clientAuth what is wanted of clients; counts only where there are CAs for them
   * @param maxHandshakes how many may go on at a time, 1 or more
   */
  public ServerTls(
      Certificates certificates, ClientAuth clientAuth, int maxHandshakes, HandshakeMeters meters) {
    this.certificates = certificates;
    this.clientAuth = clientAuth;
    this.meters = meters;
    this.gate = new ConnectionGate(maxHandshakes, address -> meters.refused());
  }

  /**
   * Makes a server speak TLS.
   *
   * @param options of the server; changed
   * @param input counts what clients have sent of records and handshakes that have not come whole
   * @return the options
   */
  public <O extends NetServerOptions> O secure(O options, MemoryBudget input) {
    ServerSSLOptions tls = options();
    options
        .setSsl(true)
        .setUseAlpn(false)
        .setSslEngineOptions(new GatedEngineOptions(gate, Optional.of(input)))
        .setSslHandshakeTimeoutUnit(TimeUnit.SECONDS)
        .setSslHandshakeTimeout(HANDSHAKE_SECONDS)
        .setEnabledSecureTransportProtocols(Protocols.ENABLED)
        .setClientAuth(tls.getClientAuth())
        .setKeyCertOptions(tls.getKeyCertOptions())
        .setTrustOptions(tls.getTrustOptions());
    return options;
  }

  /**
   * Keeps a server that listens up to date.
   *
   * @param update the server's {@code updateSSLOptions}
   */
  public void keep(Function<ServerSSLOptions, Future<Boolean>> update) {
    certificates.onChange(changed -> update(update));
    update(update); // what has changed while the port was being opened
  }

  /**
   * One after the other: servers on one port are one to Vert.x, which updates of two threads at
   * once make recurse until the stack is full.
   */
  private synchronized void update(Function<ServerSSLOptions, Future<Boolean>> update) {
    updated =
        updated
            .transform(before -> update.apply(options()))
            .onFailure(fault -> LOG.error("a server keeps its old certificate", fault));
  }

  private ServerSSLOptions options() {
    Identity identity = certificates.current();
    return new ServerSSLOptions()
        .setKeyCertOptions(identity.keyCert())
        .setTrustOptions(identity.trust().orElse(null))
        .setEnabledSecureTransportProtocols(Protocols.ENABLED)
        .setClientAuth(identity.trust().isPresent() ? clientAuth : ClientAuth.NONE);
  }

  /** Is to be told when a connection has failed before there was one. */
  public void handshakeFailed(Throwable cause) {
    meters.failed();
    LOG.debug("handshake failed: {}", cause.toString());
  }
}
