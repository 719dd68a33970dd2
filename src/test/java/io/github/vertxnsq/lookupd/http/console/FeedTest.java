package io.github.vertxnsq.lookupd.http.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vertxnsq.lookupd.process.Eventually;
import io.vertx.core.Deployable;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.junit5.VertxExtension;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Who is sent which sample, and when one is taken at all. */
@Timeout(60)
@ExtendWith(VertxExtension.class)
final class FeedTest {
  private static final Duration NEVER = Duration.ofHours(1);
  private static final Duration OFTEN = Duration.ofMillis(10);
  private static final Duration SOON = Duration.ofSeconds(20);
  private static final long SOON_SECONDS = SOON.toSeconds();

  /** So much that no socket's buffers hold many. */
  private static final String PADDING = "x".repeat(1 << 20);

  private final BlockingQueue<Promise<Buffer>> statuses = new LinkedBlockingQueue<>();
  private final AtomicInteger samples = new AtomicInteger();
  private final AtomicInteger heardSamples = new AtomicInteger();
  private final AtomicInteger watching = new AtomicInteger();
  private final List<ConsoleEvents> open = new ArrayList<>();

  /** Statuses that the test gives. */
  private final Samples given =
      new Samples() {
        @Override
        public Future<Buffer> status() {
          samples.incrementAndGet();
          Promise<Buffer> status = Promise.promise();
          statuses.add(status);
          return status.future();
        }

        @Override
        public Future<Buffer> heard() {
          return Future.succeededFuture(event("heard", heardSamples.incrementAndGet(), ""));
        }
      };

  private static Buffer event(String type, int number, String padding) {
    return Buffer.buffer("event: " + type + "\ndata: [" + number + ",\"" + padding + "\"]\n\n");
  }

  @AfterEach
  void close() throws Exception {
    for (ConsoleEvents events : open) {
      events.close();
    }
  }

  private int serve(Vertx vertx, Samples samples, Duration status, Duration heard)
      throws Exception {
    Promise<HttpServer> listening = Promise.promise();
    Deployable instance =
        context -> {
          Router router = Router.router(vertx);
          router.get("/live").handler(this::count);
          router.get("/live").handler(new Live(vertx, samples, status, heard));
          return vertx
              .createHttpServer()
              .requestHandler(router)
              .listen(0, "127.0.0.1")
              .onComplete(listening);
        };
    vertx.deployVerticle(instance).await(SOON_SECONDS, TimeUnit.SECONDS);
    return listening.future().await(SOON_SECONDS, TimeUnit.SECONDS).actualPort();
  }

  private void count(RoutingContext ctx) {
    watching.incrementAndGet();
    ctx.addEndHandler(ended -> watching.decrementAndGet());
    ctx.next();
  }

  /** Returns when its headers are there, so that it is among the listeners. */
  private ConsoleEvents listen(int port, String target) throws Exception {
    ConsoleEvents events = ConsoleEvents.open(port, target);
    open.add(events);
    return events;
  }

  private void give(int number) throws Exception {
    statuses.poll(SOON_SECONDS, TimeUnit.SECONDS).complete(event("status", number, ""));
  }

  private static int number(ConsoleEvents events) throws Exception {
    return events.next("status").path(0).asInt();
  }

  @Test
  void whoComesLaterIsGivenTheSampleThatThereIs(Vertx vertx) throws Exception {
    int port = serve(vertx, given, NEVER, NEVER);
    assertEquals(0, samples.get());
    ConsoleEvents first = listen(port, "/live");
    give(1);
    assertEquals(1, number(first));
    assertEquals(1, number(listen(port, "/live")));
    assertEquals(1, number(listen(port, "/live?heard=no")));
    assertEquals(1, samples.get());
    assertEquals(0, heardSamples.get());
    assertEquals(3, watching.get());
  }

  @Test
  void oneSampleAPeriodIsForAll(Vertx vertx) throws Exception {
    int port = serve(vertx, given, OFTEN, NEVER);
    ConsoleEvents first = listen(port, "/live");
    give(1);
    ConsoleEvents second = listen(port, "/live");
    for (int i = 2; i < 10; i++) {
      give(i);
    }
    assertEquals(1, number(first));
    assertEquals(1, number(second));
    for (int i = 2; i < 10; i++) {
      assertEquals(i, number(first));
      assertEquals(i, number(second));
    }
  }

  @Test
  void theSecondFeedIsForWhoWantsIt(Vertx vertx) throws Exception {
    int port = serve(vertx, given, NEVER, OFTEN);
    ConsoleEvents events = listen(port, "/live?heard=true");
    assertEquals(1, events.next("heard").path(0).asInt());
    assertEquals(2, events.next("heard").path(0).asInt());
    give(7);
    assertEquals(7, number(events));
  }

  @Test
  void nothingIsSampledWhenTheLastHasLeft(Vertx vertx) throws Exception {
    int port = serve(vertx, given, NEVER, OFTEN);
    ConsoleEvents events = listen(port, "/live?heard=true");
    events.next("heard");
    events.close();
    Eventually.holds("nobody listens", SOON, () -> watching.get() == 0);
    int before = heardSamples.get();
    Eventually.passes(OFTEN.multipliedBy(20));
    assertEquals(before, heardSamples.get());

    assertTrue(listen(port, "/live?heard=true").next("heard").path(0).asInt() > before);
  }

  @Test
  void aSampleThatFailsIsLeftOut(Vertx vertx) throws Exception {
    int port = serve(vertx, given, OFTEN, NEVER);
    ConsoleEvents events = listen(port, "/live");
    statuses.poll(SOON_SECONDS, TimeUnit.SECONDS).fail("nobody there");
    give(2);
    assertEquals(2, number(events));
  }

  /** What it missed it is not sent; the last it is. */
  @Test
  void whoDoesNotReadIsSentTheLastOnly(Vertx vertx) throws Exception {
    int last = 60;
    Samples large =
        new Samples() {
          @Override
          public Future<Buffer> status() {
            int number = Math.min(last, samples.incrementAndGet());
            return Future.succeededFuture(event("status", number, PADDING));
          }

          @Override
          public Future<Buffer> heard() {
            return Future.failedFuture("not wanted");
          }
        };
    int port = serve(vertx, large, OFTEN, NEVER);
    ConsoleEvents slow = listen(port, "/live");
    Eventually.holds("all are sampled", SOON, () -> samples.get() >= last);

    int events = 1;
    int number = number(slow);
    while (number < last) {
      int next = number(slow);
      assertTrue(next > number, "in order");
      number = next;
      events++;
    }
    int sent = events;
    assertTrue(sent < last / 2, () -> sent + " of " + last);
  }
}
