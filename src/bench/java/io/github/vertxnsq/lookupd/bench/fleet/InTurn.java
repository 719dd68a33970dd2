package io.github.vertxnsq.lookupd.bench.fleet;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.function.IntFunction;

/** Does a thing so many times, with a bounded number of them on their way. */
final class InTurn {
  private final int count;
  private final IntFunction<Future<Void>> thing;
  private final Promise<Void> done = Promise.promise();
  private int begun;
  private int finished;

  private InTurn(int count, IntFunction<Future<Void>> thing) {
    this.count = count;
    this.thing = thing;
  }

  /**
   * Does the thing for the numbers from 0 to below {@code count}.
   *
   * @param count above 0
   * @return completes when all are done, fails with the first that fails
   */
  static Future<Void> run(int count, int atOnce, IntFunction<Future<Void>> thing) {
    if (count < 1) {
      return Future.failedFuture("nothing to do: " + count); // or nobody would ever be told
    }
    InTurn turns = new InTurn(count, thing);
    for (int i = 0; i < Math.min(count, atOnce); i++) {
      turns.next();
    }
    return turns.done.future();
  }

  private void next() {
    if (begun < count) {
      thing.apply(begun++).onSuccess(ignored -> finish()).onFailure(done::tryFail);
    }
  }

  private void finish() {
    if (++finished == count) {
      done.tryComplete();
    } else {
      next();
    }
  }
}
