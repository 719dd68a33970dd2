package io.github.vertxnsq.lookupd.replication;

import io.github.vertxnsq.lookupd.registry.HybridClock;
import io.github.vertxnsq.lookupd.registry.Registry;
import io.github.vertxnsq.lookupd.registry.Stamp;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.IntSupplier;

/**
 * This daemon as a member, from its start to its end: it begins anew when the others do not listen
 * to it, because its clock is wrong or its version. Pure, as {@link Replica}.
 *
 * <pre>
 *   JOINING ──has a full copy, and the others listen──▶ SERVING
 *   SERVING ──the others do not listen──▶ ASIDE
 *   ASIDE ──they do, and one of them is ready──▶ JOINING, with nothing
 *   ASIDE ──nobody else serves──▶ SERVING, with what is known
 *   JOINING, with what it remembers of long ago ──somebody serves──▶ JOINING, with nothing
 * </pre>
 *
 * <p>Who steps aside takes another number, so that its producers are orphans of a daemon that is
 * gone, here as everywhere, and stay listed until they have connected to another daemon. What it
 * decided and nobody took is forgotten when it joins anew, and so are the stamps of a clock that
 * was ahead.
 */
final class Incarnations {
  private final String id;
  private final String name;
  private final Registry registry;
  private final HybridClock stamps;
  private final Transport transport;
  private final IntSupplier numbers;
  private final long joinMillis;
  private Replica replica;
  private Set<String> others = Set.of();

  /** How far the clock had come when this daemon stepped aside: what is known may be from then. */
  private long asideHybridTime;

  /** When the present one began. */
  private long begunMillis;

  /**
   * @param id of this daemon, as the cluster's engine names it
   * @param name of this daemon, for people
   * @param number of this daemon, which the registry and the clock have, too
   * @param numbers gives numbers that no daemon has or had
   * @param joinMillis after so long without an answer from others there are none
   */
  Incarnations(
      String id,
      String name,
      int number,
      Registry registry,
      HybridClock stamps,
      Transport transport,
      IntSupplier numbers,
      long joinMillis,
      long nowMillis) {
    this.id = id;
    this.name = name;
    this.registry = registry;
    this.stamps = stamps;
    this.transport = transport;
    this.numbers = numbers;
    this.joinMillis = joinMillis;
    this.replica = replica(number, false, nowMillis);
  }

  private Replica replica(int number, boolean isAside, long nowMillis) {
    Self self = new Self(number, id, name);
    return new Replica(self, isAside, registry, stamps, transport, joinMillis, nowMillis);
  }

  /** The present one. */
  Replica current() {
    return replica;
  }

  /** These others are there, by the cluster's engine. */
  void setMembers(Set<String> ids, long nowMillis, long wallMillis) {
    others = new TreeSet<>(ids); // in an order that a simulation repeats
    replica.setMembers(others, nowMillis, wallMillis);
  }

  /**
   * Steps aside, or comes back, if it is time to; to be called after whatever the others said.
   *
   * @return whether something of this kind happened
   */
  boolean settle(long nowMillis, long wallMillis) {
    if (replica.isOutdated() && replica.agreement().hasWhomToFollow()) {
      joinAnew(nowMillis, wallMillis);
      return false; // it has told nobody anything, and keeps its number
    }
    Standing standing = replica.standing();
    boolean isAside = standing.isAside();
    if (!standing.isReady() && hasLearnedWrongTimes(nowMillis, wallMillis)) {
      if (isAside) {
        stamps.restart(replica.self().number()); // none of its stamps is in use
        return false;
      }
      joinAnew(nowMillis, wallMillis);
      return true;
    }
    if (!standing.hasCopy() || standing.isOverruled(nowMillis) == isAside) {
      return false;
    }
    if (!isAside) {
      stepAside(nowMillis, wallMillis);
    } else if (replica.agreement().hasWhomToFollow()) {
      joinAnew(nowMillis, wallMillis);
    } else if (nowMillis - begunMillis >= Member.ABSENT_MILLIS) {
      stamps.observe(asideHybridTime);
      standing.serve();
    } else {
      return false; // the others may be there, and have not been heard since
    }
    return true;
  }

  /**
   * Whether the others refuse what this daemon has learned from one whose clock had been ahead; who
   * joins takes times as those use them who are ready.
   */
  private boolean hasLearnedWrongTimes(long nowMillis, long wallMillis) {
    return nowMillis - begunMillis >= Member.ABSENT_MILLIS
        && stamps.hybridTime() > Stamp.hybridTimeOf(wallMillis + Screening.MAX_AHEAD_MILLIS)
        && replica.standing().isOverruled(nowMillis);
  }

  private void joinAnew(long nowMillis, long wallMillis) {
    registry.clear(nowMillis);
    begin(replica.self().number(), false, nowMillis);
    replica.setMembers(others, nowMillis, wallMillis);
  }

  private void stepAside(long nowMillis, long wallMillis) {
    replica.giveUp();
    asideHybridTime = stamps.hybridTime();
    int number = numbers.getAsInt();
    registry.renumber(number);
    Replica former = replica;
    begin(number, true, nowMillis);
    replica.inherit(former);
    replica.setMembers(others, nowMillis, wallMillis);
  }

  private void begin(int number, boolean isAside, long nowMillis) {
    stamps.restart(number);
    begunMillis = nowMillis;
    replica = replica(number, isAside, nowMillis);
  }
}
