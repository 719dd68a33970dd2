package io.github.vertxnsq.lookupd;

import io.github.vertxnsq.lookupd.cluster.ClusterEngine;
import io.github.vertxnsq.lookupd.cluster.ClusterException;
import io.github.vertxnsq.lookupd.cluster.ClusterSettings;
import io.github.vertxnsq.lookupd.cluster.ClusterSettings.Place;
import io.github.vertxnsq.lookupd.config.HostAndPort;
import io.github.vertxnsq.lookupd.config.MembershipSettings;
import io.github.vertxnsq.lookupd.config.Options;
import io.github.vertxnsq.lookupd.config.Settings;
import io.github.vertxnsq.lookupd.metrics.ClusterMeters;
import io.github.vertxnsq.lookupd.replication.ReplicationVerticle;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.spi.VertxMetricsFactory;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Becoming a member of a cluster, which a daemon with {@code -cluster} does first of all. Nobody
 * else starts anything of the cluster's, so that without {@code -cluster} nothing of it is loaded.
 */
final class Joining {
  private static final Logger LOG = LoggerFactory.getLogger(Joining.class);
  private static final long WATCH_SECONDS = 15;

  private Joining() {}

  /**
   * Joins the cluster that the options name.
   *
   * @param vertxOptions of the Vert.x that the daemon is to run on
   * @return the engine once it is a member; fails with a {@link StartException} if it cannot be
   */
  static Future<ClusterEngine> join(
      Options options,
      Credentials credentials,
      VertxOptions vertxOptions,
      VertxMetricsFactory metrics) {
    Promise<ClusterEngine> joined = Promise.promise();
    // Not on a thread of the Vert.x that reads settings: it may wait for DNS, and Vert.x warns of
    // whoever makes another one there.
    new Thread(
            () ->
                Future.succeededFuture(settings(options))
                    .compose(
                        settings ->
                            ClusterEngine.start(
                                settings, credentials.cluster(), vertxOptions, metrics))
                    .onComplete(joined),
            "join")
        .start();
    new Thread(() -> tellOfWaiting(joined.future()), "join-watch").start();
    return joined.future().recover(cause -> Future.failedFuture(explain(cause)));
  }

  /**
   * A peer that accepts a connection and does not answer, because it hangs, is waited for: it may
   * know what nobody else does. The engine gives up after minutes, and is silent until then.
   */
  private static void tellOfWaiting(Future<ClusterEngine> joined) {
    CompletableFuture<ClusterEngine> awaited = joined.toCompletionStage().toCompletableFuture();
    while (!awaited.isDone()) {
      try {
        awaited.get(WATCH_SECONDS, TimeUnit.SECONDS);
      } catch (TimeoutException stillWaiting) {
        LOG.warn("CLUSTER: still looking for members; somebody may not answer who is there");
      } catch (ExecutionException | InterruptedException toldElsewhere) {
        return;
      }
    }
  }

  /**
   * Starts the daemon as a member of the cluster.
   *
   * @param beforeProducers as of {@link Lookupd#start(Vertx, Options, PrometheusMeterRegistry,
   *     Credentials, Supplier)}
   */
  static Future<Lookupd> start(
      ClusterEngine engine,
      Options options,
      PrometheusMeterRegistry meters,
      Credentials credentials,
      Supplier<Future<Void>> beforeProducers) {
    ReplicationVerticle replication =
        new ReplicationVerticle(
            options.get(Settings.BROADCAST_ADDRESS),
            engine.membership(),
            options.get(MembershipSettings.CLUSTER_JOIN_TIMEOUT),
            HeapWatch.ofThisProcess()
                .<BooleanSupplier>map(heap -> heap::isToBeChecked)
                .orElse(() -> false),
            HeapWatch.ofThisProcess()
                .<BooleanSupplier>map(heap -> heap::isFull)
                .orElse(() -> false),
            new ClusterMeters(meters),
            InstantSource.system());
    return Lookupd.start(
        engine.vertx(),
        options,
        meters,
        credentials,
        replication,
        replication::recollection,
        beforeProducers);
  }

  private static Throwable explain(Throwable cause) {
    return cause instanceof ClusterException told
        ? new StartException(told.getMessage(), told)
        : cause;
  }

  static ClusterSettings settings(Options options) {
    return new ClusterSettings(
        options.get(MembershipSettings.CLUSTER_NAME),
        place(options.get(MembershipSettings.CLUSTER_ADDRESS)),
        place(options.get(MembershipSettings.CLUSTER_BUS_ADDRESS)),
        place(options.get(MembershipSettings.CLUSTER_PUBLIC_ADDRESS)),
        options.get(MembershipSettings.CLUSTER_PEERS).addresses().stream()
            .map(HostAndPort::toString)
            .toList(),
        options.get(MembershipSettings.CLUSTER_DNS),
        options.get(MembershipSettings.CLUSTER_JOIN_TIMEOUT));
  }

  private static Place place(HostAndPort address) {
    return new Place(address.host(), address.port());
  }
}
