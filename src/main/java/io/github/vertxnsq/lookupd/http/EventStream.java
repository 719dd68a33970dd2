package io.github.vertxnsq.lookupd.http;

import io.github.vertxnsq.lookupd.events.Entry;
import io.github.vertxnsq.lookupd.registry.TopicName;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerResponse;

/**
 * A client that is told what happens. Belongs to one event loop.
 *
 * <pre>
 *   ABREAST  told at once       to BEHIND when it has no room, to BUSY when it is sent much
 *   BEHIND   reads from the log to ABREAST at its end, to BUSY likewise
 *   BUSY     nothing else sent  to BEHIND when that is sent
 * </pre>
 */
final class EventStream {
  private enum State {
    ABREAST,
    BEHIND,
    BUSY
  }

  private final HttpServerResponse response;
  private final HttpConnection connection;
  private final TopicName topic;

  private String sentTag;
  private State state = State.BUSY;

  /** Number of the next event to look at, while it is not abreast. */
  private long next;

  /** Whether the topic's answer has become another one, while it is not abreast. */
  private boolean awaitsLookup;

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

  boolean isBehind() {
    return state == State.BEHIND;
  }

  void comeAbreast() {
    state = State.ABREAST;
  }

  /** From now on it reads from the log, the event with that number first. */
  void fallBehind(long number) {
    state = State.BEHIND;
    next = number;
  }

  /** From now on only one thing is sent, which has to do with the events before that number. */
  void beBusy(long number) {
    state = State.BUSY;
    next = number;
  }

  long next() {
    return next;
  }

  void pass() {
    next++;
  }

  boolean awaitsLookup() {
    return awaitsLookup;
  }

  void awaitLookup(boolean awaits) {
    awaitsLookup = awaits;
  }

  /** Whether the event is for this client. */
  boolean wants(Entry entry) {
    return topic == null || topic.equals(entry.event().topic());
  }

  /** Sends some bytes, as far as the client takes them; there is to be room. */
  void send(Buffer bytes) {
    response.write(bytes).onFailure(gone -> drop());
  }

  /**
   * Sends what may be much, bit by bit; unless it was sent before, and nothing like it since.
   *
   * @param tag of what is sent
   */
  Future<Void> sendAll(String tag, Buffer bytes) {
    if (tag.equals(sentTag)) {
      return Future.succeededFuture();
    }
    sentTag = tag;
    return Outflow.write(response, bytes);
  }

  boolean hasRoom() {
    return !response.writeQueueFull();
  }

  void whenRoom(Runnable then) {
    response.drainHandler(drained -> then.run());
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
