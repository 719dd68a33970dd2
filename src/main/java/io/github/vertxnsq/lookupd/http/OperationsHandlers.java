package io.github.vertxnsq.lookupd.http;

import io.github.vertxnsq.lookupd.bus.RegistryClient;
import io.github.vertxnsq.lookupd.metrics.CensusMeters;
import io.github.vertxnsq.lookupd.registry.Query;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.healthchecks.CheckResult;
import io.vertx.ext.web.RoutingContext;
import java.util.function.Supplier;

/** What the machine room asks: is it well, and what has it counted. */
final class OperationsHandlers {
  private final Vertx vertx;
  private final RegistryClient registry;
  private final CensusMeters census;
  private final PrometheusMeterRegistry meters;
  private final Scrapes scrapes;

  OperationsHandlers(HttpServices services) {
    this.vertx = services.vertx();
    this.registry = services.registry();
    this.census = services.censusMeters();
    this.meters = services.meters();
    this.scrapes = new Scrapes(vertx, this::render);
  }

  void ping(RoutingContext ctx) {
    ctx.response().headers().set(HttpHeaders.CONTENT_TYPE, Headers.TEXT);
    ctx.response().end("OK");
  }

  /** Answers with what the checks give: 200 when all are up, else 503. */
  Handler<RoutingContext> health(Supplier<Future<CheckResult>> checks) {
    return ctx ->
        checks
            .get()
            .onSuccess(
                result -> {
                  ctx.response().setStatusCode(CheckResult.isUp(result) ? 200 : 503);
                  ctx.response().headers().set(HttpHeaders.CONTENT_TYPE, Headers.JSON);
                  ctx.response().end(result.toJson().toBuffer());
                })
            .onFailure(fault -> Decorators.sendFault(ctx, fault));
  }

  /** All who ask at a time are sent the same bytes, which count once for all who do not read. */
  void metrics(RoutingContext ctx) {
    scrapes
        .ask()
        .onSuccess(
            body -> {
              ctx.response().headers().set(HttpHeaders.CONTENT_TYPE, Headers.PROMETHEUS);
              Outflow.end(ctx.response(), ctx.request().connection(), body);
            })
        .onFailure(fault -> Decorators.sendFault(ctx, fault));
  }

  /** The counts are those of this moment; writing thousands of lines is not for the event loop. */
  private Future<Body> render() {
    return registry
        .ask(new Query.Count())
        .compose(
            counted -> {
              census.show(counted);
              return vertx.executeBlocking(() -> new Body(Buffer.buffer(meters.scrape())));
            });
  }
}
