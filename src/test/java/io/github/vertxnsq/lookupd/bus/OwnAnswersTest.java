package io.github.vertxnsq.lookupd.bus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vertxnsq.lookupd.registry.Gathering;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Everybody gets an answer of his own, a long one does not keep a short one waiting. */
final class OwnAnswersTest {
  private static final int STEPS = 80;
  private static final int STEPS_A_TURN = 10;

  private final OwnAnswers answers = new OwnAnswers();
  private int stepsTaken;

  private Gathering<String> takes(int turns, String answer) {
    int[] left = {turns};
    return steps -> {
      stepsTaken += steps;
      return --left[0] == 0 ? answer : null;
    };
  }

  @Test
  void aShortOneIsDoneBeforeALongOneThatCameFirst() {
    Future<String> lengthy = answers.add(takes(9, "long"));
    Future<String> brief = answers.add(takes(1, "short"));
    answers.work(STEPS);
    assertEquals("short", brief.result());
    assertFalse(lengthy.isComplete());
    answers.work(STEPS);
    assertEquals("long", lengthy.result());
    assertTrue(answers.isIdle());
  }

  @Test
  void noMoreIsDoneAtATimeThanMayBe() {
    List<Future<String>> all = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      all.add(answers.add(takes(1, "one of many")));
    }
    answers.work(STEPS);
    assertEquals(STEPS, stepsTaken);
    assertEquals(STEPS / STEPS_A_TURN, all.stream().filter(Future::succeeded).count());
    assertFalse(answers.isIdle());
    answers.work(STEPS);
    answers.work(STEPS);
    assertTrue(all.stream().allMatch(Future::succeeded));
  }

  @Test
  void aFaultIsToldToTheOneWhoAsked() {
    Future<String> faulty =
        answers.add(
            steps -> {
              throw new IllegalStateException("out of something");
            });
    Future<String> other = answers.add(takes(1, "fine"));
    answers.work(STEPS);
    assertTrue(faulty.failed());
    assertEquals("fine", other.result());
    assertTrue(answers.isIdle());
  }
}
