package io.github.vertxnsq.lookupd.registry;

/**
 * One connection that identified.
 *
 * <pre>
 *   loud   ──not heard for longer than the inactive-producer-timeout──▶ silent
 *   silent ──heard──▶ loud
 *   any ──connection gone──▶ ended
 * </pre>
 *
 * <p>Beside that, and whatever that time-out is, it is quiet while it has not been heard for more
 * than two of nsqd's PING intervals. Its own daemon sees that, and tells the others.
 */
final class Producer {
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
  private boolean quiet;
  private boolean ended;
  private boolean awaitsAnnouncement;

  /** How many of the registrations are of what goes away with its last producer. */
  private int ephemerals;

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

  boolean isQuiet() {
    return quiet;
  }

  void setQuiet(boolean quiet) {
    node.uncount(this);
    this.quiet = quiet;
    node.count(this);
  }

  /** Whether the daemon that it is connected to is gone. */
  boolean isOrphan() {
    return origin.isGone();
  }

  /** Whether an announcement of what it holds is to be made that has not begun. */
  boolean awaitsAnnouncement() {
    return awaitsAnnouncement;
  }

  void awaitAnnouncement(boolean awaits) {
    awaitsAnnouncement = awaits;
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

  /** Has pinged, now or before. */
  void ping() {
    node.uncount(this);
    pinged = true;
    node.count(this);
  }

  boolean hasPinged() {
    return pinged;
  }
}
