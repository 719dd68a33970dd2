package io.github.vertxnsq.lookupd.cluster;

import io.github.vertxnsq.lookupd.tls.Certificates;
import io.github.vertxnsq.lookupd.tls.GatedEngineOptions;
import io.github.vertxnsq.lookupd.tls.Identity;
import io.github.vertxnsq.lookupd.tls.Protocols;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.EventBusOptions;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.net.ClientSSLOptions;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.ServerSSLOptions;
import java.lang.reflect.Field;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The ports of the event bus, on which members are each other's server and client: TLS on both, and
 * bounds to what comes. Whoever has a certificate of the CAs is a member, whatever its name:
 * members connect to addresses.
 */
final class BusServer {
  private static final Logger LOG = LoggerFactory.getLogger(BusServer.class);

  /** Of the heap, for messages that have not come whole. */
  private static final int UNFINISHED_PART = 4;

  private final NetServer server;
  private final NetClient client;

  /**
   * Vert.x lets every server and client change its certificate but those of its own event bus, to
   * which no method leads.
   *
   * @param vertx clustered
   */
  BusServer(Vertx vertx) {
    EventBus bus = vertx.eventBus();
    this.server = field(bus, "server", NetServer.class);
    this.client = field(bus, "client", NetClient.class);
  }

  private static <T> T field(Object owner, String name, Class<T> type) {
    try {
      Field field = owner.getClass().getDeclaredField(name);
      field.setAccessible(true);
      return type.cast(field.get(owner));
    } catch (ReflectiveOperationException otherVertx) {
      throw new IllegalStateException("Vert.x has another event bus than expected", otherVertx);
    }
  }

  /**
   * Puts {@link BusFrames} in front of what the bus has made of its server, and bounds its
   * handshakes, which come before. To be called when there is one that is not open yet.
   */
  static void boundWhatComes(Vertx vertx, Strangers strangers) {
    NetServer server = field(vertx.eventBus(), "server", NetServer.class);
    // Those that the bus was made with have come to the server as JSON, which leaves these out.
    field(server, "options", NetServerOptions.class)
        .setSslEngineOptions(new GatedEngineOptions(strangers.silent(), Optional.empty()))
        .setSslHandshakeTimeoutUnit(TimeUnit.MILLISECONDS)
        .setSslHandshakeTimeout(Strangers.PATIENCE.toMillis());
    server.connectHandler(
        new BusFrames(
            server.connectHandler(),
            Runtime.getRuntime().maxMemory() / UNFINISHED_PART,
            strangers));
  }

  /** Makes the bus of a Vert.x speak TLS. */
  static void secure(EventBusOptions options, Identity identity) {
    options
        .setSsl(true)
        .setTrustAll(false)
        .setClientAuth(ClientAuth.REQUIRED)
        .setEnabledSecureTransportProtocols(Protocols.ENABLED)
        .setKeyCertOptions(identity.keyCert())
        .setTrustOptions(identity.trust().orElseThrow());
  }

  /** Returns the port that is really open. */
  int port() {
    return server.actualPort();
  }

  /** Keeps the bus up to date. Connections that are there stay as they are. */
  void keep(Certificates certificates) {
    certificates.onChange(this::update);
    update(certificates.current()); // what has changed while the cluster was being joined
  }

  private void update(Identity identity) {
    server
        .updateSSLOptions(
            new ServerSSLOptions()
                .setClientAuth(ClientAuth.REQUIRED)
                .setEnabledSecureTransportProtocols(Protocols.ENABLED)
                .setKeyCertOptions(identity.keyCert())
                .setTrustOptions(identity.trust().orElseThrow()))
        .compose(
            updated ->
                client.updateSSLOptions(
                    new ClientSSLOptions()
                        .setHostnameVerificationAlgorithm("")
                        .setEnabledSecureTransportProtocols(Protocols.ENABLED)
                        .setKeyCertOptions(identity.keyCert())
                        .setTrustOptions(identity.trust().orElseThrow())))
        .onFailure(fault -> LOG.error("CLUSTER: messages keep the old certificate", fault));
  }
}
