package io.github.vertxnsq.lookupd.http;

import io.github.vertxnsq.lookupd.registry.Shown;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.util.function.Function;

/**
 * What an endpoint answers.
 *
 * @param json the body; null for none
 */
public record Reply(int status, Body json) {
  /** The client has the answer. */
  static final Reply NOT_MODIFIED = new Reply(304, null);

  private static final Future<Reply> DONE = Future.succeededFuture(new Reply(200, null));

  static Reply ok(Body json) {
    return new Reply(200, json);
  }

  /**
   * Success, with what is made of this to say, once it is known how long that is; made once for all
   * who are shown it.
   *
   * @param content always the same; takes its time, and so is called outside of the event loop
   */
  public static <V> Future<Reply> ok(Shown<V> shown, Function<V, Content> content, Vertx vertx) {
    return vertx
        .executeBlocking(() -> shown.rendered(it -> new Body(content.apply(it))).measure())
        .map(Reply::ok);
  }

  /** Of the body, in bytes. */
  long length() {
    return json == null ? 0 : json.length();
  }

  /** The same reply once its tag is known. */
  Future<Reply> tagged(Vertx vertx) {
    return json == null ? Future.succeededFuture(this) : json.tagged(vertx).map(body -> this);
  }

  /** Success, with this to say. */
  public static Reply ok(Buffer json) {
    return ok(new Body(json));
  }

  /** What went wrong. */
  public static Reply error(ApiError error) {
    return error(error, Json.message(error.name()));
  }

  private static Reply error(ApiError error, Buffer json) {
    return new Reply(error.status(), new Body(json));
  }

  /** Sends the client to the port with TLS. */
  static Reply tlsRequired(int port) {
    return error(ApiError.TLS_REQUIRED, Json.tlsRequired(ApiError.TLS_REQUIRED.name(), port));
  }

  /** Refuses what was asked under a host that is not known; names the flag that makes it known. */
  static Reply unknownHost() {
    return error(ApiError.CROSS_SITE, Json.unknownHost(ApiError.CROSS_SITE.name(), "-http-hosts"));
  }

  /** Success, with nothing to say. */
  static Future<Reply> done() {
    return DONE;
  }

  /** The same, as an endpoint answers it. */
  public static Future<Reply> failed(ApiError error) {
    return Future.succeededFuture(error(error));
  }
}
