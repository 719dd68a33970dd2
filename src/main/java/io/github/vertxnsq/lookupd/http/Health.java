package io.github.vertxnsq.lookupd.http;

import io.github.vertxnsq.lookupd.bus.Peers;
import io.github.vertxnsq.lookupd.bus.RegistryClient;
import io.github.vertxnsq.lookupd.registry.Query;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.healthchecks.CheckResult;
import io.vertx.ext.healthchecks.HealthChecks;
import io.vertx.ext.healthchecks.Status;

/**
 * Whether this daemon is worth keeping, and whether it is worth asking. Safe for use by several
 * threads.
 */
public final class Health {
  private static final long TIMEOUT_MILLIS = 2_000;

  private final RegistryClient registry;
  private final HealthChecks live;
  private final HealthChecks ready;
  private volatile boolean serving;

  /** Not serving until {@link #serving} says so. */
  public Health(Vertx vertx, RegistryClient registry, Peers peers) {
    this.registry = registry;
    this.live = HealthChecks.create(vertx).register("registry", TIMEOUT_MILLIS, this::askRegistry);
    if (peers.mayExist()) {
      live.register(
          "cluster", promise -> promise.complete(peers.haveLostUs() ? Status.KO() : Status.OK()));
    }
    this.ready =
        HealthChecks.create(vertx)
            .register("registry", TIMEOUT_MILLIS, this::askRegistry)
            .register("synced", promise -> askWhetherInStep(peers, promise))
            .register("serving", promise -> promise.complete(serving ? Status.OK() : Status.KO()));
  }

  /** All ports are open, or no longer: readiness follows. */
  public void serving(boolean serving) {
    this.serving = serving;
  }

  Future<CheckResult> live() {
    return live.checkStatus();
  }

  Future<CheckResult> ready() {
    return ready.checkStatus();
  }

  private static void askWhetherInStep(Peers peers, Promise<Status> promise) {
    if (peers.isInStep()) {
      promise.complete(Status.OK());
    } else {
      peers
          .view()
          .map(view -> Status.KO(new JsonObject().put("reason", view.trouble())))
          .onComplete(promise::tryComplete, promise::tryFail); // it may have timed out
    }
  }

  private void askRegistry(Promise<Status> promise) {
    registry
        .ask(new Query.Count())
        .map(Status.OK())
        .onComplete(promise::tryComplete, promise::tryFail); // it may have timed out
  }
}
