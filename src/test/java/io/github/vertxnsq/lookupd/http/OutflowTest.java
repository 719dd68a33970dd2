package io.github.vertxnsq.lookupd.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(VertxExtension.class)
@Timeout(30)
final class OutflowTest {
  private static final int STEPS = 300;
  private static final long STEP_NANOS = 1_000_000;

  private int taken;
  private int takenBefore;

  /** A socket may take megabytes at once. */
  @Test
  void othersHaveTheirTurnThoughNoStepHasToBeWaitedFor(Vertx vertx) throws Exception {
    Promise<Void> done = Promise.promise();
    vertx.runOnContext(
        begin -> {
          vertx.setTimer(1, other -> takenBefore = taken);
          Outflow.inTurn(this::step).onComplete(done);
        });
    done.future().await(20, TimeUnit.SECONDS);
    assertEquals(STEPS, taken);
    assertTrue(takenBefore < STEPS / 10, takenBefore + " before somebody else had a turn");
  }

  private Future<Void> step() {
    if (taken == STEPS) {
      return null;
    }
    taken++;
    long beginNanos = System.nanoTime();
    while (System.nanoTime() - beginNanos < STEP_NANOS) {
      Thread.onSpinWait();
    }
    return Future.succeededFuture();
  }
}
