package io.github.vertxnsq.lookupd.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** When the log says that somebody is missing; there is a look every two seconds. */
class AbsenceTest {
  private final ExpectedMembers.Absence absence =
      new ExpectedMembers.Absence(TimeUnit.SECONDS.toNanos(2));
  private final List<Integer> told = new ArrayList<>();
  private int second = -5_000;

  @Test
  void whoIsGoneForLongIsToldOnceAndThenNowAndThen() {
    look(310, "refused", false);

    assertEquals(List.of(-4_990, -4_390), told);
  }

  /** Killed, and started anew: it answers for some seconds before it is a member. */
  @Test
  void whoIsStartedAnewIsNot() {
    look(4, "refused", false);
    look(4, "another cluster", true);

    assertEquals(List.of(), told);
  }

  @Test
  void whatItIsSaidToBeAfterThatIsNoGuess() {
    look(6, "refused", false);
    look(6, "another cluster", true);

    assertEquals(List.of(-4_990, -4_978), told);
  }

  @Test
  void aReasonThatWasSeenOnceIsNone() {
    look(5, "refused", false);
    look(1, "no route", false);
    look(2, "refused", false);

    assertEquals(List.of(-4_986), told);
  }

  @Test
  void whoMayTakeLongToJoinIsGivenThatTime() {
    ExpectedMembers.Absence patient = new ExpectedMembers.Absence(TimeUnit.SECONDS.toNanos(60));
    int looks = 0;
    while (!patient.isToBeTold(
        new Membership.Missing("it", "refused", false), TimeUnit.SECONDS.toNanos(2L * looks))) {
      looks++;
    }
    assertEquals(30, looks);
  }

  private void look(int times, String reason, boolean answers) {
    for (int i = 0; i < times; i++) {
      if (absence.isToBeTold(
          new Membership.Missing("it", reason, answers), TimeUnit.SECONDS.toNanos(second))) {
        told.add(second);
      }
      second += 2;
    }
  }
}
