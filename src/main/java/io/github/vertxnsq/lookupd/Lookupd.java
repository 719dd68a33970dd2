package io.github.vertxnsq.lookupd;

import io.github.vertxnsq.lookupd.bus.Peers;
import io.github.vertxnsq.lookupd.bus.PublishedViews;
import io.github.vertxnsq.lookupd.bus.RegistryClient;
import io.github.vertxnsq.lookupd.bus.RegistryVerticle;
import io.github.vertxnsq.lookupd.config.HostAndPort;
import io.github.vertxnsq.lookupd.config.HostName;
import io.github.vertxnsq.lookupd.config.LimitSettings;
import io.github.vertxnsq.lookupd.config.MembershipSettings;
import io.github.vertxnsq.lookupd.config.OptionalAddress;
import io.github.vertxnsq.lookupd.config.Options;
import io.github.vertxnsq.lookupd.config.Settings;
import io.github.vertxnsq.lookupd.config.TlsSettings;
import io.github.vertxnsq.lookupd.http.Connections;
import io.github.vertxnsq.lookupd.http.Health;
import io.github.vertxnsq.lookupd.http.HttpServices;
import io.github.vertxnsq.lookupd.http.RequestsInFlight;
import io.github.vertxnsq.lookupd.http.Watchers;
import io.github.vertxnsq.lookupd.http.console.Console;
import io.github.vertxnsq.lookupd.limits.OutOfMemory;
import io.github.vertxnsq.lookupd.metrics.CensusMeters;
import io.github.vertxnsq.lookupd.metrics.CommandMeters;
import io.github.vertxnsq.lookupd.metrics.ConnectionMeters;
import io.github.vertxnsq.lookupd.metrics.DataMeters;
import io.github.vertxnsq.lookupd.metrics.HttpConnectionMeters;
import io.github.vertxnsq.lookupd.metrics.LookupMeters;
import io.github.vertxnsq.lookupd.metrics.WatchMeters;
import io.github.vertxnsq.lookupd.registry.Query;
import io.github.vertxnsq.lookupd.remembering.Memory;
import io.github.vertxnsq.lookupd.replication.LoneDaemon;
import io.github.vertxnsq.lookupd.replication.Recollection;
import io.github.vertxnsq.lookupd.seeding.Seeding;
import io.github.vertxnsq.lookupd.wire.Limits;
import io.github.vertxnsq.lookupd.wire.TcpSettings;
import io.github.vertxnsq.lookupd.wire.TcpVerticle;
import io.github.vertxnsq.lookupd.wire.TlsPort;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Deployable;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The daemon: deploys its parts in the order in which they need each other, and takes them down in
 * the order in which nobody misses them.
 */
public final class Lookupd {
  private static final Logger LOG = LoggerFactory.getLogger(Lookupd.class);

  private static final Duration NSQD_PING_INTERVAL = Duration.ofSeconds(15);

  /** A connection is closed when no byte came for so many of inactive-producer-timeout. */
  private static final int SILENCES = 2;

  private final Vertx vertx;
  private final Options options;
  private final PrometheusMeterRegistry meters;
  private final RegistryClient registry;
  private final Credentials credentials;
  private final Peers peers;
  private final Health health;
  private final CommandMeters commandMeters;
  private final ConnectionMeters connectionMeters;
  private final LimitsInForce limits;

  /** Drops clients when memory outside of the heap is gone. */
  private final Runnable relief;

  /** Of the registry and its producers, who would else wait twice for a thread to be woken. */
  private final SharedLoop producersLoop = new SharedLoop();

  private final Queue<String> tcpDeployments = new ConcurrentLinkedQueue<>();
  private HttpPorts http;
  private volatile String memory; // its deployment; null without -data-path
  private volatile TcpVerticle tcp;

  /** A producer's connection is closed when no byte came for this long. */
  private volatile Duration silence;

  /** Of opening and closing the ports for producers, one after the other. */
  private Future<Void> doors = Future.succeededFuture();

  private TlsPort tcpOverTls;

  private Lookupd(
      Vertx vertx,
      Options options,
      PrometheusMeterRegistry meters,
      Credentials credentials,
      Peers peers) {
    this.vertx = vertx;
    this.options = options;
    this.meters = meters;
    this.credentials = credentials;
    this.peers = peers;
    this.registry = new RegistryClient(vertx);
    this.health = new Health(vertx, registry, peers);
    Version.show(meters);
    this.commandMeters = new CommandMeters(meters);
    this.connectionMeters = new ConnectionMeters(meters);
    this.silence = silenceTimeout(options);
    this.limits = new LimitsInForce(options, Resources.ofThisProcess(peers.mayExist()), meters);
    this.relief = limits.memory.output()::relieveDirect;
  }

  /**
   * Starts a daemon on this Vert.x.
   *
   * @param meters takes all the daemon counts, and is what {@code /metrics} shows
   * @return the daemon once all its ports are open; fails with {@link StartException} when one
   *     cannot be
   */
  static Future<Lookupd> start(
      Vertx vertx, Options options, PrometheusMeterRegistry meters, Credentials credentials) {
    return start(vertx, options, meters, credentials, Future::succeededFuture);
  }

  /** The same; {@code beforeProducers} is done between opening consumers' and producers' ports. */
  static Future<Lookupd> start(
      Vertx vertx,
      Options options,
      PrometheusMeterRegistry meters,
      Credentials credentials,
      Supplier<Future<Void>> beforeProducers) {
    if (options.get(Settings.DATA_PATH).isEmpty()) {
      return start(vertx, options, meters, credentials, Peers.NONE, () -> null, beforeProducers);
    }
    LoneDaemon lone = new LoneDaemon();
    return start(vertx, options, meters, credentials, lone, lone::recollection, beforeProducers);
  }

  /**
   * Starts a daemon that has peers.
   *
   * @param vertx clustered with those of the peers
   * @param knowing gives what is known here, to be kept where there is a {@code -data-path}
   * @param beforeProducers as of the other
   * @return as of the other; ports for producers open when what the peers know is known here
   */
  static Future<Lookupd> start(
      Vertx vertx,
      Options options,
      PrometheusMeterRegistry meters,
      Credentials credentials,
      Peers peers,
      Supplier<Recollection> knowing,
      Supplier<Future<Void>> beforeProducers) {
    Lookupd daemon = new Lookupd(vertx, options, meters, credentials, peers);
    return daemon.start(knowing, beforeProducers).map(daemon);
  }

  private Future<Void> start(
      Supplier<Recollection> knowing, Supplier<Future<Void>> beforeProducers) {
    LOG.info(Version.line());
    OutOfMemory.ofThisProcess().relieveBy(relief);
    warnOfShortTimeout(options);
    // HTTP before TCP: the answer to IDENTIFY names the HTTP port, which must be open by then.
    return deployRegistry()
        .compose(v -> remember(knowing))
        .compose(v -> vertx.deployVerticle(producersLoop.host(peers.listener())))
        .compose(v -> openHttp())
        .compose(v -> peers.synced())
        // TCP last: an nsqd that creates a topic asks at once for its channels, so what others
        // know, old ones included, must be known here before anybody can be told to ask here.
        .compose(v -> Seeding.from(options.get(Settings.SEED_FROM).urls(), vertx, registry))
        .compose(v -> beforeProducers.get())
        .compose(v -> openTcp())
        .compose(v -> openTcpOverTls())
        .map(v -> serve());
  }

  private Void serve() {
    health.serving(true);
    producersLoop.run(
        () -> {
          peers.onStep(this::step);
          if (!peers.isInStep()) {
            step(false); // since it was for the first time
          }
        });
    return null;
  }

  private void step(boolean isInStep) {
    doors = doors.eventually(() -> isInStep ? openForProducers() : turnAway());
  }

  private Future<Void> openForProducers() {
    return openTcp()
        .compose(v -> openTcpOverTls())
        .onSuccess(v -> tcp.closeSilentAfter(silence))
        .onFailure(fault -> LOG.error("TCP: not open again: {}", fault.getMessage()));
  }

  /** Closes the ports for producers, and their connections: they are to connect elsewhere. */
  private Future<Void> turnAway() {
    List<String> deployed = List.copyOf(tcpDeployments);
    tcpDeployments.clear();
    return Future.join(deployed.stream().map(vertx::undeploy).toList()).mapEmpty();
  }

  private Future<String> deployRegistry() {
    return vertx.deployVerticle(
        producersLoop.host(
            new RegistryVerticle(
                peers,
                options.get(Settings.INACTIVE_PRODUCER_TIMEOUT),
                options.get(Settings.TOMBSTONE_LIFETIME),
                limits.registry,
                limits.heap::isFull,
                commandMeters)));
  }

  /** The registry takes over what was known when this daemon ran before, and it is kept. */
  private Future<Void> remember(Supplier<Recollection> knowing) {
    String folder = options.get(Settings.DATA_PATH);
    if (folder.isEmpty()) {
      return Future.succeededFuture();
    }
    String name = options.get(Settings.BROADCAST_ADDRESS);
    String cluster = peers.mayExist() ? " of " + options.get(MembershipSettings.CLUSTER_NAME) : "";
    Memory.Place place =
        new Memory.Place(
            name + cluster,
            peers.mayExist(),
            peers.clock(),
            () -> silence.dividedBy(SILENCES),
            limits.heap::isFull);
    return vertx
        .deployVerticle(
            producersLoop.host(new Memory(folder, place, knowing, new DataMeters(meters))))
        .recover(fault -> Future.failedFuture(StartException.ofData(fault)))
        .onSuccess(id -> memory = id)
        .mapEmpty();
  }

  private Future<Void> openHttp() {
    HttpConnectionMeters httpMeters = new HttpConnectionMeters(meters);
    http =
        new HttpPorts(
            vertx,
            options,
            credentials,
            new HttpServices(
                vertx,
                registry,
                peers,
                new PublishedViews(vertx, registry),
                health,
                meters,
                new CensusMeters(meters),
                new LookupMeters(meters),
                new Connections(
                    limits.httpConnections,
                    options.get(LimitSettings.HTTP_REQUEST_TIMEOUT),
                    limits.memory,
                    httpMeters),
                new RequestsInFlight(limits.requestsInFlight, httpMeters),
                new Watchers(limits.watchers, new WatchMeters(meters)),
                Version.compatible(),
                Version.semver(),
                options.get(Settings.UI) ? List.of(new Console()) : List.of()),
            limits.memory);
    return http.open();
  }

  private Future<Void> openTcp() {
    HostAndPort given = options.get(Settings.TCP_ADDRESS);
    // The same port as before, when it is opened again.
    HostAndPort address = tcp == null ? given : new HostAndPort(given.host(), tcp.actualPort());
    tcp = new TcpVerticle(tcpSettings(address), registry, commandMeters, connectionMeters);
    return openTcp("TCP", address, tcp, tcp::actualPort);
  }

  private Future<Void> openTcpOverTls() {
    OptionalAddress given = options.get(TlsSettings.TCP_TLS_ADDRESS);
    if (!given.isGiven()) {
      return Future.succeededFuture();
    }
    HostAndPort address = given.address().get();
    tcpOverTls = tcp.overTls(address.bindAddress(), credentials.clients().orElseThrow());
    return openTcp("TCP TLS", address, tcpOverTls, tcpOverTls::actualPort);
  }

  private Future<Void> openTcp(
      String what, HostAndPort address, Deployable verticle, IntSupplier port) {
    return vertx
        .deployVerticle(producersLoop.host(verticle))
        .recover(cause -> Future.failedFuture(StartException.cannotListen(what, address, cause)))
        .map(
            id -> {
              tcpDeployments.add(id);
              LOG.info("{}: listening on {}", what, address.opened(port.getAsInt()));
              return null;
            });
  }

  private TcpSettings tcpSettings(HostAndPort address) {
    int broadcastHttpPort = options.get(Settings.BROADCAST_HTTP_PORT);
    return new TcpSettings(
        peers.node(),
        address.bindAddress(),
        new Limits(
            options.get(LimitSettings.MAX_LINE_BYTES),
            options.get(LimitSettings.MAX_IDENTIFY_BYTES),
            limits.memory,
            options.get(LimitSettings.MAX_PENDING_ANSWERS),
            limits.connections,
            limits.connectionsPerAddress,
            options.get(LimitSettings.IDENTIFY_TIMEOUT)),
        silenceTimeout(options),
        new TcpSettings.Announced(
            options.get(Settings.BROADCAST_ADDRESS),
            HostName.ofThisMachine(),
            options.get(Settings.BROADCAST_TCP_PORT),
            broadcastHttpPort == 0 ? httpPort() : broadcastHttpPort,
            Version.compatible()));
  }

  private static void warnOfShortTimeout(Options options) {
    Duration timeout = options.get(Settings.INACTIVE_PRODUCER_TIMEOUT);
    if (timeout.compareTo(NSQD_PING_INTERVAL) < 0) {
      LOG.warn(
          "inactive-producer-timeout is {} ms, but nsqd pings every {} s: it will not stay listed",
          timeout.toMillis(),
          NSQD_PING_INTERVAL.toSeconds());
    }
  }

  private static Duration silenceTimeout(Options options) {
    return options.get(Settings.INACTIVE_PRODUCER_TIMEOUT).multipliedBy(SILENCES);
  }

  /** The port for producers that is really open. */
  public int tcpPort() {
    return tcp.actualPort();
  }

  /** The port for consumers that is really open. */
  public int httpPort() {
    return http.port();
  }

  /** The port for producers over TLS that is really open, where one is wanted. */
  public int tcpTlsPort() {
    return tcpOverTls.actualPort();
  }

  /** The port for consumers over TLS that is really open, where one is wanted. */
  public int httpsPort() {
    return http.tlsPort().orElseThrow();
  }

  /** The port of {@code -health-address} that is really open, where one is wanted. */
  public int healthPort() {
    return http.healthPort().orElseThrow();
  }

  /** Has those of the options take effect that can change while running. */
  public Future<Void> reconfigure(Options changed) {
    warnOfShortTimeout(changed);
    silence = silenceTimeout(changed);
    tcp.closeSilentAfter(silence);
    limits.change(changed);
    return registry
        .setTimes(
            changed.get(Settings.INACTIVE_PRODUCER_TIMEOUT),
            changed.get(Settings.TOMBSTONE_LIFETIME))
        .compose(ignored -> registry.setBounds(limits.registry.bounds()));
  }

  /** Succeeds when the registry answers; fails when it does not for half a minute. */
  public Future<Void> answers() {
    return registry.ask(new Query.Count()).mapEmpty();
  }

  /** Stops accepting, answers what was asked, closes. */
  public Future<Void> close() {
    health.serving(false);
    return Future.join(
            Future.join(tcpDeployments.stream().map(vertx::undeploy).toList()), http.close())
        .eventually(() -> memory == null ? Future.succeededFuture() : vertx.undeploy(memory))
        .eventually(() -> producersLoop.run(peers::sayGoodbye)) // they lose us, not our producers
        .onComplete(closed -> OutOfMemory.ofThisProcess().relieveNoLongerBy(relief))
        .mapEmpty();
  }
}
