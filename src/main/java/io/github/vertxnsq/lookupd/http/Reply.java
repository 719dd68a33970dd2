package io.github.vertxnsq.lookupd.http;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;

/**
 * What an endpoint answers.
 *
 * @param json the body; null for none
 */
record Reply(int status, Buffer json) {
  private static final Future<Reply> DONE = Future.succeededFuture(new Reply(200, null));

  static Reply ok(Buffer json) {
    return new Reply(200, json);
  }

  static Reply error(ApiError error) {
    return new Reply(error.status(), Json.message(error.name()));
  }

  /** Sends the client to the port with TLS. */
  static Reply tlsRequired(int port) {
    return new Reply(
        ApiError.TLS_REQUIRED.status(), Json.tlsRequired(ApiError.TLS_REQUIRED.name(), port));
  }

  /** Success, with nothing to say. */
  static Future<Reply> done() {
    return DONE;
  }

  static Future<Reply> failed(ApiError error) {
    return Future.succeededFuture(error(error));
  }
}
