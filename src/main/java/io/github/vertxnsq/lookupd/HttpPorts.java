package io.github.vertxnsq.lookupd;

import io.github.vertxnsq.lookupd.config.AuthSettings;
import io.github.vertxnsq.lookupd.config.HostAndPort;
import io.github.vertxnsq.lookupd.config.LimitSettings;
import io.github.vertxnsq.lookupd.config.OptionalAddress;
import io.github.vertxnsq.lookupd.config.Options;
import io.github.vertxnsq.lookupd.config.Settings;
import io.github.vertxnsq.lookupd.config.TlsSettings;
import io.github.vertxnsq.lookupd.http.AccessRules;
import io.github.vertxnsq.lookupd.http.Connections;
import io.github.vertxnsq.lookupd.http.HttpServices;
import io.github.vertxnsq.lookupd.http.HttpVerticle;
import io.github.vertxnsq.lookupd.http.HttpVerticle.Served;
import io.github.vertxnsq.lookupd.http.KnownHosts;
import io.github.vertxnsq.lookupd.limits.ClientMemory;
import io.github.vertxnsq.lookupd.limits.HeapLevel;
import io.github.vertxnsq.lookupd.limits.Limit;
import io.github.vertxnsq.lookupd.metrics.HttpConnectionMeters;
import io.github.vertxnsq.lookupd.tls.ServerTls;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.SocketAddress;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The ports where consumers and administrators ask: one without TLS, and one with it if wanted. */
final class HttpPorts {
  private static final Logger LOG = LoggerFactory.getLogger(HttpPorts.class);

  /** To Vert.x: one port for all instances, left to the system; another one for each number. */
  private static final int SHARED_FREE_PORT = 1;

  private static final int SHARED_FREE_TLS_PORT = 2;

  private static final int SHARED_FREE_HEALTH_PORT = 3;

  /** What the system allows is wanted for the other ports. */
  private static final int MAX_HEALTH_CONNECTIONS = 16;

  private final Vertx vertx;
  private final Options options;
  private final Credentials credentials;
  private final HttpServices services;
  private final ClientMemory memory;
  private final Queue<String> deployments = new ConcurrentLinkedQueue<>();
  private volatile int port;
  private volatile OptionalInt tlsPort = OptionalInt.empty();
  private volatile OptionalInt healthPort = OptionalInt.empty();

  /**
   * Prepares them.
   *
   * @param memory of which each connection has its shares
   */
  HttpPorts(
      Vertx vertx,
      Options options,
      Credentials credentials,
      HttpServices services,
      ClientMemory memory) {
    this.vertx = vertx;
    this.options = options;
    this.credentials = credentials;
    this.services = services;
    this.memory = memory;
  }

  /**
   * Opens them, that of health first, and that with TLS before the one without: whoever comes
   * without it may have to be sent there.
   *
   * @return fails with a {@link StartException} when one cannot be opened
   */
  Future<Void> open() {
    AccessRules rules =
        new AccessRules(
            new KnownHosts(
                options.get(AuthSettings.HTTP_HOSTS).names(),
                options.get(Settings.BROADCAST_ADDRESS)),
            credentials.guard(),
            options.get(AuthSettings.AUTH_READS),
            options.get(AuthSettings.AUTH_METRICS),
            OptionalInt.empty());
    return openHealth(rules)
        .compose(v -> openTls(rules))
        .compose(
            v ->
                open(
                    "HTTP",
                    options.get(Settings.HTTP_ADDRESS),
                    SHARED_FREE_PORT,
                    options.get(Settings.HTTP_INSTANCES),
                    bound ->
                        verticle(
                            bound,
                            Optional.empty(),
                            options.get(TlsSettings.TLS_REQUIRED)
                                ? rules.onlyOverTls(tlsPort.orElseThrow())
                                : rules)))
        .map(
            opened -> {
              port = opened;
              if (options.get(Settings.UI)) {
                LOG.info("HTTP: the console is at {}", consoleUrl());
              }
              return null;
            });
  }

  private String consoleUrl() {
    boolean overTls = options.get(TlsSettings.TLS_REQUIRED);
    HostAndPort address =
        overTls
            ? options.get(TlsSettings.HTTPS_ADDRESS).address().orElseThrow()
            : options.get(Settings.HTTP_ADDRESS);
    String host =
        address.isEveryAddress() ? options.get(Settings.BROADCAST_ADDRESS) : address.host();
    return (overTls ? "https://" : "http://")
        + new HostAndPort(host, overTls ? tlsPort.orElseThrow() : port)
        + "/ui/";
  }

  private Future<Void> openTls(AccessRules rules) {
    OptionalAddress given = options.get(TlsSettings.HTTPS_ADDRESS);
    if (!given.isGiven()) {
      return Future.succeededFuture();
    }
    HostAndPort address = given.address().get();
    return open(
            "HTTPS",
            address,
            SHARED_FREE_TLS_PORT,
            options.get(Settings.HTTP_INSTANCES),
            bound -> verticle(bound, credentials.clients(), rules))
        .map(
            opened -> {
              tlsPort = OptionalInt.of(opened);
              return null;
            });
  }

  private Future<Void> openHealth(AccessRules rules) {
    OptionalAddress given = options.get(Settings.HEALTH_ADDRESS);
    if (!given.isGiven()) {
      return Future.succeededFuture();
    }
    HostAndPort address = given.address().get();
    HttpServices apart = services.withConnections(healthConnections());
    return open(
            "HEALTH",
            address,
            SHARED_FREE_HEALTH_PORT,
            1,
            bound -> new HttpVerticle(bound, Optional.empty(), apart, rules, Served.HEALTH))
        .map(
            opened -> {
              healthPort = OptionalInt.of(opened);
              return null;
            });
  }

  /** Neither counted nor bounded with all others: whoever asks there asks rarely. */
  private Connections healthConnections() {
    MeterRegistry uncounted = new CompositeMeterRegistry();
    return new Connections(
        new Limit("health-address", MAX_HEALTH_CONNECTIONS, HeapLevel.UNKNOWN, uncounted),
        options.get(LimitSettings.HTTP_REQUEST_TIMEOUT),
        memory,
        new HttpConnectionMeters(uncounted));
  }

  private HttpVerticle verticle(SocketAddress bound, Optional<ServerTls> tls, AccessRules rules) {
    return new HttpVerticle(bound, tls, services, rules, Served.EVERYTHING);
  }

  /** Returns the port that is really open. */
  private Future<Integer> open(
      String what,
      HostAndPort address,
      int sharedFreePort,
      int count,
      Function<SocketAddress, HttpVerticle> verticle) {
    boolean isFree = address.port() == 0;
    SocketAddress bound =
        isFree && !address.hasZone()
            ? SocketAddress.sharedRandomPort(sharedFreePort, address.bindHost())
            : address.bindAddress();
    // There it would be another free port for each instance.
    int instanceCount = isFree && address.hasZone() ? 1 : count;
    Queue<HttpVerticle> instances = new ConcurrentLinkedQueue<>();
    return vertx
        .deployVerticle(
            () -> {
              HttpVerticle instance = verticle.apply(bound);
              instances.add(instance);
              return instance;
            },
            new DeploymentOptions().setInstances(instanceCount))
        .recover(cause -> Future.failedFuture(StartException.cannotListen(what, address, cause)))
        .map(
            id -> {
              deployments.add(id);
              int opened = instances.element().actualPort();
              LOG.info("{}: listening on {}", what, address.opened(opened));
              return opened;
            });
  }

  /** The port without TLS that is really open. */
  int port() {
    return port;
  }

  /** The port with TLS that is really open; empty for none. */
  OptionalInt tlsPort() {
    return tlsPort;
  }

  /** The port of {@code -health-address} that is really open; empty for none. */
  OptionalInt healthPort() {
    return healthPort;
  }

  /** Stops accepting, answers what was asked, closes. */
  Future<Void> close() {
    return Future.join(deployments.stream().map(vertx::undeploy).toList()).mapEmpty();
  }
}
