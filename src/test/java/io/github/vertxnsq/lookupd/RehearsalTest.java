package io.github.vertxnsq.lookupd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.Counter;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Vertx;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class RehearsalTest {
  @Test
  void walksThroughASessionAndLookups() throws Exception {
    AtomicReference<PrometheusMeterRegistry> used = new AtomicReference<>();
    Rehearsal.begin(
            meters -> {
              used.set(meters);
              return Vertx.vertx();
            })
        .all()
        .toCompletableFuture()
        .get(10, TimeUnit.SECONDS);

    for (String command : new String[] {"identify", "register", "ping", "unregister"}) {
      assertTrue(counted(used.get(), "nsqlookupd.commands", "command", command) >= 1, command);
    }
    assertEquals(1, lookups(used.get(), "found"));
    assertEquals(1, lookups(used.get(), "not_found"));
  }

  @Test
  void isOverWhenItFails() throws Exception {
    Rehearsal.begin(
            meters -> {
              Vertx closed = Vertx.vertx();
              closed.close().toCompletionStage().toCompletableFuture().join();
              return closed;
            })
        .all()
        .toCompletableFuture()
        .get(10, TimeUnit.SECONDS);
    Rehearsal.begin(
            meters -> {
              throw new IllegalStateException("no Vert.x");
            })
        .all()
        .toCompletableFuture()
        .get(10, TimeUnit.SECONDS);
  }

  private static double lookups(PrometheusMeterRegistry meters, String result) {
    return counted(meters, "nsqlookupd.lookups", "result", result);
  }

  private static double counted(
      PrometheusMeterRegistry meters, String name, String tag, String value) {
    return meters.find(name).tag(tag, value).counters().stream().mapToDouble(Counter::count).sum();
  }
}
