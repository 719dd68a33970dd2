package io.github.vertxnsq.lookupd.bus;

import io.github.vertxnsq.lookupd.registry.Command;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends what many connections ask for in one turn of their event loop to the registry as one
 * message: a message costs more than most commands. Belongs to one context.
 */
public final class Outbox {
  private static final Logger LOG = LoggerFactory.getLogger(Outbox.class);

  private final Context context;
  private final RegistryClient registry;
  private List<List<Command>> batches = new ArrayList<>();
  private List<Promise<BatchOutcome>> answers = new ArrayList<>();

  /** An outbox of what happens on this context. */
  public Outbox(Context context, RegistryClient registry) {
    this.context = context;
    this.registry = registry;
  }

  /** As {@link RegistryClient#execute}; to be called on the context, where it is answered too. */
  public Future<BatchOutcome> execute(List<Command> commands) {
    if (batches.isEmpty()) {
      // After all sockets that can be read now have been.
      context.runOnContext(ignored -> send());
    }
    Promise<BatchOutcome> answer = Promise.promise();
    batches.add(commands);
    answers.add(answer);
    return answer.future();
  }

  private void send() {
    List<Promise<BatchOutcome>> sent = answers;
    Future<List<Future<BatchOutcome>>> outcomes = registry.executeAll(batches);
    batches = new ArrayList<>();
    answers = new ArrayList<>();
    outcomes
        .onSuccess(
            all -> {
              for (int i = 0; i < sent.size(); i++) {
                pass(all.get(i), sent.get(i));
              }
            })
        .onFailure(fault -> sent.forEach(answer -> answer.fail(fault)));
  }

  /** One that is complete only later is completed by the registry's thread. */
  private void pass(Future<BatchOutcome> outcome, Promise<BatchOutcome> answer) {
    if (!outcome.isComplete()) {
      outcome.onComplete(later -> context.runOnContext(ignored -> answer.handle(later)));
      return;
    }
    try {
      outcome.onComplete(answer);
    } catch (RuntimeException fault) { // of one connection: the others want their answers
      LOG.error("an answer was not taken", fault);
    }
  }
}
