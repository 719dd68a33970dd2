package io.github.vertxnsq.lookupd.http;

import io.github.vertxnsq.lookupd.limits.MemoryBudget;
import io.netty.util.AttributeKey;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.impl.HttpServerConnection;

/** Where a connection keeps its share of the budget for what clients have not taken yet. */
public final class OutputShare {
  /** Set on the channel as soon as a connection is looked after. */
  static final AttributeKey<MemoryBudget.Share> KEY =
      AttributeKey.valueOf(OutputShare.class, "KEY");

  private OutputShare() {}

  /** The share of this connection; null when it has none. */
  static MemoryBudget.Share of(HttpConnection connection) {
    return connection instanceof HttpServerConnection internal
        ? internal.channelHandlerContext().channel().attr(KEY).get()
        : null;
  }
}
