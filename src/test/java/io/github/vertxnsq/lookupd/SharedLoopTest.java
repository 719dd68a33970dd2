package io.github.vertxnsq.lookupd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(VertxExtension.class)
final class SharedLoopTest {
  /** Tells where it was started and stopped. */
  private static final class Resident extends VerticleBase {
    private final RuntimeException fault;
    private Context startedOn;
    private Thread startedBy;
    private Thread stoppedBy;

    Resident(RuntimeException fault) {
      this.fault = fault;
    }

    @Override
    public Future<?> start() {
      if (fault != null) {
        throw fault;
      }
      startedOn = context;
      startedBy = Thread.currentThread();
      return Future.succeededFuture();
    }

    @Override
    public Future<?> stop() {
      stoppedBy = Thread.currentThread();
      return Future.succeededFuture();
    }
  }

  private final SharedLoop loop = new SharedLoop();

  @Test
  void whoComesLaterLivesWhereTheFirstDoes(Vertx vertx) throws Exception {
    Resident first = new Resident(null);
    Resident elsewhere = new Resident(null);
    Resident second = new Resident(null);
    await(vertx.deployVerticle(loop.host(first)));
    await(vertx.deployVerticle(elsewhere));
    String id = await(vertx.deployVerticle(loop.host(second)));

    assertNotEquals(first.startedBy, elsewhere.startedBy, "Vert.x's own way");
    assertEquals(first.startedBy, second.startedBy);
    assertSame(first.startedOn, second.startedOn);

    await(vertx.undeploy(id));
    assertEquals(first.startedBy, second.stoppedBy);
    assertEquals(null, first.stoppedBy, "the first one stays");
  }

  @Test
  void whoCannotStartIsReported(Vertx vertx) throws Exception {
    RuntimeException fault = new IllegalStateException("no port");
    await(vertx.deployVerticle(loop.host(new Resident(null))));

    Throwable told =
        vertx
            .deployVerticle(loop.host(new Resident(fault)))
            .<Throwable>map(ignored -> null)
            .otherwise(cause -> cause)
            .await(10, TimeUnit.SECONDS);

    assertSame(fault, told);
  }

  private static <T> T await(Future<T> future) throws Exception {
    return future.await(10, TimeUnit.SECONDS);
  }
}
