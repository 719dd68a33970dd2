package io.github.vertxnsq.lookupd.http;

import io.github.vertxnsq.lookupd.golang.GoDuration;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Under which a client wants an answer: that it is not one that the client has.
 *
 * @param tags of the answers that the client has, as {@code If-None-Match} lists them; null for
 *     none
 * @param maxWait how long the client waits for another one
 */
record Condition(String tags, Duration maxWait) {
  /** Longer is not waited, or connections would be held for clients long gone. */
  static final Duration MAX_WAIT = Duration.ofMinutes(10);

  private static final String WAIT = "wait";

  /** Whether the request may have one; cheap, since nearly none has. */
  static boolean isIn(HttpServerRequest request) {
    String query = request.query();
    return request.headers().contains(HttpHeaders.IF_NONE_MATCH)
        || (query != null && query.contains(WAIT));
  }

  /** The request's condition; empty when there is none to be made of {@code wait}. */
  static Optional<Condition> of(HttpServerRequest request, Params params) {
    List<String> lines = request.headers().getAll(HttpHeaders.IF_NONE_MATCH);
    String tags = lines.isEmpty() ? null : String.join(",", lines);
    return params
        .get(WAIT)
        .map(text -> GoDuration.parse(text, MAX_WAIT))
        .orElse(Optional.of(Duration.ZERO))
        .map(wait -> new Condition(tags, wait));
  }

  /** Whether there is any, or the answer is to be just what it is without. */
  boolean isGiven(Params params) {
    return tags != null || params.get(WAIT).isPresent();
  }

  /** Whether the client would wait rather than have an answer again. */
  boolean waits() {
    return tags != null && maxWait.toMillis() > 0;
  }

  /** Whether a client with these, or null, has the answer with this status and tag. */
  static boolean has(String tags, int status, String tag) {
    return tags != null && isTagged(status) && EntityTag.isNamedBy(tags, tag);
  }

  /**
   * Whether the answer tells of what is there, if only that it is not; errors are never waited on.
   */
  static boolean isTagged(int status) {
    return status == 200 || status == 404;
  }

  /** Sends the answer, or that a client with these tags, or null, has it. */
  static void send(
      String tags, HttpServerResponse response, HttpConnection connection, Reply reply) {
    if (isTagged(reply.status())) {
      response.putHeader(HttpHeaders.ETAG, reply.json().tag());
    }
    // As RFC 9110 has it in section 13.2.1: what is no success is told again.
    boolean isKnown = reply.status() == 200 && has(tags, 200, reply.json().tag());
    Decorators.send(response, connection, isKnown ? Reply.NOT_MODIFIED : reply);
  }
}
