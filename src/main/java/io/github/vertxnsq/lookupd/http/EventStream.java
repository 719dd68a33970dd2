package io.github.vertxnsq.lookupd.http;

import io.github.vertxnsq.lookupd.registry.TopicName;
import io.vertx.core.Future;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerResponse;

/**
 * A client that is told what happens. Belongs to one event loop.
 *
 * <pre>
 *   ABREAST  was told all there is     to DUE when there is more
 *   DUE      is to have its turn       to BUSY when it has, to ABREAST when there is nothing
 *   BUSY     has not taken it all yet  to DUE when it has
 *   OVER     is gone
 * </pre>
 */
final class EventStream {
  private enum State {
    ABREAST,
    DUE,
    BUSY,
    OVER
  }

  /** In milliseconds: when a client that lost its connection is to come back. */
  private static final String RETRY = "retry: 2000\n";

  private final HttpServerResponse response;
  private final HttpConnection connection;
  private final TopicName topic;

  private String sentTag;
  private State state = State.BUSY;

  /** Number of the next event to look at, while it is not abreast. */
  private long next;

  /** What it is to be sent after all events: a snapshot under this name; null for none. */
  private String awaitedSnapshot;

  /** Whether it is to be sent a sign of life. */
  private boolean awaitsBeat;

  /**
   * @param topic the only one it wants to hear of; null for all
   */
  EventStream(HttpServerResponse response, HttpConnection connection, TopicName topic) {
    this.response = response;
    this.connection = connection;
    this.topic = topic;
  }

  TopicName topic() {
    return topic;
  }

  boolean isAbreast() {
    return state == State.ABREAST;
  }

  boolean isDue() {
    return state == State.DUE;
  }

  boolean isBusy() {
    return state == State.BUSY;
  }

  void comeAbreast() {
    state = State.ABREAST;
  }

  /** Is to have its turn, and then to look at the event with that number first. */
  void beDue(long number) {
    state = State.DUE;
    next = number;
  }

  void beBusy() {
    state = State.BUSY;
  }

  void beOver() {
    state = State.OVER;
  }

  long next() {
    return next;
  }

  /** The name of the snapshot that it waits for; null for none. */
  String awaitedSnapshot() {
    return awaitedSnapshot;
  }

  /** Has it wait for a snapshot, unless it does. */
  void awaitSnapshot(String name) {
    awaitedSnapshot = awaitedSnapshot == null ? name : awaitedSnapshot;
  }

  boolean awaitsBeat() {
    return awaitsBeat;
  }

  void awaitBeat() {
    awaitsBeat = true;
  }

  /** Begins the answer. */
  void begin() {
    response.write(RETRY);
  }

  /** Sends some bytes, bit by bit; done when the client has taken them. */
  Future<Void> send(Bytes bytes) {
    state = State.BUSY;
    awaitsBeat &= bytes.length() == 0; // whatever it is sent is a sign of life
    return Outflow.write(response, connection, bytes);
  }

  /**
   * Sends the snapshot that it waits for; unless it was sent before, and nothing like it since.
   *
   * @param tag of what is sent
   */
  Future<Void> sendSnapshot(String tag, Bytes bytes) {
    awaitedSnapshot = null;
    if (tag.equals(sentTag)) {
      return Future.succeededFuture();
    }
    sentTag = tag;
    awaitsBeat = false;
    return Outflow.write(response, connection, bytes);
  }

  /** Answers with an error instead; nothing is to have been sent. */
  void refuse() {
    Decorators.send(response, connection, Reply.error(ApiError.INTERNAL_ERROR));
  }

  /** The client does not keep up. */
  void drop() {
    Outflow.drop(connection);
  }

  /** Ends the stream in good order. */
  void end() {
    response.end();
  }
}
