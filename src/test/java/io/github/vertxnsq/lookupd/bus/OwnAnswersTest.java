package io.github.vertxnsq.lookupd.bus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vertxnsq.lookupd.registry.Gathering;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Answers that hold for a moment; a long one does not keep a short one waiting. */
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
    Future<String> lengthy = answers.add("a", takes(9, "long"));
    Future<String> brief = answers.add("b", takes(1, "short"));
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
      all.add(answers.add(i, takes(1, "one of many")));
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
  void whoAsksTheSameBeforeItIsBegunIsGivenTheSame() {
    Future<String> early = answers.add("a", takes(2, "begun first"));
    answers.work(STEPS_A_TURN / 2); // steps are fewer than turns: one is left for each turn
    Future<String> begunMeanwhile = answers.add("b", takes(9, "other"));
    List<Future<String>> alike = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      alike.add(answers.add("c", takes(1, "asked last " + i)));
    }
    answers.work(STEPS);
    assertEquals("begun first", early.result());
    assertFalse(begunMeanwhile.isComplete());
    assertTrue(alike.stream().allMatch(it -> it.result().equals("asked last 2")));
  }

  @Test
  void fewAreBegunAtATimeHoweverManyAsk() {
    int[] begun = {0};
    for (int i = 0; i < 100; i++) {
      boolean[] isBegun = {false};
      answers.add(
          i,
          steps -> {
            begun[0] += isBegun[0] ? 0 : 1;
            isBegun[0] = true;
            return null;
          });
    }
    for (int i = 0; i < 50; i++) {
      answers.work(STEPS);
    }
    assertEquals(4, begun[0]);
  }

  @Test
  void aFaultIsToldToTheOneWhoAsked() {
    Future<String> faulty =
        answers.add(
            "a",
            steps -> {
              throw new IllegalStateException("out of something");
            });
    Future<String> other = answers.add("b", takes(1, "fine"));
    answers.work(STEPS);
    assertTrue(faulty.failed());
    assertEquals("fine", other.result());
    assertTrue(answers.isIdle());
  }
}
