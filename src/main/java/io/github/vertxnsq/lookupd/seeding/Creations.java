package io.github.vertxnsq.lookupd.seeding;

import io.github.vertxnsq.lookupd.bus.BatchOutcome;
import io.github.vertxnsq.lookupd.bus.RegistryClient;
import io.github.vertxnsq.lookupd.registry.Command;
import io.github.vertxnsq.lookupd.registry.Name;
import io.github.vertxnsq.lookupd.registry.Refusal;
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

  private static final int MAX_BATCHES = 4;

  private final RegistryClient registry;
  private List<Command> waiting = new ArrayList<>();
  private Future<Void> sent = Future.succeededFuture();
  private int batches;
  private int refused;
  private boolean isFull;

  Creations(RegistryClient registry) {
    this.registry = registry;
  }

  void add(Name name) {
    waiting.add(new Command.Create(name));
    if (waiting.size() == BATCH) {
      send();
    }
  }

  /** Whether the registry has refused names for want of memory, so that to ask on is of no use. */
  boolean isFull() {
    return isFull;
  }

  /**
   * Done when few names wait.
   *
   * @return fails once the registry has no room for more
   */
  Future<Void> room() {
    if (isFull) {
      return Future.failedFuture(new SeedingException("there is no room for more names"));
    }
    return batches < MAX_BATCHES ? Future.succeededFuture() : sent.compose(ignored -> room());
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
    batches++;
    waiting = new ArrayList<>();
    sent =
        sent.compose(ignored -> registry.execute(batch))
            .transform(outcome -> count(batch.size(), outcome));
  }

  private Future<Void> count(int size, AsyncResult<BatchOutcome> outcome) {
    batches--;
    isFull |= outcome.succeeded() && outcome.result().refusals().containsValue(Refusal.NO_ROOM);
    refused += outcome.succeeded() ? outcome.result().refusals().size() : size;
    return Future.succeededFuture();
  }
}
