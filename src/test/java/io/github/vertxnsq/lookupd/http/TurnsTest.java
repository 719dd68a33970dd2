package io.github.vertxnsq.lookupd.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
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
  private int turnsEnded;

  @Test
  void allHaveTheirTurnAndOthersHaveTheirsInBetween(Vertx vertx) throws Exception {
    vertx.runOnContext(
        begin -> {
          Turns<Integer> turns = new Turns<>(vertx, this::work, () -> turnsEnded++);
          IntStream.range(0, CLIENTS).forEach(turns::add);
          vertx.runOnContext(other -> doneBefore = done.size());
        });
    assertTrue(allDone.await(10, TimeUnit.SECONDS));
    assertEquals(IntStream.range(0, CLIENTS).boxed().toList(), done);
    assertTrue(doneBefore <= 10, doneBefore + " before somebody else had a turn");
    assertTrue(turnsEnded >= CLIENTS / 10, turnsEnded + " turns");
  }

  @Test
  void whoIsAddedDuringATurnHasOneToo(Vertx vertx) throws Exception {
    CountDownLatch again = new CountDownLatch(3);
    vertx.runOnContext(
        begin -> {
          List<Turns<Integer>> turns = new ArrayList<>();
          turns.add(
              new Turns<>(
                  vertx,
                  left -> {
                    again.countDown();
                    if (left > 0) {
                      turns.get(0).add(left - 1);
                    }
                  },
                  () -> {}));
          turns.get(0).add(2);
        });
    assertTrue(again.await(10, TimeUnit.SECONDS));
  }

  @Test
  void whatGoesWrongForOneKeepsNobodyElseWaiting(Vertx vertx) throws Exception {
    CountDownLatch others = new CountDownLatch(2);
    Consumer<Integer> work =
        client -> {
          others.countDown();
          if (client == 1) {
            throw new IllegalStateException("as a test wants it");
          }
        };
    vertx.runOnContext(
        begin -> {
          Turns<Integer> turns = new Turns<>(vertx, work, () -> {});
          turns.add(1);
          turns.add(2);
        });
    assertTrue(others.await(10, TimeUnit.SECONDS));
  }

  private void work(int client) {
    long beginNanos = System.nanoTime();
    while (System.nanoTime() - beginNanos < WORK_NANOS) {
      Thread.onSpinWait();
    }
    done.add(client);
    allDone.countDown();
  }
}
