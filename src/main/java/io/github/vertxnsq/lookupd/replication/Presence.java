package io.github.vertxnsq.lookupd.replication;

import io.github.vertxnsq.lookupd.registry.Registry;
import java.util.Set;

/**
 * What follows from a member being present or not: whether it judges its own producers, and whether
 * it is waited for.
 */
final class Presence {
  private final Registry registry;
  private final Members members;
  private final Agreement agreement;
  private final Acks acks;

  Presence(Registry registry, Members members, Agreement agreement, Acks acks) {
    this.registry = registry;
    this.members = members;
    this.agreement = agreement;
    this.acks = acks;
  }

  /** The member has said who it is: if that is a new number, its daemon has begun anew. */
  void mayBegin(Member member, int number, long nowMillis) {
    if (number != member.number() && !member.isFormer(number, nowMillis)) {
      ends(member);
      acks.forget(member.id);
      member.renumber(number);
    }
  }

  /** The member is absent from now on: its producers are orphans, and it is not waited for. */
  void ends(Member member) {
    if (member.stops()) {
      registry.slices().setPresent(member.number(), false);
    }
    acks.retain(members.presentIds());
  }

  /** The member's clock is refused from now on, or no more. */
  void clockIsJudged(Member member) {
    if (member.hasWrongClock()) {
      ends(member);
    }
  }

  /** Sees who has not been heard for too long. */
  void look(long nowMillis) {
    for (Member member : members.all()) {
      if (member.fallsSilent(nowMillis)) {
        ends(member);
      }
    }
  }

  /** Those who are present, but for those who have not heard this daemon for long. */
  Set<String> hearers(long nowMillis) {
    Set<String> hearers = members.presentIds();
    for (Member member : members.present()) {
      boolean isDeaf = member.hasSpoken() && agreement.hearingOf(member) == Hearing.SILENT;
      if (isDeaf && member.isNoNewcomer(nowMillis)) {
        hearers.remove(member.id);
      }
    }
    return hearers;
  }
}
