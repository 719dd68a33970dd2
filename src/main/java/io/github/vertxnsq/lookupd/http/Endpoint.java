package io.github.vertxnsq.lookupd.http;

import io.vertx.core.Future;

/** Answers a request by its parameters alone. A failed future is a fault, not an answer. */
@FunctionalInterface
public interface Endpoint {
  Future<Reply> answer(Params params);
}
