package io.github.vertxnsq.lookupd.replication;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Who may believe to know everything, and when. */
class ReadinessTest {
  private static final long JOIN_MILLIS = 10_000;
  private static final long SOON = 100;

  private final Readiness readiness = new Readiness(JOIN_MILLIS, 0);

  private static Member mute() {
    return new Member("mute", 0);
  }

  private static Member spoken(boolean isReady) {
    Member member = new Member("spoken", 0);
    member.spoke(
        new ReplicationMessage.Digest(
            1, "one", isReady, List.of(), 0, 0, 0, true, List.of(), isReady, false, 0, List.of()));
    return member;
  }

  @Test
  void whoIsAloneIsReadyAfterTheTimeToJoin() {
    assertFalse(readiness.isReached(List.of(), true, false, JOIN_MILLIS - 1));
    assertTrue(readiness.isReached(List.of(), true, false, JOIN_MILLIS));
  }

  @Test
  void whoIsRefusedIsNotAlone() {
    readiness.mayBeAlone(false);
    assertFalse(readiness.isReached(List.of(), true, false, 10 * JOIN_MILLIS));
    readiness.mayBeAlone(true);
    assertTrue(readiness.isReached(List.of(), true, false, 10 * JOIN_MILLIS));
  }

  @Test
  void whoIsLeftAloneBeginsToWaitAnew() {
    assertFalse(readiness.isReached(List.of(mute()), true, false, JOIN_MILLIS));
    assertFalse(readiness.isReached(List.of(), true, false, JOIN_MILLIS + SOON));
    assertTrue(readiness.isReached(List.of(), true, false, 2 * JOIN_MILLIS));
  }

  @Test
  void aCopyOfWhoeverIsReadyIsEnough() {
    assertTrue(readiness.isReached(List.of(spoken(false), spoken(true)), true, false, SOON));
    assertFalse(
        readiness.isReached(List.of(spoken(true)), false, false, JOIN_MILLIS), "no copy yet");
  }

  @Test
  void thoseWhoJustStartedDoNotVouchForEachOther() {
    assertFalse(readiness.isReached(List.of(spoken(false)), true, false, JOIN_MILLIS - 1));
    assertTrue(
        readiness.isReached(List.of(spoken(false)), true, false, JOIN_MILLIS), "nobody knows more");
  }

  @Test
  void oneThatIsMuteHoldsNobodyUpForEver() {
    List<Member> oneIsMute = List.of(spoken(true), mute());
    assertFalse(readiness.isReached(oneIsMute, true, false, JOIN_MILLIS - 1));
    assertTrue(readiness.isReached(oneIsMute, true, false, JOIN_MILLIS));
  }

  @Test
  void whomNobodyHearsIsNotReadyUntilItHasWaited() {
    List<Member> one = List.of(spoken(true));
    assertFalse(readiness.isReached(one, true, true, SOON));
    assertTrue(readiness.isReached(one, true, true, JOIN_MILLIS));
  }

  @Test
  void whoHasLostThoseThatItHeardIsNotReadyHoweverLongItWaits() {
    Member lost = spoken(true);
    assertTrue(lost.fallsSilent(JOIN_MILLIS));
    assertFalse(readiness.isReached(List.of(lost), true, false, 100 * JOIN_MILLIS));
  }

  @Test
  void whoCanHearNobodyIsNotReadyHoweverLongItWaits() {
    assertFalse(readiness.isReached(List.of(mute()), true, false, 100 * JOIN_MILLIS));
  }
}
