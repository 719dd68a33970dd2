package io.github.vertxnsq.lookupd.seeding;

import io.github.vertxnsq.lookupd.bus.BatchOutcome;
import io.github.vertxnsq.lookupd.bus.RegistryClient;
import io.github.vertxnsq.lookupd.registry.Command;
import io.github.vertxnsq.lookupd.registry.Name;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes names known to the registry, many at a time, one batch after the other. Belongs to one
 * context.
 */
final class Creations {
  /** In a cluster each batch waits for the others; and none may keep the registry for long. */
  private static final int BATCH = 1_000;

  private final RegistryClient registry;
  private List<Command> waiting = new ArrayList<>();
  private Future<Void> sent = Future.succeededFuture();
  private int refused;

  Creations(RegistryClient registry) {
    this.registry = registry;
  }

  void add(Name name) {
    waiting.add(new Command.Create(name));
    if (waiting.size() == BATCH) {
      send();
    }
  }

  /** Sends what still waits; never fails. */
  Future<Void> end() {
    send();
    return sent;
  }

  /** How many names are not known after all, once all is sent. */
  int refused() {
    return refused;
  }

  private void send() {
    List<Command> batch = waiting;
    waiting = new ArrayList<>();
    sent =
        sent.compose(ignored -> registry.execute(batch))
            .transform(outcome -> count(batch.size(), outcome));
  }

  private Future<Void> count(int size, AsyncResult<BatchOutcome> outcome) {
    refused += outcome.succeeded() ? outcome.result().refusals().size() : size;
    return Future.succeededFuture();
  }
}
