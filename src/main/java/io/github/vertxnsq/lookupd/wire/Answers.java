package io.github.vertxnsq.lookupd.wire;

import io.github.vertxnsq.lookupd.bus.BatchOutcome;
import io.github.vertxnsq.lookupd.registry.Command;
import io.github.vertxnsq.lookupd.registry.Refusal;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.function.Supplier;

/**
 * What a batch of commands is answered: one answer a command, up to one that ends the connection.
 *
 * @param bytes the answers before that one
 * @param failure that one; null when the connection goes on
 */
record Answers(Buffer bytes, WireError failure) {

  static Answers to(List<Command> batch, BatchOutcome outcome, Supplier<Buffer> identifyAnswer) {
    if (outcome.refusals().isEmpty() && batch.size() == 1) {
      return new Answers(granted(batch.get(0), identifyAnswer), null);
    }
    Buffer all = Buffer.buffer(batch.size() * Responses.ok().length());
    for (int place = 0; place < batch.size(); place++) {
      Command command = batch.get(place);
      Refusal refusal = outcome.refusal(place);
      if (refusal == null) {
        all.appendBuffer(granted(command, identifyAnswer));
      } else if (isSurvived(command, refusal)) {
        all.appendBuffer(Responses.error(WireError.of(refusal)));
      } else {
        return new Answers(all, WireError.of(refusal));
      }
    }
    return new Answers(all, null);
  }

  private static Buffer granted(Command command, Supplier<Buffer> identifyAnswer) {
    return command instanceof Command.Identify ? identifyAnswer.get() : Responses.ok();
  }

  /** Who was in before there was no room stays in, with what it has. */
  private static boolean isSurvived(Command command, Refusal refusal) {
    return switch (refusal) {
      case NO_ROOM -> !(command instanceof Command.Identify);
      case MAX_TOPICS_REACHED,
          MAX_CHANNELS_PER_TOPIC_REACHED,
          MAX_REGISTRATIONS_PER_PRODUCER_REACHED ->
          true;
      case NOT_READY, UNKNOWN_PRODUCER, CHANNEL_NOT_FOUND -> false;
    };
  }
}
