package io.github.vertxnsq.lookupd.http;

import io.github.vertxnsq.lookupd.bus.ViewChanges;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.ext.web.RoutingContext;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Answers reads on a condition: not if the client has the answer, and if it says so not before
 * there is another one. Belongs to one event loop.
 */
final class WaitingReads {
  private final Vertx vertx;
  private final ViewChanges changes;
  private final RequestsInFlight requests;
  private final Watchers watchers;

  /** By path and topic. */
  private final Map<String, WaitingRoom> rooms = new HashMap<>();

  private boolean closing;

  WaitingReads(HttpServices services, ViewChanges changes) {
    this.vertx = services.vertx();
    this.changes = changes;
    this.requests = services.requests();
    this.watchers = services.watchers();
  }

  /**
   * Lets reads through that have no condition, just as they are.
   *
   * @param view of the parameters, the name of what the endpoint shows, as {@link ViewChanges}
   *     calls it
   */
  Handler<RoutingContext> conditional(
      String path,
      Endpoint endpoint,
      Function<Params, String> view,
      Handler<RoutingContext> plain) {
    return ctx -> {
      Optional<Params> params =
          Condition.isIn(ctx.request()) ? Params.parse(ctx.request().query()) : Optional.empty();
      if (params.isEmpty()) {
        plain.handle(ctx);
        return;
      }
      Optional<Condition> condition = Condition.of(ctx.request(), params.get());
      if (condition.isPresent() && !condition.get().isGiven(params.get())) {
        plain.handle(ctx); // "wait" was a part of something else
      } else if (condition.isEmpty()) {
        Decorators.send(ctx, Reply.error(ApiError.INVALID_ARG_WAIT));
      } else if (condition.get().waits() && mayWait(ctx)) {
        hold(path, endpoint, view.apply(params.get()), params.get(), condition.get(), ctx);
      } else {
        requests.bound(any -> answer(ctx, endpoint, params.get(), condition.get())).handle(ctx);
      }
    };
  }

  private boolean mayWait(RoutingContext ctx) {
    return !closing && !Pipelined.isThere(ctx.request().connection());
  }

  private void answer(RoutingContext ctx, Endpoint endpoint, Params params, Condition condition) {
    endpoint
        .answer(params)
        .compose(reply -> reply.tagged(vertx))
        .onSuccess(
            reply ->
                Condition.send(condition.tags(), ctx.response(), ctx.request().connection(), reply))
        .onFailure(fault -> Decorators.sendFault(ctx, fault));
  }

  private void hold(
      String path,
      Endpoint endpoint,
      String view,
      Params params,
      Condition condition,
      RoutingContext ctx) {
    if (!requests.admit(ctx)) {
      return;
    }
    if (!watchers.admit(ctx)) {
      requests.leave();
      return;
    }
    rooms
        .computeIfAbsent(path + ' ' + view, name -> open(name, endpoint, view, params))
        .enter(ctx.request(), condition);
    ctx.request().headers().clear(); // they stay as long as the client does
  }

  private WaitingRoom open(String name, Endpoint endpoint, String view, Params params) {
    WaitingRoom room =
        new WaitingRoom(
            vertx,
            name,
            () -> endpoint.answer(params).compose(reply -> reply.tagged(vertx)),
            requests,
            watchers);
    Runnable changed = room::changed;
    changes.follow(view, changed).onSuccess(begun -> room.begin()).onFailure(room::fail);
    room.whenEmpty(
        () -> {
          changes.unfollow(view, changed);
          rooms.remove(name);
        });
    return room;
  }

  /**
   * Answers all who wait, and from now on everybody at once: their connections are to be closed.
   */
  void close() {
    closing = true;
    List.copyOf(rooms.values()).forEach(WaitingRoom::close);
  }
}
