package io.github.vertxnsq.lookupd.bus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vertxnsq.lookupd.process.Eventually;
import io.github.vertxnsq.lookupd.registry.Gathering;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.lang.ref.WeakReference;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** One gathering serves all who ask, but nobody gets an answer from before he asked. */
@ExtendWith(VertxExtension.class)
final class GathererTest {
  private static final int STEPS = 1;

  private Publisher publisher;
  private Gatherer<String> gatherer;
  private int begun;
  private boolean failing;

  @BeforeEach
  void gatherInTwoSteps(Vertx vertx) {
    publisher = new Publisher(vertx);
    gatherer = new Gatherer<>(Publisher.NODES, this::begin, publisher);
  }

  private Gathering<String> begin() {
    String result = "gathering " + ++begun;
    int[] step = {0};
    return steps -> {
      if (failing) {
        throw new IllegalStateException("out of something");
      }
      return step[0]++ == 0 ? null : result;
    };
  }

  @Test
  void allWhoAskWhileNothingChangesShareOneAnswer() {
    Future<Published<String>> first = gatherer.ask();
    gatherer.work(STEPS);
    Future<Published<String>> second = gatherer.ask();
    assertFalse(first.isComplete());
    gatherer.work(STEPS);
    assertEquals("gathering 1", first.result().value());
    assertSame(first.result(), second.result());
    assertSame(first.result(), gatherer.ask().result());
    assertSame(first.result(), publisher.published(Publisher.NODES));
    assertTrue(gatherer.isIdle());
  }

  @Test
  void whoAsksAfterAChangeGetsTheGatheringAfterIt() {
    Future<Published<String>> before = gatherer.ask();
    gatherer.work(STEPS);
    publisher.nodesChanged();
    Future<Published<String>> after = gatherer.ask();
    gatherer.work(STEPS);
    assertEquals("gathering 1", before.result().value());
    assertNull(publisher.published(Publisher.NODES), "what is outdated is not published");
    assertFalse(after.isComplete());

    gatherer.work(STEPS);
    gatherer.work(STEPS);
    assertEquals("gathering 2", after.result().value());
    assertNotSame(before.result(), after.result());
    assertSame(after.result(), publisher.published(Publisher.NODES));
  }

  @Test
  void aFaultIsToldToThoseWhoAskedAndTheNextOneWorks() {
    failing = true;
    Future<Published<String>> unlucky = gatherer.ask();
    gatherer.work(STEPS);
    assertEquals("out of something", unlucky.cause().getMessage());

    failing = false;
    Future<Published<String>> lucky = gatherer.ask();
    gatherer.work(STEPS);
    gatherer.work(STEPS);
    assertEquals("gathering 2", lucky.result().value());
  }

  @Test
  void whatIsOutdatedIsNotKept() throws Exception {
    WeakReference<?> answer = answered();
    publisher.nodesChanged();
    Eventually.holds(
        "it is collected",
        Duration.ofSeconds(10),
        () -> {
          System.gc();
          return answer.refersTo(null);
        });
  }

  private WeakReference<?> answered() {
    Future<Published<String>> answer = gatherer.ask();
    gatherer.work(STEPS);
    gatherer.work(STEPS);
    return new WeakReference<>(answer.result());
  }
}
