package io.github.vertxnsq.lookupd.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.junit5.VertxExtension;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(VertxExtension.class)
@Timeout(30)
final class ScrapesTest {
  private final List<Promise<Body>> begun = new ArrayList<>();

  @Test
  void whoAsksAtATimeSharesWhatIsRenderedAfterHeAsked(Vertx vertx) throws Exception {
    Promise<List<Body>> got = Promise.promise();
    vertx.runOnContext(
        begin -> {
          Scrapes scrapes = new Scrapes(vertx, this::render);
          Future<Body> first = scrapes.ask();
          Future<Body> second = scrapes.ask();
          Future<Body> third = scrapes.ask();
          begun.get(0).complete(body());
          Future<Body> fourth = scrapes.ask();
          assertEquals(1, begun.size());
          vertx.setPeriodic(
              1,
              rung -> {
                if (begun.size() == 2) {
                  begun.get(1).tryComplete(body());
                }
              });
          Future.all(first, second, third, fourth).map(all -> all.<Body>list()).onComplete(got);
        });
    List<Body> bodies = got.future().await(20, TimeUnit.SECONDS);
    assertNotSame(bodies.get(0), bodies.get(1), "begun before the second one asked");
    assertSame(bodies.get(1), bodies.get(2));
    assertSame(bodies.get(1), bodies.get(3));
    assertEquals(2, begun.size());
  }

  @Test
  void afterAFaultTheNextOneIsRenderedAnew(Vertx vertx) throws Exception {
    Promise<Body> got = Promise.promise();
    vertx.runOnContext(
        begin -> {
          Scrapes scrapes = new Scrapes(vertx, this::render);
          Future<Body> first = scrapes.ask();
          first.onFailure(fault -> scrapes.ask().onComplete(got));
          begun.get(0).fail("fault");
          vertx.setPeriodic(
              1,
              rung -> {
                if (begun.size() == 2) {
                  begun.get(1).tryComplete(body());
                }
              });
        });
    assertEquals(1, got.future().await(20, TimeUnit.SECONDS).length());
  }

  private Future<Body> render() {
    Promise<Body> one = Promise.promise();
    begun.add(one);
    return one.future();
  }

  private static Body body() {
    return new Body(Buffer.buffer("x"));
  }
}
