package io.github.vertxnsq.lookupd.registry;

import java.util.HashSet;
import java.util.Set;

/**
 * One connection that identified.
 *
 * <pre>
 *   loud   ──not heard for longer than the inactive-producer-timeout──▶ silent
 *   silent ──heard──▶ loud
 *   any ──connection gone──▶ ended
 * </pre>
 */
final class Producer {
  /** More than any nsqd unregisters before its first PING; strangers could fill the memory. */
  private static final int MAX_GIVEN_UP = 128;

  final ProducerId id;
  final PeerInfo peer;

  /** The peer as every view of it shows it, so that it is rendered once. */
  final Shown<PeerInfo> shownPeer;

  final Node node;
  final Origin origin;
  final Stamp identifiedAt;
  final Holdings registrations = new Holdings();

  /**
   * By the clock of this producer's daemon, as of a {@link Registration}. Not a stamp: each PING
   * would leave one behind that was old enough to be kept till the next full collection.
   */
  private long heardHybridTime;

  /** On the monotonic clock. */
  private long lastHeardMillis;

  private boolean pinged;
  private boolean silent;
  private boolean ended;

  /** How many of the registrations are of what goes away with its last producer. */
  private int ephemerals;

  /** What this unregistered before its first PING while an older connection lived; mostly null. */
  private Set<Name> givenUp;

  /** Of this and all that it holds, by exclusive or. */
  private long hash;

  Producer(
      ProducerId id, PeerInfo peer, Node node, Origin origin, Stamp identifiedAt, long nowMillis) {
    this.id = id;
    this.peer = peer;
    this.shownPeer = new Shown<>(peer);
    this.node = node;
    this.origin = origin;
    this.hash = Hashes.of(id, identifiedAt);
    this.identifiedAt = identifiedAt;
    this.heardHybridTime = identifiedAt.hybridTime();
    this.lastHeardMillis = nowMillis;
  }

  long hash() {
    return hash;
  }

  Stamp heardAt() {
    return new Stamp(heardHybridTime, id.node());
  }

  long lastHeardMillis() {
    return lastHeardMillis;
  }

  boolean isSilent() {
    return silent;
  }

  void setSilent(boolean silent) {
    this.silent = silent;
  }

  /**
   * Whether the connection is gone: nothing that it held counts, though some may still be linked.
   */
  boolean hasEnded() {
    return ended;
  }

  void end() {
    ended = true;
  }

  boolean holdsEphemerals() {
    return ephemerals > 0;
  }

  void link(Registration registration) {
    registrations.add(registration);
    hash ^= registration.hash();
    ephemerals += registration.subject.name().isEphemeral() ? 1 : 0;
  }

  void unlink(Registration registration) {
    registrations.remove(registration);
    hash ^= registration.hash();
    ephemerals -= registration.subject.name().isEphemeral() ? 1 : 0;
  }

  /** Was heard then, at a moment that may lie back. */
  void hear(long hybridTime, long heardMillis) {
    heardHybridTime = hybridTime;
    lastHeardMillis = heardMillis;
  }

  void ping(Stamp stamp, long nowMillis) {
    hear(stamp.hybridTime(), nowMillis);
    pinged = true;
    givenUp = null;
  }

  boolean hasPinged() {
    return pinged;
  }

  void giveUp(Name name) {
    if (givenUp == null) {
      givenUp = new HashSet<>();
    }
    if (givenUp.size() < MAX_GIVEN_UP) {
      givenUp.add(name);
    }
  }

  /** Whether anything follows from giving the name up: it does once, and up to a limit. */
  boolean canGiveUp(Name name) {
    return givenUp == null || (givenUp.size() < MAX_GIVEN_UP && !givenUp.contains(name));
  }

  /** Mostly none. */
  Set<Name> givenUp() {
    return givenUp == null ? Set.of() : givenUp;
  }

  boolean gaveUp(Name name) {
    return givenUp != null && givenUp.contains(name);
  }
}
