package io.github.vertxnsq.lookupd.http;

import io.github.vertxnsq.lookupd.registry.TopicName;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;

/** Answers {@code /events}: a stream of all that happens, or of what happens to one topic. */
final class EventsHandler implements Handler<RoutingContext> {
  private static final CharSequence EVENT_STREAM = HttpHeaders.createOptimized("text/event-stream");
  private static final CharSequence NO_STORE = HttpHeaders.createOptimized("no-store");
  private static final CharSequence LAST_EVENT_ID = HttpHeaders.createOptimized("Last-Event-ID");

  private final EventStreams streams;
  private final Watchers watchers;

  EventsHandler(EventStreams streams, Watchers watchers) {
    this.streams = streams;
    this.watchers = watchers;
  }

  @Override
  public void handle(RoutingContext ctx) {
    HttpServerRequest request = ctx.request();
    Optional<Params> params = Params.parse(request.query());
    Optional<String> topic = params.flatMap(it -> it.get("topic"));
    Optional<TopicName> name = topic.flatMap(TopicName::parse);
    if (params.isEmpty()) {
      Decorators.send(ctx, Reply.error(ApiError.INVALID_REQUEST));
    } else if (topic.isPresent() && name.isEmpty()) {
      Decorators.send(ctx, Reply.error(ApiError.INVALID_ARG_TOPIC));
    } else if (streams.isClosing()) { // it was asked behind something that was waited for
      Decorators.send(ctx, Reply.error(ApiError.NOT_READY));
    } else if (watchers.admit(ctx)) {
      begin(ctx, name.orElse(null));
    }
  }

  private void begin(RoutingContext ctx, TopicName topic) {
    HttpServerRequest request = ctx.request();
    HttpServerResponse response = ctx.response();
    response.headers().set(HttpHeaders.CONTENT_TYPE, EVENT_STREAM);
    response.headers().set(HttpHeaders.CACHE_CONTROL, NO_STORE);
    response.headers().set("X-Accel-Buffering", "no"); // nginx would keep it to itself
    Outflow.stream(ctx);
    EventStream stream = new EventStream(response, request.connection(), topic);
    response.closeHandler(gone -> streams.remove(stream));
    streams.add(stream, request.getHeader(LAST_EVENT_ID));
    request.headers().clear(); // they stay as long as the client does
  }
}
