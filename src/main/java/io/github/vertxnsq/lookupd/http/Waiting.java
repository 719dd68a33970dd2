package io.github.vertxnsq.lookupd.http;

import io.github.vertxnsq.lookupd.metrics.VertxMeters;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;

/**
 * A client that waits for another answer than it has. There may be ten thousands: it keeps no more
 * of the request than it needs. Comes before those that wait longer.
 */
final class Waiting implements Comparable<Waiting> {
  private final HttpServerResponse response;
  private final HttpConnection connection;

  /** Null once it is held: much else hangs on it. */
  private HttpServerRequest request;

  /** Those of the answers that it says to have, until one is found to be what it has. */
  private String tags;

  /** When it has waited long enough, on the monotonic clock. */
  final long deadlineMillis;

  /** Unlike any other's of its room. */
  private final long number;

  /** Of the answer that it has, once it is known to have it. */
  private String tag;

  Waiting(HttpServerRequest request, String tags, long deadlineMillis, long number) {
    this.response = request.response();
    this.connection = request.connection();
    this.request = request;
    this.tags = tags;
    this.deadlineMillis = deadlineMillis;
    this.number = number;
  }

  /** Is known to have to wait; returns whether that is new. */
  boolean hold() {
    if (isHeld()) {
      return false;
    }
    request.routed(VertxMeters.HELD);
    request = null;
    response.headers().remove(HttpHeaders.DATE); // it is of when it will be answered
    return true;
  }

  boolean isHeld() {
    return request == null;
  }

  /**
   * Whether an answer with this status and tag is what the client has, and is not to be told again.
   */
  boolean has(int status, String answerTag) {
    if (tag == null && Condition.has(tags, status, answerTag)) {
      tag = answerTag;
      tags = null;
    }
    return tag != null && Condition.isTagged(status) && tag.equals(answerTag);
  }

  /**
   * Has it told when the client sends more before it has its answer.
   *
   * @param then null for no longer
   */
  void whenPipelined(Runnable then) {
    Pipelined.whenThere(connection, then);
  }

  /** Has the connection closed when the answer is sent. */
  void closeAfterwards() {
    ConnectionHeader.announceClose(response);
  }

  void send(Reply reply) {
    HttpDate.set(response);
    Condition.send(tag == null ? tags : tag, response, connection, reply);
  }

  @Override
  public int compareTo(Waiting other) {
    int byDeadline = Long.compare(deadlineMillis, other.deadlineMillis);
    return byDeadline == 0 ? Long.compare(number, other.number) : byDeadline;
  }

  @Override
  public boolean equals(Object other) {
    return this == other;
  }

  @Override
  public int hashCode() {
    return Long.hashCode(number);
  }
}
