package io.github.vertxnsq.lookupd.replication;

import java.util.HashSet;
import java.util.Set;

/**
 * Another daemon that is there by what the cluster's engine says, and what was heard from it.
 *
 * <pre>
 *   present ──nothing taken from it for 5 s, its clock refused, or Goodbye──▶ absent
 *   absent  ──a message is taken──▶ present
 * </pre>
 *
 * <p>A daemon that begins anew keeps the engine's name and has another number; what still comes
 * under an earlier number is not listened to, while it is heard under the later one.
 */
final class Member {
  /** A member from which nothing was taken for so long is absent. */
  static final long ABSENT_MILLIS = 5_000;

  /** As the engine names it. */
  final String id;

  /** Of its digests that were taken, since it has this number; null until the first. */
  private ReplicationMessage.Digest last;

  /** Of its digests, taken or not; null until the first. */
  private ReplicationMessage.Digest seen;

  private long seenMillis;

  /** Its number; 0 until it is known. */
  private int number;

  private final Set<Integer> formerNumbers = new HashSet<>();

  private final long sinceMillis;
  private long owed;
  private boolean present = true;

  /** Whether it is taken into account that its daemon is there, and judges its own producers. */
  private boolean counted;

  /** It said goodbye: it is as good as gone, unless it begins anew. */
  private boolean leaving;

  /** Whether its last digest was refused for its clock. */
  private boolean clockRefused;

  /** Whether something came since the last that was taken, and could not be read. */
  private boolean unreadable;

  /** When something from it was last taken; before that, when it came. */
  private long heardMillis;

  Member(String id, long nowMillis) {
    this.id = id;
    this.heardMillis = nowMillis;
    this.sinceMillis = nowMillis;
  }

  /** Whether it has been listed for longer than it takes to hear each other. */
  boolean isNoNewcomer(long nowMillis) {
    return nowMillis - sinceMillis >= ABSENT_MILLIS;
  }

  /** Its daemon counts as there from now on; returns whether it did not before. */
  boolean begins() {
    boolean begins = !counted;
    counted = true;
    return begins;
  }

  /** Its daemon counts as gone from now on; returns whether it did not before. */
  boolean stops() {
    boolean stops = counted;
    counted = false;
    return stops;
  }

  /** Something from it is taken. */
  void heard(long nowMillis) {
    heardMillis = nowMillis;
    unreadable = false;
    present = !leaving && !clockRefused;
  }

  void isUnreadable() {
    unreadable = true;
  }

  int number() {
    return number;
  }

  /**
   * Whether it had that number, and speaks under a later one. Messages may come late, so the one
   * that came last may be the earlier one: that one is not heard again.
   */
  boolean isFormer(int sender, long nowMillis) {
    long lastMillis = Math.max(heardMillis, seenMillis);
    return formerNumbers.contains(sender) && nowMillis - lastMillis < ABSENT_MILLIS;
  }

  /** From now on it speaks under that number. */
  void renumber(int next) {
    if (number != 0) {
      formerNumbers.add(number);
    }
    formerNumbers.remove(next);
    number = next;
    last = null;
    leaving = false;
  }

  /** Its digest came, whether it is taken or not. */
  void isSeen(ReplicationMessage.Digest digest, boolean hasWrongClock, long nowMillis) {
    seen = digest;
    seenMillis = nowMillis;
    clockRefused = hasWrongClock;
    if (hasWrongClock) {
      present = false;
    }
  }

  /** Its last digest, taken or not; null before the first. */
  ReplicationMessage.Digest seen() {
    return seen;
  }

  /** Whether a digest came in the last seconds, taken or not. */
  boolean isSpeaking(long nowMillis) {
    return seen != null && !leaving && nowMillis - seenMillis < ABSENT_MILLIS;
  }

  /** How it is heard here. */
  Hearing hearing(long nowMillis) {
    if (clockRefused) {
      return Hearing.CLOCK;
    }
    boolean isRecent = nowMillis - heardMillis < ABSENT_MILLIS;
    if (hasSpoken() && isRecent) {
      return Hearing.HEARD;
    }
    return unreadable ? Hearing.UNREADABLE : Hearing.SILENT;
  }

  /** Something other than a digest was refused for its clock; the next digest tells how it is. */
  void refusesClock() {
    clockRefused = true;
    present = false;
  }

  boolean hasWrongClock() {
    return clockRefused;
  }

  /** Whether it was heard over the bus lately, or has just come. */
  boolean isPresent() {
    return present;
  }

  /**
   * It is absent when nothing was taken from it for too long; returns whether it is so just now.
   */
  boolean fallsSilent(long nowMillis) {
    boolean falls = present && nowMillis - heardMillis >= ABSENT_MILLIS;
    present = present && !falls;
    return falls;
  }

  boolean hasSpoken() {
    return last != null;
  }

  ReplicationMessage.Digest lastDigest() {
    return last;
  }

  void spoke(ReplicationMessage.Digest digest) {
    last = digest;
    number = digest.sender();
  }

  /** Somebody there waits until its stream has been applied here up to that number. */
  void owes(long upTo) {
    owed = Math.max(owed, upTo);
  }

  /** Number up to which it waits for its stream to be applied here; 0 when it does not. */
  long owed() {
    return owed;
  }

  void isPaid() {
    owed = 0;
  }

  boolean isLeaving() {
    return leaving;
  }

  void leaves() {
    leaving = true;
    present = false;
  }
}
