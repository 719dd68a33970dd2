package io.github.vertxnsq.lookupd.hostile.arena;

import java.util.List;
import java.util.stream.Stream;

/** All there are. */
final class Attacks {
  private Attacks() {}

  /** One by one. */
  static List<Attack> apart() {
    return all(1, 1, 1);
  }

  /** Those of one kind at once where they can be, which takes a third of the time. */
  static List<Attack> together() {
    return all(2, 3, 6);
  }

  private static List<Attack> all(int few, int some, int many) {
    return Stream.of(
            Attack.together(some, AnswersUnread.all()),
            LargeAnswers.all(),
            Attack.together(some, UnfinishedRequests.all()),
            Attack.together(many, CostlyWords.all()),
            Attack.together(few, ProducersPort.all()),
            Presence.places(),
            Attack.together(few, Presence.rights()),
            Attack.together(few, Handshakes.all()))
        .flatMap(List::stream)
        .toList();
  }
}
