package io.github.vertxnsq.lookupd.http;

import io.github.vertxnsq.lookupd.bus.Peers;
import io.github.vertxnsq.lookupd.bus.PublishedViews;
import io.github.vertxnsq.lookupd.bus.RegistryClient;
import io.github.vertxnsq.lookupd.metrics.CensusMeters;
import io.github.vertxnsq.lookupd.metrics.LookupMeters;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Vertx;
import java.util.List;

/**
 * What the endpoints work with; shared by all instances of {@link HttpVerticle}.
 *
 * @param version what {@code /info} answers, which clients take apart
 * @param build which version of this program it is
 * @param annexes what is served besides
 */
public record HttpServices(
    Vertx vertx,
    RegistryClient registry,
    Peers peers,
    PublishedViews views,
    Health health,
    PrometheusMeterRegistry meters,
    CensusMeters censusMeters,
    LookupMeters lookupMeters,
    Connections connections,
    RequestsInFlight requests,
    Watchers watchers,
    String version,
    String build,
    List<Annex> annexes) {
  /** The same for a port whose connections are counted by themselves. */
  public HttpServices withConnections(Connections others) {
    return new HttpServices(
        vertx,
        registry,
        peers,
        views,
        health,
        meters,
        censusMeters,
        lookupMeters,
        others,
        requests,
        watchers,
        version,
        build,
        annexes);
  }
}
