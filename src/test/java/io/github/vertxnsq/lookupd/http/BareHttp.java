package io.github.vertxnsq.lookupd.http;

import io.github.vertxnsq.lookupd.bus.Peers;
import io.github.vertxnsq.lookupd.bus.PublishedViews;
import io.github.vertxnsq.lookupd.bus.RegistryClient;
import io.github.vertxnsq.lookupd.bus.RegistryLimits;
import io.github.vertxnsq.lookupd.bus.RegistryVerticle;
import io.github.vertxnsq.lookupd.http.console.Console;
import io.github.vertxnsq.lookupd.limits.ClientMemory;
import io.github.vertxnsq.lookupd.limits.HeapLevel;
import io.github.vertxnsq.lookupd.limits.Limit;
import io.github.vertxnsq.lookupd.metrics.CensusMeters;
import io.github.vertxnsq.lookupd.metrics.CommandMeters;
import io.github.vertxnsq.lookupd.metrics.HttpConnectionMeters;
import io.github.vertxnsq.lookupd.metrics.LookupMeters;
import io.github.vertxnsq.lookupd.metrics.WatchMeters;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Deployable;
import io.vertx.core.Vertx;
import io.vertx.core.net.SocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * HTTP on a free port of the loopback, with nobody behind it before {@link #deployRegistry}. It
 * goes when its Vert.x does.
 */
final class BareHttp {
  /** Everybody may do everything. */
  static final AccessRules OPEN =
      new AccessRules(
          new KnownHosts(Set.of(), "localhost"),
          Optional.empty(),
          false,
          false,
          OptionalInt.empty());

  private final PrometheusMeterRegistry meters =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final Vertx vertx;
  private final HttpServices services;
  private final int port;

  private BareHttp(Vertx vertx, Peers peers, int maxRequestsInFlight) throws Exception {
    this.vertx = vertx;
    RegistryClient registry = new RegistryClient(vertx);
    HttpConnectionMeters httpMeters = new HttpConnectionMeters(meters);
    this.services =
        new HttpServices(
            vertx,
            registry,
            peers,
            new PublishedViews(vertx, registry),
            new Health(vertx, registry, peers),
            meters,
            new CensusMeters(meters),
            new LookupMeters(meters),
            new Connections(
                limit("d", 10),
                Duration.ofSeconds(30),
                ClientMemory.ofThisProcess(HeapLevel.UNKNOWN, meters),
                httpMeters),
            new RequestsInFlight(limit("e", maxRequestsInFlight), httpMeters),
            new Watchers(limit("f", 1), new WatchMeters(meters)),
            "1.3.0",
            "1.0.0",
            List.of(new Console()));
    HttpVerticle instance =
        new HttpVerticle(
            SocketAddress.inetSocketAddress(0, "127.0.0.1"),
            Optional.empty(),
            services,
            OPEN,
            HttpVerticle.Served.EVERYTHING);
    deploy(instance);
    this.port = instance.actualPort();
  }

  /** One that answers so many requests at a time; 0: any number. */
  static BareHttp on(Vertx vertx, Peers peers, int maxRequestsInFlight) throws Exception {
    return new BareHttp(vertx, peers, maxRequestsInFlight);
  }

  HttpServices services() {
    return services;
  }

  /** How many clients wait for something to happen. */
  int watchers() {
    return (int) meters.get("nsqlookupd.watchers").gauge().value();
  }

  int port() {
    return port;
  }

  HttpProbe probe() {
    return new HttpProbe(port);
  }

  /** From now on there is a registry. */
  void deployRegistry(BooleanSupplier isFull) throws Exception {
    Duration minute = Duration.ofMinutes(1);
    RegistryLimits none = new RegistryLimits(limit("a", 0), limit("b", 0), limit("c", 0));
    deploy(
        new RegistryVerticle(Peers.NONE, minute, minute, none, isFull, new CommandMeters(meters)));
  }

  private Limit limit(String flag, int max) {
    return new Limit(flag, max, HeapLevel.UNKNOWN, meters);
  }

  private void deploy(Deployable verticle) throws Exception {
    vertx.deployVerticle(verticle).await(10, TimeUnit.SECONDS);
  }
}
