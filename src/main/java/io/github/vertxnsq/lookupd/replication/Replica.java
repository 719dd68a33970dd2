package io.github.vertxnsq.lookupd.replication;

import io.github.vertxnsq.lookupd.registry.Change;
import io.github.vertxnsq.lookupd.registry.HybridClock;
import io.github.vertxnsq.lookupd.registry.ProducerId;
import io.github.vertxnsq.lookupd.registry.Registry;
import io.github.vertxnsq.lookupd.registry.Stamp;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

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
  public static final long MAX_ACK_MILLIS = 1_000;

  /** Facts of a complete copy to take over at a time: about a millisecond's work. */
  private static final int STEPS = 1_000;

  private final int self;
  private final String name;
  private final Registry registry;
  private final HybridClock stamps;
  private final Transport transport;
  private final Follower follower;
  private final FactsFetch factsFetch;
  private final Acks acks = new Acks();
  private final Screening screening;
  private final Members members = new Members();
  private final Digests digests;
  private final OwnStream own;
  private final Set<ProducerId> heard = new LinkedHashSet<>();

  private final Readiness readiness;

  /** What was deleted earlier has been forgotten, in minutes since 1970. */
  private long horizonMinutes = Long.MIN_VALUE;

  private long wallMillis;
  private boolean ready;

  /**
   * @param self number of this daemon, from its start to its end, that no other has or had
   * @param name of this daemon, for people
   * @param joinMillis after so long without an answer from others there are none
   */
  public Replica(
      int self,
      String name,
      Registry registry,
      HybridClock stamps,
      Transport transport,
      long joinMillis,
      long nowMillis) {
    this.self = self;
    this.name = name;
    this.registry = registry;
    this.stamps = stamps;
    this.transport = transport;
    this.own = new OwnStream(self, this::broadcast);
    this.screening = new Screening(self, stamps);
    this.follower = new Follower(self, registry, transport, this::apply);
    this.factsFetch = new FactsFetch(self, registry, transport, this::differsInFacts, this::apply);
    this.digests = new Digests(self, registry, members, follower, factsFetch);
    this.readiness = new Readiness(joinMillis, nowMillis);
  }

  /** A change was decided here, and is about to be applied. */
  public void decided(Change change) {
    if (change instanceof Change.Heard told && !registry.slices().mattersToOthers(told)) {
      heard.add(told.producer());
      return;
    }
    own.add(change);
  }

  private boolean differsInFacts(String id) {
    Member member = members.find(id);
    return member == null
        || !member.hasSpoken()
        || member.lastDigest().factsHash() != registry.commonFacts().hash();
  }

  /** Sends what was decided since the last time. */
  public void flush() {
    own.flush(false);
  }

  /** Runs {@code then} when all who are there have applied what was decided, or a second later. */
  public void whenApplied(long nowMillis, Runnable then) {
    own.flush(true);
    acks.await(own.lastCommon(), members.presentIds(), nowMillis + MAX_ACK_MILLIS, then);
  }

  /** These others are there, by the cluster's engine. */
  public void setMembers(Set<String> ids, long nowMillis, long wallMillis) {
    this.wallMillis = wallMillis;
    own.flush(false);
    members.retain(ids).forEach(this::leave);
    for (String id : ids) {
      if (members.add(id, nowMillis)) {
        transport.send(id, digest(nowMillis));
      }
    }
    acks.retain(members.presentIds());
  }

  private void leave(Member gone) {
    if (gone.hasSpoken() && !gone.isLeaving()) {
      registry.slices().setPresent(gone.lastDigest().sender(), false);
    }
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
    if (member == null) {
      screening.isOfStranger();
      return Optional.empty();
    }
    Optional<Screening.Wrong> wrong = screening.refuse(member, message, wallMillis);
    if (wrong.isEmpty()) {
      member.heard(nowMillis);
      take(member, message, nowMillis);
      acknowledge();
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
      factsFetch.answer(from, wanted, nowMillis);
    } else if (message instanceof ReplicationMessage.FactsPage page) {
      factsFetch.take(from, page, nowMillis);
    } else if (message instanceof ReplicationMessage.Goodbye) {
      leave(member);
      member.leaves();
      acks.retain(members.presentIds());
    }
  }

  /** Tells those who wait for it that theirs has been applied; a gap may have delayed that. */
  private void acknowledge() {
    for (Member member : members.present()) {
      if (member.owed() > 0 && member.hasSpoken()) {
        long applied = follower.stream(member.lastDigest().sender()).applied();
        if (applied >= member.owed()) {
          member.isPaid();
          transport.send(member.id, new ReplicationMessage.Ack(self, applied));
        }
      }
    }
  }

  /** Applies what another daemon decided. */
  private void apply(Change change, long whenMillis) {
    registry.apply(change, whenMillis);
    if (change instanceof Change.Deleted deleted) {
      Stamp stamp = stamps.next(wallMillis);
      for (Change repair : registry.slices().repairs(self, deleted.name(), stamp)) {
        decided(repair);
        registry.apply(repair, whenMillis);
      }
    }
  }

  /**
   * Says whether this daemon may believe that there is nobody else, when nobody is there. It may
   * not while somebody who should be there lives and does not take it in.
   */
  public void mayBeAlone(boolean may) {
    readiness.mayBeAlone(may);
  }

  /** Whether something is left to {@link #work}. */
  boolean hasWork() {
    return follower.hasWork();
  }

  /** Does some of what would take too long at a time. */
  void work(long nowMillis) {
    follower.work(STEPS, nowMillis);
    acknowledge();
    own.flush(false);
  }

  /**
   * Takes the next step where something did not come in time; to be called a few times a second.
   *
   * @return how many of those who waited for others to apply something waited in vain
   */
  public int tick(long nowMillis, long wallMillis) {
    this.wallMillis = wallMillis;
    follower.giveUpLate(members.presentIds(), nowMillis);
    acknowledge();
    factsFetch.tick(members.presentIds(), nowMillis);
    forget(Digests.horizonMinutes(stamps.next(wallMillis)));
    digests.forgetTheGone(nowMillis);
    ready = ready || readiness.isReached(members.present(), digests.isComplete(), nowMillis);
    own.flush(false);
    return acks.expire(nowMillis);
  }

  /** Once a minute: it goes through all that is remembered. */
  private void forget(long nextHorizonMinutes) {
    if (nextHorizonMinutes > horizonMinutes) {
      horizonMinutes = nextHorizonMinutes;
      long horizonMillis = TimeUnit.MINUTES.toMillis(horizonMinutes);
      registry.commonFacts().forgetBefore(Stamp.hybridTimeOf(horizonMillis));
    }
  }

  /** Tells the others how much is known here; to be called every second or two. */
  public void sendDigest(long nowMillis) {
    own.flush(false);
    broadcast(digest(nowMillis));
    heard.clear();
  }

  private ReplicationMessage.Digest digest(long nowMillis) {
    Digests.Own told = new Digests.Own(name, own.sentNumber());
    return digests.make(told, ready, heard, nowMillis, stamps.next(wallMillis));
  }

  /** Says that this daemon leaves: its producers stay known until they are elsewhere. */
  public void sayGoodbye() {
    own.flush(false);
    broadcast(new ReplicationMessage.Goodbye(self));
  }

  /** The others that are there. */
  Collection<Member> members() {
    return members.present();
  }

  /** The others that are there and have said nothing that could be believed for so long. */
  List<String> silentMembers(long millis, long nowMillis) {
    return members.present().stream()
        .filter(member -> nowMillis - member.heardMillis() >= millis)
        .map(member -> member.id)
        .toList();
  }

  /** How far the streams of others have been followed. */
  Collection<OriginStream> streams() {
    return follower.streams();
  }

  boolean isPresent(int origin) {
    return members.isPresent(origin);
  }

  long ownNumber() {
    return own.number();
  }

  Map<Screening.Wrong, Long> refused() {
    return screening.refused();
  }

  /** Whether there has been a full copy of what others know, once. */
  public boolean isReady() {
    return ready;
  }

  private void broadcast(ReplicationMessage message) {
    members.present().forEach(member -> transport.send(member.id, message));
  }
}
