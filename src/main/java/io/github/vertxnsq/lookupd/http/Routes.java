package io.github.vertxnsq.lookupd.http;

import static io.github.vertxnsq.lookupd.http.Decorators.held;
import static io.github.vertxnsq.lookupd.http.Decorators.log;
import static io.github.vertxnsq.lookupd.http.Decorators.only;
import static io.github.vertxnsq.lookupd.http.Decorators.v1;
import static io.github.vertxnsq.lookupd.http.Decorators.whenInStep;

import io.github.vertxnsq.lookupd.bus.Peers;
import io.github.vertxnsq.lookupd.bus.PublishedViews;
import io.github.vertxnsq.lookupd.bus.ViewChanges;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.function.Function;

/** Which path leads where. */
final class Routes implements Doors {
  private final Router router;
  private final Peers peers;
  private final Admission admission;
  private final RequestsInFlight requests;
  private final Watchers watchers;
  private final WaitingReads waitingReads;
  private final EventStreams eventStreams;
  private final AuditLog audit = new AuditLog();
  private final SiteCheck sites;

  /** Those of one event loop, to be made on it. */
  Routes(HttpServices services, AccessRules rules, HttpVerticle.Served served) {
    this.router = Router.router(services.vertx());
    this.peers = services.peers();
    this.sites = new SiteCheck(rules.hosts(), audit);
    this.admission = new Admission(services.vertx(), rules, sites);
    this.requests = services.requests();
    this.watchers = services.watchers();
    this.waitingReads = new WaitingReads(services, new ViewChanges(services.vertx()));
    this.eventStreams = new EventStreams(services);
    if (served == HttpVerticle.Served.EVERYTHING) {
      add(services);
    }
    addHealth(services);
    addErrors();
  }

  Router router() {
    return router;
  }

  /** What answers requests to all of them. */
  Handler<HttpServerRequest> handler() {
    return sites.before(router);
  }

  /** Answers all who wait: the server is about to stop. */
  void letGo() {
    waitingReads.close();
    eventStreams.close();
  }

  private void add(HttpServices services) {
    Reply version = Reply.ok(Json.version(services.version()));
    Reply description = OpenApi.describing(services.build());
    LookupEndpoints lookups =
        new LookupEndpoints(services.vertx(), services.views(), services.lookupMeters());
    AdminEndpoints admin = new AdminEndpoints(services.registry());
    DebugHandler debug = new DebugHandler(services.vertx(), services.registry());

    // First, since each route before it is tried before it.
    watchable("/lookup", lookups::lookup, v1(lookups::lookup), Routes::viewOfTopic);
    watchable("/channels", lookups::channels, v1(lookups::channels), Routes::viewOfTopic);
    watchable(
        "/topics", any -> lookups.topics(), v1(lookups::topics), any -> PublishedViews.ofTopics());
    watchable(
        "/nodes", any -> lookups.nodes(), v1(lookups::nodes), any -> PublishedViews.ofNodes());
    get("/debug", debug);
    read("/events", endless(new EventsHandler(eventStreams, watchers)));
    get("/prometheus/sd", v1(() -> ScrapeTargets.answer(services.vertx(), services.views())));

    get("/info", Decorators.built(services.build(), v1(() -> Future.succeededFuture(version))));
    open("/openapi.json", v1(() -> Future.succeededFuture(description)));

    post("/topic/create", v1(admin::createTopic));
    post("/topic/delete", v1(admin::deleteTopic));
    post("/topic/tombstone", v1(admin::tombstone));
    post("/channel/create", v1(admin::createChannel));
    post("/channel/delete", v1(admin::deleteChannel));

    always("/cluster", admission.toRead(v1(() -> ClusterEndpoint.answer(services.peers()))));

    services.annexes().forEach(annex -> annex.addTo(this, services));
  }

  private void addHealth(HttpServices services) {
    OperationsHandlers operations = new OperationsHandlers(services);
    open("/ping", whenInStep(peers, operations::ping));
    open("/health/live", operations.health(services.health()::live));
    open("/health/ready", operations.health(services.health()::ready));
    always("/metrics", admission.toMetrics(operations::metrics));
  }

  private void addErrors() {
    router
        .route()
        .handler(log(admission.overTls(v1(ApiError.NOT_FOUND))))
        .failureHandler(LenientHost.again(router));
    router.errorHandler(404, Decorators.toServer(v1(ApiError.NOT_FOUND))); // no path: CONNECT, "*"
    router.errorHandler(400, v1(ApiError.INVALID_REQUEST));
    router.errorHandler(500, ctx -> Decorators.sendFault(ctx, ctx.failure()));
  }

  @Override
  public void answer(String path, Endpoint endpoint) {
    get(path, v1(endpoint));
  }

  @Override
  public void stream(String path, Handler<RoutingContext> handler) {
    read(path, watchers.bound(endless(handler)));
  }

  @Override
  public void files(String path, Handler<RoutingContext> handler) {
    always(path, handler);
  }

  @Override
  public void otherwise(String path, Handler<RoutingContext> handler) {
    router.get(path).handler(admission.overTls(handler));
  }

  private static Handler<RoutingContext> endless(Handler<RoutingContext> stream) {
    return Pipelined.neverBehind(held(stream));
  }

  private void get(String path, Handler<RoutingContext> handler) {
    read(path, requests.bound(handler));
  }

  /**
   * @param plain answers, as the endpoint does, when there is no condition
   */
  private void watchable(
      String path,
      Endpoint endpoint,
      Handler<RoutingContext> plain,
      Function<Params, String> view) {
    read(path, waitingReads.conditional(path, endpoint, view, requests.bound(plain)));
  }

  private static String viewOfTopic(Params params) {
    return PublishedViews.ofTopic(params.get("topic").orElse(""));
  }

  private void read(String path, Handler<RoutingContext> handler) {
    always(path, admission.toRead(whenInStep(peers, handler)));
  }

  private void post(String path, Handler<RoutingContext> handler) {
    Handler<RoutingContext> guarded =
        admission.toChange(whenInStep(peers, requests.bound(audit.withRoom(handler))));
    Handler<RoutingContext> posts = only(HttpMethod.POST, new BodyBound(guarded), "OPTIONS, POST");
    route(path, audit.audited(admission.overTls(posts)));
  }

  /** However many there are, and also while there is no full copy of what other daemons know. */
  private void always(String path, Handler<RoutingContext> handler) {
    route(path, admission.overTls(gets(handler)));
  }

  /** For everybody, over TLS or not: whoever asks wants to know no more than that we are here. */
  private void open(String path, Handler<RoutingContext> handler) {
    route(path, gets(handler));
  }

  private static Handler<RoutingContext> gets(Handler<RoutingContext> handler) {
    return only(HttpMethod.GET, new BodyBound(handler), "GET, OPTIONS");
  }

  private void route(String path, Handler<RoutingContext> handler) {
    router.route(path).handler(log(handler));
  }
}
