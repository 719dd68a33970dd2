package io.github.vertxnsq.lookupd.replication;

import io.github.vertxnsq.lookupd.registry.Change;
import io.github.vertxnsq.lookupd.registry.HybridClock;
import io.github.vertxnsq.lookupd.registry.ProducerId;
import io.github.vertxnsq.lookupd.registry.Registry;
import io.github.vertxnsq.lookupd.registry.Stamp;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * This daemon's part in the cluster: tells the others what is decided here, and applies what they
 * tell. Pure: time and messages come in, messages go out. Belongs to the registry's thread.
 *
 * <p>Two kinds of facts. What is known of a connection is written by the daemon that has it alone:
 * each daemon's changes are a numbered stream, which every other one follows. What anybody may
 * write, names and tombstones, travels in the writer's stream too, but counts by its stamp,
 * wherever it comes from. Digests tell who has how much; what is missing is fetched from whoever
 * has it.
 *
 * <p>All {@code nowMillis} are of one monotonic clock.
 */
public final class Replica {
  /** Others wait so long at most for what is written over HTTP to be applied everywhere. */
  static final long MAX_ACK_MILLIS = 1_000;

  /** Facts of a complete copy to take over at a time: about a millisecond's work. */
  private static final int STEPS = 1_000;

  private final Self self;
  private final Registry registry;
  private final HybridClock stamps;
  private final Transport transport;
  private final Follower follower;
  private final FactsFetch factsFetch;
  private final Acks acks = new Acks();
  private final Screening screening;
  private final Members members = new Members();
  private final Agreement agreement;
  private final Presence presence;
  private final Digests digests;
  private final OwnStream own;
  private final Set<ProducerId> heard = new LinkedHashSet<>();

  private final Standing standing;
  private long wallMillis;

  /** Whether what it remembers is from before what the others remember of deletions. */
  private boolean outdated;

  /** Whether there was no memory left for what clients register, when it was last told. */
  private boolean isFull;

  /**
   * @param isAside whether it has a copy, and the others go on without it
   * @param joinMillis after so long without an answer from others there are none
   */
  Replica(
      Self self,
      boolean isAside,
      Registry registry,
      HybridClock stamps,
      Transport transport,
      long joinMillis,
      long nowMillis) {
    this.self = self;
    this.registry = registry;
    this.stamps = stamps;
    this.transport = transport;
    int number = self.number();
    this.own = new OwnStream(number, this::broadcast);
    this.screening = new Screening(number, stamps);
    this.agreement = new Agreement(self.id(), members);
    this.presence = new Presence(registry, members, agreement, acks);
    this.follower = new Follower(number, registry, transport, this::apply);
    this.factsFetch =
        new FactsFetch(
            number,
            registry,
            transport,
            id -> members.mayDifferInFacts(id, registry.commonFacts().hash()),
            this::apply);
    this.digests = new Digests(number, registry, members, follower, factsFetch);
    this.standing = new Standing(isAside, members, agreement, new Readiness(joinMillis, nowMillis));
  }

  /** A change was decided here, and is about to be applied. */
  public void decided(Change change) {
    if (change instanceof Change.Heard told && !registry.slices().mattersToOthers(told)) {
      heard.add(told.producer());
      return;
    }
    own.add(change);
  }

  /** Sends what was decided since the last time. */
  public void flush() {
    own.flush(false);
  }

  /**
   * Calls {@code then} with true when all who are present have applied what was decided, or a
   * second later; with false when the others refuse it, so that it cannot be kept.
   */
  void whenApplied(long nowMillis, Consumer<Boolean> then) {
    own.flush(true);
    acks.await(own.lastCommon(), presence.hearers(nowMillis), nowMillis + MAX_ACK_MILLIS, then);
  }

  /** These others are there, by the cluster's engine. */
  public void setMembers(Set<String> ids, long nowMillis, long wallMillis) {
    this.wallMillis = wallMillis;
    own.flush(false);
    members.retain(ids).forEach(presence::ends);
    for (String id : ids) {
      if (members.add(id, nowMillis)) {
        transport.send(id, digest(nowMillis));
      }
    }
    acks.retain(members.presentIds());
  }

  /**
   * Takes what another daemon says; what cannot be is counted, and nothing follows from it.
   *
   * @param from who says so, as the engine names it
   * @return what is wrong with it
   */
  Optional<Screening.Wrong> receive(
      String from, ReplicationMessage message, long nowMillis, long wallMillis) {
    this.wallMillis = wallMillis;
    Member member = members.find(from);
    if (member != null && message instanceof ReplicationMessage.Digest) {
      presence.mayBegin(member, message.sender(), nowMillis);
    }
    if (member == null || member.isLeaving() || member.isFormer(message.sender(), nowMillis)) {
      screening.isOfStranger();
      return Optional.empty();
    }
    boolean wasRefused = member.hasWrongClock();
    Optional<Screening.Wrong> wrong =
        screening.refuse(member, message, isReady(), nowMillis, wallMillis);
    if (member.hasWrongClock() != wasRefused) {
      presence.clockIsJudged(member);
      transport.send(from, digest(nowMillis)); // it learns at once that it is refused, or no more
    }
    if (wrong.isEmpty()) {
      member.heard(nowMillis);
      take(member, message, nowMillis);
      acknowledge(nowMillis);
      own.flush(false);
    }
    return wrong;
  }

  private void take(Member member, ReplicationMessage message, long nowMillis) {
    String from = member.id;
    if (message instanceof ReplicationMessage.Digest digest) {
      digests.take(member, digest, own.number(), nowMillis, stamps.next(wallMillis));
    } else if (message instanceof ReplicationMessage.Batch batch) {
      follower.take(batch, nowMillis);
      member.owes(batch.wantsAck() ? batch.last() : 0);
    } else if (message instanceof ReplicationMessage.Ack ack) {
      acks.acked(from, ack.applied());
    } else if (message instanceof ReplicationMessage.FetchSlice wanted) {
      own.flush(false);
      follower.answer(from, wanted, own.number(), nowMillis);
    } else if (message instanceof ReplicationMessage.SlicePage page) {
      follower.take(from, page, nowMillis);
    } else if (message instanceof ReplicationMessage.FetchFacts wanted) {
      if (!isOutdated() || (member.hasSpoken() && !member.lastDigest().ready())) {
        factsFetch.answer(from, wanted, nowMillis);
      } // else it may serve, and is not to learn of what was deleted there long ago
    } else if (message instanceof ReplicationMessage.FactsPage page) {
      if (factsFetch.take(from, page, nowMillis)) {
        follower.stream(member.number()).factsCame();
      }
    } else if (message instanceof ReplicationMessage.Goodbye) {
      member.leaves();
      presence.ends(member);
    }
  }

  /** Tells those who wait for it that theirs has been applied; a gap may have delayed that. */
  private void acknowledge(long nowMillis) {
    for (Member member : members.present()) {
      if (member.owed() > 0 && member.hasSpoken()) {
        OriginStream stream = follower.stream(member.lastDigest().sender());
        boolean isApplied = stream.applied() >= member.owed();
        if (isApplied && stream.mayLackFacts(nowMillis)) {
          if (stream.asksForFacts()) {
            factsFetch.wantAnew(member.id, nowMillis);
          }
        } else if (isApplied) {
          member.isPaid();
          transport.send(member.id, new ReplicationMessage.Ack(self.number(), stream.applied()));
        }
      }
    }
  }

  /** Applies what another daemon decided. */
  private void apply(Change change, long whenMillis) {
    registry.apply(change, whenMillis);
    if (change instanceof Change.Deleted deleted) {
      Stamp stamp = stamps.next(wallMillis);
      for (Change repair : registry.slices().repairs(self.number(), deleted.name(), stamp)) {
        decided(repair);
        registry.apply(repair, whenMillis);
      }
    }
  }

  /**
   * Says whether this daemon may believe that there is nobody else, when nobody is there. It may
   * not while somebody who should be there lives and does not take it in.
   */
  void mayBeAlone(boolean may) {
    standing.mayBeAlone(may);
  }

  /** Whether something is left to {@link #work}. */
  boolean hasWork() {
    return follower.hasWork();
  }

  /** Does some of what would take too long at a time. */
  void work(long nowMillis) {
    follower.work(STEPS, nowMillis);
    acknowledge(nowMillis);
    own.flush(false);
  }

  /**
   * Takes the next step where something did not come in time; to be called a few times a second.
   *
   * @return how many of those who waited for others to apply something waited in vain
   */
  int tick(long nowMillis, long wallMillis) {
    this.wallMillis = wallMillis;
    presence.look(nowMillis);
    if (!isReady() && own.number() == 0) {
      stamps.forgetOwn();
    }
    follower.giveUpLate(members.presentIds(), nowMillis);
    acknowledge(nowMillis);
    factsFetch.tick(members.presentIds(), nowMillis);
    digests.forgetTheOld(stamps.next(wallMillis));
    digests.forgetTheGone(nowMillis);
    standing.look(digests.isComplete(), nowMillis);
    own.flush(false);
    return acks.expire(nowMillis);
  }

  /** Nothing that was decided here and is waited for will be kept; the others go on without. */
  void giveUp() {
    acks.fail();
    members.all().forEach(presence::ends); // the next one counts them anew
    broadcast(new ReplicationMessage.Goodbye(self.number()));
  }

  /** The registry is as that one left it, whose producers are another daemon's by now. */
  void inherit(Replica former) {
    follower.inherit(former.follower);
    follower.stream(former.self.number()).isAppliedUpTo(former.own.number());
  }

  /**
   * What was known when this daemon ran before has been taken over.
   *
   * @param applied how far the streams of the daemons were applied, by their numbers
   * @param agoMillis how long ago that was
   */
  void remembers(Map<Integer, Long> applied, long agoMillis) {
    applied.forEach((origin, number) -> follower.stream(origin).isAppliedUpTo(number));
    outdated = agoMillis >= Digests.REMEMBERED_MILLIS;
  }

  /**
   * Whether what was taken over is so old that others may have forgotten what was deleted since:
   * where others serve, it counts no more.
   */
  boolean isOutdated() {
    return outdated && !isReady();
  }

  /** Number of the last change of that daemon that has been applied; 0 when nothing is known. */
  long appliedOf(int origin) {
    return origin == self.number() ? own.number() : follower.appliedOf(origin);
  }

  /**
   * Tells the others how much is known here; to be called every second or two.
   *
   * @param isFull whether there is no memory left for what clients register
   */
  void sendDigest(boolean isFull, long nowMillis) {
    this.isFull = isFull;
    own.flush(false);
    broadcast(digest(nowMillis));
    heard.clear();
  }

  private ReplicationMessage.Digest digest(long nowMillis) {
    Digests.Own told =
        new Digests.Own(
            self.name(),
            own.sentNumber(),
            standing.isReady(),
            standing.hasCopy(),
            isFull,
            wallMillis,
            agreement.opinions(nowMillis));
    return digests.make(told, heard, nowMillis, stamps.next(wallMillis));
  }

  /** Says that this daemon leaves: its producers stay known until they are elsewhere. */
  public void sayGoodbye() {
    own.flush(false);
    broadcast(new ReplicationMessage.Goodbye(self.number()));
  }

  Self self() {
    return self;
  }

  /** The others, also those that are absent, and what is heard of them. */
  Members members() {
    return members;
  }

  Agreement agreement() {
    return agreement;
  }

  /** How far the streams of others have been followed. */
  Collection<OriginStream> streams() {
    return follower.streams();
  }

  long ownNumber() {
    return own.number();
  }

  Map<Screening.Wrong, Long> refused() {
    return screening.refused();
  }

  boolean isReady() {
    return standing.isReady();
  }

  /** Whether this daemon serves, and the others listen. */
  Standing standing() {
    return standing;
  }

  private void broadcast(ReplicationMessage message) {
    members.all().forEach(member -> transport.send(member.id, message));
  }
}
