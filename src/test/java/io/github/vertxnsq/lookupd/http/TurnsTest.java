package io.github.vertxnsq.lookupd.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(VertxExtension.class)
@Timeout(30)
final class TurnsTest {
  private static final int CLIENTS = 200;

  private static final long WORK_NANOS = Turns.TURN_NANOS / 10;

  private final List<Integer> done = new ArrayList<>();
  private final CountDownLatch allDone = new CountDownLatch(CLIENTS);
  private int doneBefore;

  @Test
  void allHaveTheirTurnAndOthersHaveTheirsInBetween(Vertx vertx) throws Exception {
    List<Integer> clients = IntStream.range(0, CLIENTS).boxed().toList();
    vertx.runOnContext(
        begin -> {
          vertx.runOnContext(other -> doneBefore = done.size());
          Turns.forEach(vertx, clients, this::work);
        });
    assertTrue(allDone.await(10, TimeUnit.SECONDS));
    assertEquals(clients, done);
    assertTrue(doneBefore <= 10, doneBefore + " before somebody else had a turn");
  }

  private void work(int client) {
    long beginNanos = System.nanoTime();
    while (System.nanoTime() - beginNanos < WORK_NANOS) {
      Thread.onSpinWait();
    }
    done.add(client);
    allDone.countDown();
  }

  @Test
  void aStepMayAskForMore(Vertx vertx) throws Exception {
    CountDownLatch steps = new CountDownLatch(3);
    vertx.runOnContext(
        begin -> {
          List<Turns> turns = new ArrayList<>();
          turns.add(
              new Turns(
                  vertx,
                  () -> {
                    steps.countDown();
                    turns.get(0).goOn();
                    return steps.getCount() > 0;
                  }));
          turns.get(0).goOn();
        });
    assertTrue(steps.await(10, TimeUnit.SECONDS));
  }

  @Test
  void whatGoesWrongForOneKeepsNobodyElseWaiting(Vertx vertx) throws Exception {
    CountDownLatch others = new CountDownLatch(2);
    vertx.runOnContext(
        begin ->
            Turns.forEach(
                vertx,
                List.of(1, 2),
                client -> {
                  others.countDown();
                  if (client == 1) {
                    throw new IllegalStateException("as a test wants it");
                  }
                }));
    assertTrue(others.await(10, TimeUnit.SECONDS));
  }

  @Test
  void whereThereIsNothingToDoNothingIsDone(Vertx vertx) throws Exception {
    CountDownLatch tried = new CountDownLatch(1);
    vertx.runOnContext(
        begin -> {
          Turns.forEach(vertx, List.<Integer>of(), this::work);
          tried.countDown();
        });
    assertTrue(tried.await(10, TimeUnit.SECONDS));
    assertEquals(List.of(), done);
  }
}
