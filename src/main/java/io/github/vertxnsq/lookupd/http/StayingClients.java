package io.github.vertxnsq.lookupd.http;

import io.github.vertxnsq.lookupd.auth.Evidence;
import io.github.vertxnsq.lookupd.auth.Guard;
import io.github.vertxnsq.lookupd.auth.KeptEvidence;
import io.github.vertxnsq.lookupd.auth.Role;
import io.netty.channel.Channel;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.impl.HttpServerConnection;
import java.util.HashMap;
import java.util.Map;

/**
 * The clients that were let in to read, and stay for minutes or for good. Who would not be let in
 * any more is dropped, since other tokens are in force. Belongs to one event loop.
 */
final class StayingClients {
  private final Guard guard;
  private final Map<Channel, Evidence> evidence = new HashMap<>();

  /** Those of the event loop on which this is made. */
  StayingClients(Vertx vertx, Guard guard) {
    this.guard = guard;
    Context context = vertx.getOrCreateContext();
    guard.onChange(
        () ->
            context.runOnContext(changed -> Turns.forEach(vertx, evidence.keySet(), this::check)));
  }

  /** From now on the client is one of them, until its connection is closed. */
  void add(HttpServerRequest request) {
    HttpConnection connection = request.connection();
    Channel channel = ((HttpServerConnection) connection).channelHandlerContext().channel();
    Evidence former = evidence.put(channel, new KeptEvidence(new RequestEvidence(request)));
    if (former == null) {
      channel.closeFuture().addListener(closed -> evidence.remove(channel));
    }
  }

  private void check(Channel channel) {
    Evidence brought = evidence.get(channel);
    if (brought != null && !guard.letsInStill(Role.READ, brought)) {
      Outflow.drop(channel);
    }
  }
}
