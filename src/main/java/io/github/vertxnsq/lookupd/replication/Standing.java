package io.github.vertxnsq.lookupd.replication;

import java.util.List;

/** Whether this daemon has a full copy, serves, and is listened to. */
final class Standing {
  private final Members members;
  private final Agreement agreement;
  private final Readiness readiness;
  private boolean ready;
  private boolean aside;

  /**
   * @param isAside whether it has a copy, and the others go on without it
   */
  Standing(boolean isAside, Members members, Agreement agreement, Readiness readiness) {
    this.aside = isAside;
    this.members = members;
    this.agreement = agreement;
    this.readiness = readiness;
  }

  /** Whether there has been a full copy of what others know, and they listen. */
  boolean isReady() {
    return ready;
  }

  boolean isAside() {
    return aside;
  }

  boolean hasCopy() {
    return ready || aside;
  }

  /** As of {@link Replica#mayBeAlone}. */
  void mayBeAlone(boolean may) {
    readiness.mayBeAlone(may);
  }

  /**
   * Sees whether it may be ready by now.
   *
   * @param hasAllTold whether all that present members told of has been applied
   */
  void look(boolean hasAllTold, long nowMillis) {
    List<Member> listed =
        members.listed().stream().filter(member -> !member.hasWrongClock()).toList();
    boolean isReached = readiness.isReached(listed, hasAllTold, agreement.isUnheard(), nowMillis);
    ready = ready || (isReached && !aside && !isOverruled(nowMillis));
  }

  /** Whether the others do not listen to this daemon, and go on without it. */
  boolean isOverruled(long nowMillis) {
    return agreement.isOverruled(ready, hasCopy(), nowMillis);
  }

  /** Serves with the copy that it has, as nobody else does. */
  void serve() {
    aside = false;
    ready = true;
  }
}
