package io.github.vertxnsq.lookupd.seeding;

import io.github.vertxnsq.lookupd.bus.RegistryClient;
import io.vertx.core.Deployable;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes over the names that running nsqlookupds know. */
public final class Seeding {
  private static final Logger LOG = LoggerFactory.getLogger(Seeding.class);

  private Seeding() {}

  /**
   * Asks all addresses, and makes what they name known.
   *
   * @param urls scheme, host and port of each, without a slash at the end
   * @return succeeds when what could be had is known; what could not is logged, and never a failure
   */
  public static Future<Void> from(List<String> urls, Vertx vertx, RegistryClient registry) {
    return urls.isEmpty() ? Future.succeededFuture() : from(urls, vertx, registry, Bounds.USUAL);
  }

  static Future<Void> from(List<String> urls, Vertx vertx, RegistryClient registry, Bounds bounds) {
    // A verticle for its context: to read a long answer must not keep the registry's loop busy.
    Deployable asking =
        context ->
            Future.join(
                urls.stream()
                    .map(url -> new Takeover(url, vertx, registry, bounds).run())
                    .toList());
    return vertx
        .deployVerticle(asking)
        .compose(vertx::undeploy)
        .recover(
            fault -> {
              LOG.error("SEED: not all taken over", fault);
              return Future.succeededFuture();
            });
  }
}
