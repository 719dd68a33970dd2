package io.github.vertxnsq.lookupd.http;

import io.github.vertxnsq.lookupd.auth.Caller;
import io.github.vertxnsq.lookupd.auth.Guard;
import io.github.vertxnsq.lookupd.auth.Role;
import io.github.vertxnsq.lookupd.auth.Verdict;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.util.Locale;
import java.util.Optional;

/** Puts before a handler what the rules ask for, and leaves it alone where they ask for nothing. */
final class Admission {
  private static final String CALLER = "caller";
  private static final String REALM = "Bearer realm=\"nsqlookupd\"";

  private static final String STAYING = "staying";

  private final AccessRules rules;
  private final SiteCheck sites;
  private final Optional<StayingClients> staying;

  /** For the event loop on which this is made. */
  Admission(Vertx vertx, AccessRules rules, SiteCheck sites) {
    this.rules = rules;
    this.sites = sites;
    this.staying =
        rules
            .guard()
            .filter(any -> rules.guardsReads())
            .map(guard -> new StayingClients(vertx, guard));
  }

  /** Before what changes something. */
  Handler<RoutingContext> toChange(Handler<RoutingContext> handler) {
    return guarded(Role.ADMIN, true, ofOwnWill(handler));
  }

  /**
   * Before what is done for whoever proved nothing but by address or certificate, or need not: a
   * browser proves that for any page. A token only a person can give.
   */
  private Handler<RoutingContext> ofOwnWill(Handler<RoutingContext> handler) {
    return ctx -> {
      boolean isByToken =
          caller(ctx).filter(caller -> caller.proof() == Caller.Proof.TOKEN).isPresent();
      if (isByToken || sites.isOwnWill(ctx.request()) || hasTokenBesides(ctx)) {
        handler.handle(ctx);
      } else {
        sites.refuseHost(ctx.request());
      }
    };
  }

  /** The token that came with another proof, which was enough and looked at first. */
  private boolean hasTokenBesides(RoutingContext ctx) {
    Optional<Caller> caller =
        rules
            .guard()
            .flatMap(guard -> guard.byToken(Role.ADMIN, new RequestEvidence(ctx.request())));
    caller.ifPresent(it -> ctx.put(CALLER, it));
    return caller.isPresent();
  }

  /** Before what only tells something. */
  Handler<RoutingContext> toRead(Handler<RoutingContext> handler) {
    return guarded(Role.READ, rules.guardsReads(), handler);
  }

  /** Before the metrics. */
  Handler<RoutingContext> toMetrics(Handler<RoutingContext> handler) {
    return guarded(Role.READ, rules.guardsMetrics(), handler);
  }

  /** Before all that is not for everybody's eyes on the way. */
  Handler<RoutingContext> overTls(Handler<RoutingContext> handler) {
    if (rules.tlsPort().isEmpty()) {
      return handler;
    }
    Reply reply = Reply.tlsRequired(rules.tlsPort().getAsInt());
    return ctx -> Decorators.send(ctx, reply);
  }

  /** Who was let in, if anybody was asked who they are. */
  static Optional<Caller> caller(RoutingContext ctx) {
    return Optional.ofNullable(ctx.get(CALLER));
  }

  /** Who asked will stay: for no longer than they would be let in. */
  static void stays(RoutingContext ctx) {
    StayingClients staying = ctx.get(STAYING);
    if (staying != null) {
      staying.add(ctx.request());
    }
  }

  private Handler<RoutingContext> guarded(
      Role needed, boolean isGuarded, Handler<RoutingContext> handler) {
    if (rules.guard().isEmpty() || !isGuarded) {
      return handler;
    }
    Guard guard = rules.guard().get();
    return ctx -> {
      Verdict verdict = guard.judge(needed, new RequestEvidence(ctx.request()));
      verdict.caller().ifPresent(caller -> ctx.put(CALLER, caller));
      staying.ifPresent(it -> ctx.put(STAYING, it));
      switch (verdict.outcome()) {
        case ADMITTED -> handler.handle(ctx);
        case LIMITED -> askToWait(ctx, verdict.retryAfterSeconds());
        default -> refuse(ctx, verdict.outcome());
      }
    };
  }

  private static void askToWait(RoutingContext ctx, long seconds) {
    ctx.response().putHeader(HttpHeaders.RETRY_AFTER, Long.toString(seconds));
    Decorators.send(ctx, Reply.error(ApiError.TOO_MANY_FAILURES));
  }

  /** Never with 403, which nsqadmin and nsqd take for an order to come back over TLS. */
  private static void refuse(RoutingContext ctx, Verdict.Outcome why) {
    String error =
        why == Verdict.Outcome.MISSING
            ? ""
            : ", error=\"%s\"".formatted(why.name().toLowerCase(Locale.ROOT));
    ctx.response().putHeader(HttpHeaderNames.WWW_AUTHENTICATE, REALM + error);
    Decorators.send(ctx, Reply.error(ApiError.UNAUTHORIZED));
  }
}
