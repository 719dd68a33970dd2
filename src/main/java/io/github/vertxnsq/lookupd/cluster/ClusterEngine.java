package io.github.vertxnsq.lookupd.cluster;

import com.hazelcast.config.Config;
import com.hazelcast.core.HazelcastInstance;
import io.github.vertxnsq.lookupd.cluster.ClusterSettings.Place;
import io.github.vertxnsq.lookupd.limits.PacedTransport;
import io.github.vertxnsq.lookupd.tls.Certificates;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.eventbus.EventBusOptions;
import io.vertx.core.spi.VertxMetricsFactory;
import io.vertx.core.spi.cluster.NodeInfo;
import java.io.IOException;
import java.net.BindException;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A Vert.x that is a member of a cluster, and the cluster as it sees it. */
public final class ClusterEngine {
  private static final Logger LOG = LoggerFactory.getLogger(ClusterEngine.class);

  /** How many connections there may be from who may be no member, at both ports together. */
  public static final int MAX_STRANGERS = 2 * Strangers.MAX_SILENT + GuardedNetworking.MAX_CLOSING;

  /** Under which Vert.x looks for a member's id, among what a member shows others of itself. */
  static final String NODE_ID = "__vertx.nodeId";

  private static final long LOOK_MILLIS = 1_000;

  private final Vertx vertx;
  private final HazelcastInstance hazelcast;
  private final HazelcastMembership membership;
  private final Promise<String> ended = Promise.promise();
  private volatile boolean closing;

  private ClusterEngine(Vertx vertx, HazelcastInstance hazelcast, HazelcastMembership membership) {
    this.vertx = vertx;
    this.hazelcast = hazelcast;
    this.membership = membership;
    hazelcast.getLifecycleService().addLifecycleListener(event -> seeWhetherItRuns());
    vertx.setPeriodic(0, LOOK_MILLIS, id -> seeWhetherItRuns()); // it may have ended meanwhile
  }

  private void seeWhetherItRuns() {
    if (closing) {
      return;
    }
    if (!hazelcast.getLifecycleService().isRunning()) {
      end("the cluster's engine has ended, by a fault or because somebody told it to");
    } else if (!HazelcastNode.isOpen(hazelcast)) {
      end("the cluster's engine accepts no other members any more, after a fault");
    }
  }

  private void end(String why) {
    membership.end();
    ended.tryComplete(why);
  }

  /**
   * Succeeds if the engine ends without having been asked to by {@link #close}, or closes its port:
   * by a fault of its own, or because somebody who reached its port told it to. There is no way
   * back from that.
   *
   * @return for people, what has happened
   */
  public Future<String> ended() {
    return ended.future();
  }

  /**
   * Joins a cluster, or begins one if nobody is there. May ask DNS and wait for it, so not to be
   * called on an event loop.
   *
   * @param certificates by which members know each other; empty: messages go in the clear, and are
   *     taken from anybody
   * @param options of the Vert.x to be made; those of its event bus are replaced
   * @param metrics counts what that Vert.x does
   * @return the engine once it is a member; fails with a {@link ClusterException} if it cannot be
   */
  public static Future<ClusterEngine> start(
      ClusterSettings settings,
      Optional<Certificates> certificates,
      VertxOptions options,
      VertxMetricsFactory metrics) {
    // The engine's classes log before there is a configuration; then this is all they ask.
    System.setProperty("hazelcast.logging.type", "slf4j");
    // Else Vert.x opens a port of its own to ask for the others' names; the JVM does without.
    System.setProperty("vertx.disableDnsResolver", "true");
    AllowedClasses.boundSizes();
    Config config;
    try {
      config = HazelcastSettings.of(settings);
    } catch (IOException e) {
      return Future.failedFuture(cannotListen("", settings.address(), e.getMessage(), e));
    }
    config.getMemberAttributeConfig().setAttribute(NODE_ID, UUID.randomUUID().toString());
    Optional<MemberProof> proof = certificates.map(MemberProof::new);
    Strangers strangers =
        new Strangers("-cluster-address=" + settings.address(), certificates.isPresent());
    return onThreadOfItsOwn("join", () -> HazelcastNode.start(config, proof, strangers))
        .compose(
            hazelcast ->
                startVertx(
                        settings,
                        certificates,
                        options,
                        metrics,
                        hazelcast,
                        new HazelcastMembership(hazelcast, settings, proof))
                    .recover(
                        cause -> end(hazelcast).transform(ended -> Future.failedFuture(cause))))
        .recover(cause -> Future.failedFuture(explain(settings, cause)));
  }

  private static Future<ClusterEngine> startVertx(
      ClusterSettings settings,
      Optional<Certificates> certificates,
      VertxOptions options,
      VertxMetricsFactory metrics,
      HazelcastInstance hazelcast,
      HazelcastMembership membership) {
    EventBusOptions bus = eventBus(settings);
    certificates.ifPresent(it -> BusServer.secure(bus, it.current()));
    Strangers strangers =
        new Strangers("-cluster-bus-address=" + settings.busPlace(), certificates.isPresent());
    HazelcastForVertx forVertx =
        new HazelcastForVertx(
            hazelcast, bus.getHost(), vertx -> BusServer.boundWhatComes(vertx, strangers));
    forVertx.nodeListener(membership);
    // Without a host the bus asks for one, and that is when its server can still be changed.
    bus.setHost(null);
    return Vertx.builder()
        .with(new VertxOptions(options).setEventBusOptions(bus))
        .withTransport(new PacedTransport())
        .withMetrics(metrics)
        .withClusterManager(forVertx)
        .buildClustered()
        .map(
            vertx -> {
              certificates.ifPresent(it -> new BusServer(vertx).keep(it));
              membership.start();
              logStart(settings, membership, forVertx.getNodeInfo());
              return new ClusterEngine(vertx, hazelcast, membership);
            });
  }

  private static <T> Future<T> onThreadOfItsOwn(String name, Callable<T> task) {
    Promise<T> done = Promise.promise();
    new Thread(
            () -> {
              try {
                done.complete(task.call());
              } catch (Exception e) {
                done.fail(e);
              }
            },
            name)
        .start();
    return done.future();
  }

  /** Leaves the cluster: the others know at once, and wait for nothing. */
  private static Future<Void> end(HazelcastInstance hazelcast) {
    return onThreadOfItsOwn(
        "leave",
        () -> {
          hazelcast.getLifecycleService().shutdown();
          return null;
        });
  }

  /**
   * The bus's own rule for what it tells others is what it listens on, and that would be
   * "everywhere". Without a host it follows the engine, which has found out where this machine is.
   */
  static EventBusOptions eventBus(ClusterSettings settings) {
    Place bus = settings.busPlace();
    EventBusOptions options = new EventBusOptions().setPort(bus.port());
    if (settings.publicAddress().hasHost()) {
      return options
          .setHost(bus.hasHost() ? bus.host() : "0.0.0.0")
          .setClusterPublicHost(settings.publicAddress().host());
    }
    if (!bus.isAnywhere()) {
      return options.setHost(bus.host());
    }
    return settings.address().isAnywhere()
        ? options
        : options.setHost(bus.host()).setClusterPublicHost(settings.address().host());
  }

  private static void logStart(
      ClusterSettings settings, HazelcastMembership membership, NodeInfo bus) {
    LOG.info(
        "CLUSTER: listening on {}, for messages on {}; one of {} member(s) of {}",
        membership.addresses().get(membership.self()),
        new Place(bus.host(), bus.port()),
        membership.members().size(),
        settings.name());
  }

  private static ClusterException explain(ClusterSettings settings, Throwable cause) {
    if (!isByHazelcast(cause)) {
      return cannotListen("BUS", settings.busPlace(), rootOf(cause).getMessage(), cause);
    }
    if (rootOf(cause) instanceof BindException taken) {
      return cannotListen("", settings.address(), taken.getMessage(), cause);
    }
    return new ClusterException(
        "CLUSTER: %s could not join %s - %s"
            .formatted(settings.address(), settings.name(), rootOf(cause).getMessage()),
        cause);
  }

  private static ClusterException cannotListen(
      String part, Place place, String reason, Throwable cause) {
    return new ClusterException(
        "CLUSTER%s: listen (%s) failed - %s"
            .formatted(part.isEmpty() ? "" : " " + part, place, reason),
        cause);
  }

  /** Whether it comes from the engine; it does not say so by the type of the exception alone. */
  private static boolean isByHazelcast(Throwable cause) {
    for (Throwable each = cause; each != null; each = each.getCause()) {
      for (StackTraceElement frame : each.getStackTrace()) {
        if (frame.getClassName().startsWith("com.hazelcast.")) {
          return true;
        }
      }
    }
    return false;
  }

  private static Throwable rootOf(Throwable cause) {
    Throwable root = cause;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root;
  }

  /** Returns the Vert.x, clustered. */
  public Vertx vertx() {
    return vertx;
  }

  /** Returns the cluster as this member sees it. */
  public Membership membership() {
    return membership;
  }

  /** Closes the Vert.x and leaves the cluster: the others know at once, and wait for nothing. */
  public Future<Void> close() {
    closing = true;
    membership.stop();
    return vertx.close().eventually(() -> end(hazelcast));
  }
}
