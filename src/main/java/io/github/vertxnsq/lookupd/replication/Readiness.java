package io.github.vertxnsq.lookupd.replication;

import java.util.Collection;

/**
 * When a daemon that starts may believe that it knows all there is to know. While one is ready that
 * is when its copy is complete. While none is, all of them may have just started, or those who know
 * are not there yet; so they are waited for. A daemon among members that say nothing it can hear
 * must not take the silence for an empty registry.
 */
final class Readiness {
  private final long joinMillis;
  private final long startedMillis;

  /** Since when nobody else has been there. */
  private long aloneSinceMillis;

  /** Whether nobody who should be there lives, and only does not take this daemon in. */
  private boolean mayBeAlone = true;

  /**
   * @param joinMillis how long those who know are waited for
   */
  Readiness(long joinMillis, long nowMillis) {
    this.joinMillis = joinMillis;
    this.startedMillis = nowMillis;
    this.aloneSinceMillis = nowMillis;
  }

  void mayBeAlone(boolean may) {
    mayBeAlone = may;
  }

  /**
   * Whether it may.
   *
   * @param listed the others that are there by what the engine says, but for those whose clock is
   *     refused here
   * @param hasAllTold whether all that they told of is known here
   * @param isUnheard whether one of them that is ready has not heard this daemon yet
   */
  boolean isReached(
      Collection<Member> listed, boolean hasAllTold, boolean isUnheard, long nowMillis) {
    if (listed.isEmpty()) {
      return mayBeAlone && hasAllTold && nowMillis - aloneSinceMillis >= joinMillis;
    }
    aloneSinceMillis = nowMillis;
    boolean isReady = listed.stream().anyMatch(one -> one.hasSpoken() && one.lastDigest().ready());
    boolean isMute = listed.stream().anyMatch(one -> !one.hasSpoken());
    boolean isHeard = listed.stream().anyMatch(one -> one.hasSpoken() && one.isPresent());
    boolean hasWaited = nowMillis - startedMillis >= joinMillis;
    return hasAllTold && isHeard && (hasWaited || (isReady && !isMute && !isUnheard));
  }
}
