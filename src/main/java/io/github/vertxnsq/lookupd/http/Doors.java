package io.github.vertxnsq.lookupd.http;

import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;

/** Where one instance lets an {@link Annex} in, each door with its own checks; all for GET. */
public interface Doors {
  /** To what tells something: for whoever may read, once all is known, and not too many at once. */
  void answer(String path, Endpoint endpoint);

  /** To what goes on telling for as long as the client stays: likewise, as a watcher. */
  void stream(String path, Handler<RoutingContext> handler);

  /** To what holds no secret: for everybody, where need be over TLS, and at any time. */
  void files(String path, Handler<RoutingContext> handler);

  /** To where nothing is: the handler may pass, and the client is told so. */
  void otherwise(String path, Handler<RoutingContext> handler);
}
