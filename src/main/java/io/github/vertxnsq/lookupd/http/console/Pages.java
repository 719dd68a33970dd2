package io.github.vertxnsq.lookupd.http.console;

import io.github.vertxnsq.lookupd.http.Outflow;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.util.function.Consumer;

/** Sends the files of the page, and browsers to it. */
final class Pages {
  static final String ROOT = "/ui/";

  /**
   * Nothing but what comes from here, no matter what a producer calls itself; and no way from text
   * to a script or to HTML, should the page ever try one.
   */
  private static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
          + "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
          + "require-trusted-types-for 'script'; trusted-types 'none'";

  private static final CharSequence NO_CACHE = HttpHeaders.createOptimized("no-cache");

  /** For a year: another content has another path. */
  private static final CharSequence FOR_GOOD =
      HttpHeaders.createOptimized("public, max-age=31536000, immutable");

  private static final int FOUND = 302;
  private static final int NOT_MODIFIED = 304;
  private static final int NOT_FOUND = 404;

  private final Vertx vertx;
  private final Assets assets;

  Pages(Vertx vertx, Assets assets) {
    this.vertx = vertx;
    this.assets = assets;
  }

  /** Browsers come here when they are given nothing but the host. */
  void front(RoutingContext ctx) {
    if (Accepted.html(ctx.request())) {
      redirect(ctx);
    } else {
      ctx.next();
    }
  }

  /** The page itself; relative paths in it are of the folder, so it must be asked for as one. */
  void index(RoutingContext ctx) {
    if (ctx.normalizedPath().endsWith("/")) {
      with(ctx, bundle -> sendIndex(ctx, bundle));
    } else {
      redirect(ctx);
    }
  }

  void asset(RoutingContext ctx) {
    with(
        ctx,
        bundle -> {
          Asset asset = bundle.assets().get(ctx.normalizedPath().substring(ROOT.length()));
          if (asset == null) {
            ctx.fail(NOT_FOUND);
          } else {
            ctx.response().putHeader(HttpHeaders.CACHE_CONTROL, FOR_GOOD);
            send(ctx, asset, Accepted.gzip(ctx.request()));
          }
        });
  }

  private static void redirect(RoutingContext ctx) {
    secured(ctx).setStatusCode(FOUND).putHeader(HttpHeaders.LOCATION, ROOT).end();
  }

  private static void sendIndex(RoutingContext ctx, Bundle bundle) {
    boolean isGzip = Accepted.gzip(ctx.request()) && bundle.index().gzip() != null;
    String tag = "\"" + bundle.hash() + (isGzip ? "-gzip" : "") + "\"";
    ctx.response().putHeader(HttpHeaders.CACHE_CONTROL, NO_CACHE).putHeader(HttpHeaders.ETAG, tag);
    if (Accepted.isKnown(ctx.request(), tag)) {
      ctx.response().putHeader(HttpHeaders.VARY, HttpHeaders.ACCEPT_ENCODING);
      secured(ctx).setStatusCode(NOT_MODIFIED).end();
    } else {
      send(ctx, bundle.index(), isGzip);
    }
  }

  private static void send(RoutingContext ctx, Asset asset, boolean acceptsGzip) {
    secured(ctx)
        .putHeader(HttpHeaders.CONTENT_TYPE, asset.type())
        .putHeader(HttpHeaders.VARY, HttpHeaders.ACCEPT_ENCODING);
    if (acceptsGzip && asset.gzip() != null) {
      ctx.response().putHeader(HttpHeaders.CONTENT_ENCODING, "gzip");
      Outflow.end(ctx, asset.gzip());
    } else {
      Outflow.end(ctx, asset.plain());
    }
  }

  private static HttpServerResponse secured(RoutingContext ctx) {
    return ctx.response()
        .putHeader("Content-Security-Policy", POLICY)
        .putHeader("X-Content-Type-Options", "nosniff")
        .putHeader("Referrer-Policy", "no-referrer");
  }

  private void with(RoutingContext ctx, Consumer<Bundle> then) {
    Bundle loaded = assets.loaded();
    if (loaded != null) {
      then.accept(loaded);
    } else {
      vertx.executeBlocking(assets::load).onSuccess(then::accept).onFailure(ctx::fail);
    }
  }
}
