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
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(VertxExtension.class)
final class TurnsTest {
  private static final int TASKS = 5 * Turns.TASKS_A_TURN;
  private static final int OTHER = -1;

  /** Numbers of tasks as they were run. */
  private final List<Integer> done = new ArrayList<>();

  private Context context;
  private Turns turns;

  @BeforeEach
  void makeTurns(Vertx vertx) {
    context = vertx.getOrCreateContext();
    turns = new Turns(vertx, context);
  }

  @Test
  void runsAllInTheOrderGiven() throws Exception {
    untilAllDone(this::give);
    assertEquals(IntStream.range(0, TASKS).boxed().toList(), done);
  }

  @Test
  void runsNoneWithinTheCall() throws Exception {
    untilAllDone(
        () -> {
          give();
          done.add(OTHER);
        });
    assertEquals(OTHER, done.get(0));
  }

  @Test
  void letsOthersGoBetweenTwoTurns() throws Exception {
    untilAllDone(
        () -> {
          give();
          context.runOnContext(next -> context.runOnContext(afterATurn -> done.add(OTHER)));
        });
    assertEquals(Turns.TASKS_A_TURN, done.indexOf(OTHER), "so many were done before");
  }

  @Test
  void overtakesNothingThatWasQueuedBefore() throws Exception {
    untilAllDone(
        () -> {
          turns.run(() -> done.add(0));
          context.runOnContext(queued -> done.add(OTHER));
          turns.run(() -> done.add(1));
        });
    assertTrue(done.indexOf(OTHER) < done.indexOf(1), done::toString);
  }

  @Test
  void goesOnAfterAFault() throws Exception {
    untilAllDone(
        () -> {
          turns.run(
              () -> {
                throw new IllegalStateException("as a test wants it");
              });
          give();
        });
    assertEquals(TASKS, done.size());
  }

  private void give() {
    for (int i = 0; i < TASKS; i++) {
      int number = i;
      turns.run(() -> done.add(number));
    }
  }

  /** Runs this on the context, and returns when all that it gave, to the context too, is done. */
  private void untilAllDone(Runnable giving) throws Exception {
    Promise<Void> allDone = Promise.promise();
    context.runOnContext(
        ignored -> {
          giving.run();
          turns.run(() -> context.runOnContext(a -> context.runOnContext(b -> allDone.complete())));
        });
    allDone.future().toCompletionStage().toCompletableFuture().get(5, TimeUnit.SECONDS);
  }
}
