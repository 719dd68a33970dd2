package io.github.vertxnsq.lookupd.bus;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.vertxnsq.lookupd.registry.Command;
import io.github.vertxnsq.lookupd.registry.ProducerId;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.junit5.Timeout;
import io.vertx.junit5.VertxExtension;
import io.vertx.junit5.VertxTestContext;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What is asked in one turn goes as one message, and everybody has an answer of his own. */
@ExtendWith(VertxExtension.class)
@Timeout(value = 10, timeUnit = TimeUnit.SECONDS)
final class OutboxTest {
  private static final List<Command> PING = List.of(new Command.Ping(new ProducerId(0, 1)));

  private final AtomicInteger messages = new AtomicInteger();

  /** Grants every batch but the first, which waits for this. */
  private final Promise<BatchOutcome> first = Promise.promise();

  @BeforeEach
  void answerInTheRegistrysPlace(Vertx vertx) {
    ByReferenceCodec.register(vertx.eventBus());
    vertx
        .eventBus()
        .localConsumer(
            Addresses.REGISTRY,
            message -> {
              messages.incrementAndGet();
              int batches = ((Mail) message.body()).batches().size();
              List<Future<BatchOutcome>> outcomes =
                  batches == 1
                      ? List.of(Future.succeededFuture(BatchOutcome.ALL_GRANTED))
                      : List.of(first.future(), Future.succeededFuture(BatchOutcome.ALL_GRANTED));
              message.reply(outcomes, ByReferenceCodec.LOCAL);
            });
  }

  @Test
  void oneThatHasToWaitKeepsNobodyWaiting(Vertx vertx, VertxTestContext test) {
    vertx.runOnContext(
        ignored -> {
          Outbox outbox = new Outbox(vertx.getOrCreateContext(), new RegistryClient(vertx));
          Future<BatchOutcome> waiting = outbox.execute(PING);
          outbox
              .execute(PING)
              .onComplete(
                  test.succeeding(
                      granted -> {
                        test.verify(() -> assertEquals(false, waiting.isComplete()));
                        first.complete(BatchOutcome.ALL_GRANTED);
                      }));
          waiting.onComplete(
              test.succeeding(
                  granted ->
                      test.verify(
                          () -> {
                            assertEquals(1, messages.get());
                            test.completeNow();
                          })));
        });
  }

  @Test
  void whoFailsOnHisAnswerKeepsNobodyFromHis(Vertx vertx, VertxTestContext test) {
    first.complete(BatchOutcome.ALL_GRANTED);
    vertx.runOnContext(
        ignored -> {
          Outbox outbox = new Outbox(vertx.getOrCreateContext(), new RegistryClient(vertx));
          outbox
              .execute(PING)
              .onSuccess(
                  granted -> {
                    throw new IllegalStateException("a connection's fault");
                  });
          outbox.execute(PING).onComplete(test.succeedingThenComplete());
        });
  }
}
