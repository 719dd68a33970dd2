package io.github.vertxnsq.lookupd;

import io.github.vertxnsq.lookupd.limits.OutOfMemory;
import io.vertx.core.Context;
import io.vertx.core.Deployable;
import io.vertx.core.Future;
import io.vertx.core.Promise;

/**
 * One event loop on which several verticles live, each deployed when its time has come: what they
 * send each other wakes no other thread. Vert.x by itself gives every verticle the next loop.
 *
 * <p>They share the first one's context: what a verticle leaves open when it is undeployed by
 * itself stays open until the first one is, and with that one goes what belongs to all. So undeploy
 * the first one last, and let each close what it opened.
 */
final class SharedLoop {
  private Context shared;

  /** The verticle, to be deployed here; the first one is given the loop that all others join. */
  Deployable host(Deployable verticle) {
    return new Deployable() {
      @Override
      public Future<?> deploy(Context own) throws Exception {
        if (shared == null) {
          shared = own;
          return verticle.deploy(own);
        }
        return onLoop(() -> verticle.deploy(shared));
      }

      @Override
      public Future<?> undeploy(Context own) {
        return onLoop(() -> verticle.undeploy(shared));
      }
    };
  }

  /** Runs the task where the verticles live. */
  Future<Object> run(Runnable task) {
    return onLoop(
        () -> {
          task.run();
          return Future.succeededFuture();
        });
  }

  private interface Step {
    Future<?> take() throws Exception;
  }

  private Future<Object> onLoop(Step step) {
    Promise<Object> taken = Promise.promise();
    shared.runOnContext(
        ignored -> {
          try {
            step.take().<Object>map(done -> done).onComplete(taken);
          } catch (Exception | Error fault) { // who deploys is told, as by Vert.x
            OutOfMemory.ofThisProcess().check(fault);
            taken.fail(fault);
          }
        });
    return taken.future();
  }
}
