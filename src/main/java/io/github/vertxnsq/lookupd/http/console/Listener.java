package io.github.vertxnsq.lookupd.http.console;

import io.github.vertxnsq.lookupd.http.Bytes;
import io.github.vertxnsq.lookupd.http.Outflow;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerResponse;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A client that listens. While it has not taken one event no other is sent; of those that come due
 * meanwhile the last of each kind is kept, since it replaces those before.
 */
final class Listener {
  private final HttpServerResponse response;
  private final HttpConnection connection;

  /** By the feed that each is of. */
  private final Map<Feed, Bytes> due = new LinkedHashMap<>();

  private boolean isTaking;

  Listener(HttpServerResponse response, HttpConnection connection) {
    this.response = response;
    this.connection = connection;
  }

  /** Sends the feed's newest event now or later. */
  void send(Feed feed, Bytes event) {
    due.put(feed, event);
    goOn();
  }

  private void goOn() {
    Iterator<Bytes> next = due.values().iterator();
    if (isTaking || !next.hasNext() || response.ended() || response.closed()) {
      return;
    }
    Bytes event = next.next();
    next.remove();
    isTaking = true;
    Outflow.write(response, connection, event)
        .onComplete(
            taken -> {
              isTaking = false;
              goOn();
            });
  }

  /** Ends the answer, whatever is still to be sent. */
  void end() {
    if (!response.ended() && !response.closed()) {
      response.end();
    }
  }
}
