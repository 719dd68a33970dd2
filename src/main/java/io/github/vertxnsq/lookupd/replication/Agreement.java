package io.github.vertxnsq.lookupd.replication;

import java.util.ArrayList;
import java.util.List;

/**
 * Whether the other daemons listen to this one. Two whose clocks differ by more than an hour cannot
 * share facts, and the one that is ahead is refused by the other; so is one of an unknown version.
 * Those that agree are a camp, and the smaller camp steps aside: its daemons are not ready. Between
 * two camps of one size the one that is refused does, or the one that is not ready yet.
 */
final class Agreement {
  private final String id;
  private final Members members;

  /**
   * @param id of this daemon, as the engine names it
   */
  Agreement(String id, Members members) {
    this.id = id;
    this.members = members;
  }

  /** What is heard of each member here. */
  List<ReplicationMessage.Opinion> opinions(long nowMillis) {
    List<ReplicationMessage.Opinion> opinions = new ArrayList<>();
    for (Member member : members.all()) {
      opinions.add(new ReplicationMessage.Opinion(member.id, member.hearing(nowMillis)));
    }
    return opinions;
  }

  /** How the member hears this daemon, by its last digest. */
  Hearing hearingOf(Member member) {
    if (member.seen() != null) {
      for (ReplicationMessage.Opinion opinion : member.seen().opinions()) {
        if (opinion.member().equals(id)) {
          return opinion.hearing();
        }
      }
    }
    return Hearing.SILENT;
  }

  /**
   * Whether the others go on without this daemon.
   *
   * @param isReady whether this daemon is ready
   * @param hasCopy whether it has, or had, a full copy
   */
  boolean isOverruled(boolean isReady, boolean hasCopy, long nowMillis) {
    List<Member> speaking =
        members.all().stream().filter(member -> member.isSpeaking(nowMillis)).toList();
    List<Member> ready = speaking.stream().filter(member -> member.seen().ready()).toList();
    // Who only joins has nothing to lose, and does not vote against one that knows something.
    List<Member> voters =
        ready.isEmpty()
            ? speaking.stream().filter(it -> it.seen().hasCopy() || !hasCopy).toList()
            : ready;
    long against = voters.stream().filter(this::disagrees).count();
    long camp = 1 + voters.size() - against;
    boolean yields =
        (!isReady && !ready.isEmpty())
            || voters.stream().anyMatch(member -> hearingOf(member).isRefusal());
    return against > camp || (against == camp && yields);
  }

  private boolean disagrees(Member member) {
    return member.hasWrongClock() || hearingOf(member).isRefusal();
  }

  /** Whether a daemon that is ready is there to learn from. */
  boolean hasWhomToFollow() {
    return members.present().stream()
        .anyMatch(it -> it.hasSpoken() && it.lastDigest().ready() && !disagrees(it));
  }

  /** Whether a daemon that is ready does not hear this one yet. */
  boolean isUnheard() {
    return members.present().stream()
        .anyMatch(
            it -> it.hasSpoken() && it.lastDigest().ready() && hearingOf(it) != Hearing.HEARD);
  }

  /** What is wrong between this daemon and the member, for people; empty when nothing is. */
  String trouble(Member member, long nowMillis) {
    Hearing here = member.hearing(nowMillis);
    if (here != Hearing.HEARD) {
      return here.text;
    }
    Hearing there = hearingOf(member);
    return switch (there) {
      case HEARD -> "";
      case SILENT -> "it does not hear this one";
      case CLOCK -> "it refuses this one, whose clock is more than an hour ahead";
      case UNREADABLE -> "it refuses this one, whose messages it cannot read";
    };
  }
}
