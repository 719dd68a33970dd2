package io.github.vertxnsq.lookupd;

import io.github.vertxnsq.lookupd.config.AuthSettings;
import io.github.vertxnsq.lookupd.config.HostAndPort;
import io.github.vertxnsq.lookupd.config.OptionalAddress;
import io.github.vertxnsq.lookupd.config.Options;
import io.github.vertxnsq.lookupd.config.Settings;
import io.github.vertxnsq.lookupd.config.TlsSettings;
import io.github.vertxnsq.lookupd.http.AccessRules;
import io.github.vertxnsq.lookupd.http.HttpServices;
import io.github.vertxnsq.lookupd.http.HttpVerticle;
import io.github.vertxnsq.lookupd.http.KnownHosts;
import io.github.vertxnsq.lookupd.tls.ServerTls;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The ports where consumers and administrators ask: one without TLS, and one with it if wanted. */
final class HttpPorts {
  private static final Logger LOG = LoggerFactory.getLogger(HttpPorts.class);

  /** To Vert.x: one port for all instances, left to the system; another one for each number. */
  private static final int SHARED_FREE_PORT = -1;

  private static final int SHARED_FREE_TLS_PORT = -2;

  private final Vertx vertx;
  private final Options options;
  private final Credentials credentials;
  private final HttpServices services;
  private final Queue<String> deployments = new ConcurrentLinkedQueue<>();
  private volatile int port;
  private volatile OptionalInt tlsPort = OptionalInt.empty();

  HttpPorts(Vertx vertx, Options options, Credentials credentials, HttpServices services) {
    this.vertx = vertx;
    this.options = options;
    this.credentials = credentials;
    this.services = services;
  }

  /**
   * Opens them, that with TLS first: whoever comes without it may have to be sent there.
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
    return openTls(rules)
        .compose(
            v ->
                open(
                    "HTTP",
                    options.get(Settings.HTTP_ADDRESS),
                    SHARED_FREE_PORT,
                    Optional.empty(),
                    options.get(TlsSettings.TLS_REQUIRED)
                        ? rules.onlyOverTls(tlsPort.orElseThrow())
                        : rules))
        .map(
            opened -> {
              port = opened;
              return null;
            });
  }

  private Future<Void> openTls(AccessRules rules) {
    OptionalAddress address = options.get(TlsSettings.HTTPS_ADDRESS);
    return address.isGiven()
        ? open("HTTPS", address.address().get(), SHARED_FREE_TLS_PORT, credentials.clients(), rules)
            .map(
                opened -> {
                  tlsPort = OptionalInt.of(opened);
                  return null;
                })
        : Future.succeededFuture();
  }

  /** Returns the port that is really open. */
  private Future<Integer> open(
      String what,
      HostAndPort address,
      int sharedFreePort,
      Optional<ServerTls> tls,
      AccessRules rules) {
    int bound = address.port() == 0 ? sharedFreePort : address.port();
    Queue<HttpVerticle> instances = new ConcurrentLinkedQueue<>();
    return vertx
        .deployVerticle(
            () -> {
              HttpVerticle instance =
                  new HttpVerticle(address.bindHost(), bound, tls, services, rules);
              instances.add(instance);
              return instance;
            },
            new DeploymentOptions().setInstances(options.get(Settings.HTTP_INSTANCES)))
        .recover(cause -> Future.failedFuture(StartException.cannotListen(what, address, cause)))
        .map(
            id -> {
              deployments.add(id);
              int opened = instances.element().actualPort();
              LOG.info("{}: listening on {}", what, new HostAndPort(address.host(), opened));
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

  /** Stops accepting, answers what was asked, closes. */
  Future<Void> close() {
    return Future.join(deployments.stream().map(vertx::undeploy).toList()).mapEmpty();
  }
}
