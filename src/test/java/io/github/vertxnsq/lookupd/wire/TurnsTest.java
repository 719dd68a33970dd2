package io.github.vertxnsq.lookupd.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Context;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

@Timeout(10)
@ExtendWith(VertxExtension.class)
final class TurnsTest {
  private static final int TASKS = 5 * Turns.TASKS_A_TURN;

  private final List<Integer> done = new ArrayList<>();
  private final Promise<Void> allDone = Promise.promise();

  @Test
  void runsAllInTheOrderGivenAndNoneWithinTheCall(Vertx vertx) throws Exception {
    Context context = vertx.getOrCreateContext();
    Promise<Integer> doneWithinTheCalls = Promise.promise();
    context.runOnContext(
        ignored -> {
          give(new Turns(vertx, context));
          doneWithinTheCalls.complete(done.size());
        });
    awaitAll();
    assertEquals(0, doneWithinTheCalls.future().result());
    assertEquals(IntStream.range(0, TASKS).boxed().toList(), done);
  }

  @Test
  void letsOthersGoBetweenTwoTurns(Vertx vertx) throws Exception {
    Context context = vertx.getOrCreateContext();
    Promise<Integer> doneBefore = Promise.promise();
    context.runOnContext(
        ignored -> {
          give(new Turns(vertx, context));
          context.runOnContext(other -> doneBefore.complete(done.size()));
        });
    awaitAll();
    assertTrue(
        doneBefore.future().result() <= Turns.TASKS_A_TURN,
        () -> doneBefore.future().result() + " were done before");
  }

  @Test
  void goesOnAfterAFault(Vertx vertx) throws Exception {
    Context context = vertx.getOrCreateContext();
    context.runOnContext(
        ignored -> {
          Turns turns = new Turns(vertx, context);
          turns.run(
              () -> {
                throw new IllegalStateException("as a test wants it");
              });
          give(turns);
        });
    awaitAll();
    assertEquals(TASKS, done.size());
  }

  private void give(Turns turns) {
    for (int i = 0; i < TASKS; i++) {
      int number = i;
      turns.run(() -> done.add(number));
    }
    turns.run(allDone::complete);
  }

  private void awaitAll() throws Exception {
    allDone.future().toCompletionStage().toCompletableFuture().get(5, TimeUnit.SECONDS);
  }
}
