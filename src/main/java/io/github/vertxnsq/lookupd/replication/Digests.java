package io.github.vertxnsq.lookupd.replication;

import io.github.vertxnsq.lookupd.registry.ProducerId;
import io.github.vertxnsq.lookupd.registry.Registry;
import io.github.vertxnsq.lookupd.registry.Stamp;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** Tells others how much is known here, and sees by what they tell what is missing or wrong. */
final class Digests {
  /** What was deleted is remembered so long. */
  private static final long REMEMBERED_MINUTES = 60;

  static final long REMEMBERED_MILLIS = TimeUnit.MINUTES.toMillis(REMEMBERED_MINUTES);

  /** What is on its way to us too may be missing for so long. */
  private static final long IN_FLIGHT_MILLIS = 1_000;

  /** A daemon that is gone, with nobody left who is not silent, is kept in mind so long. */
  private static final long KEPT_MILLIS = 10_000;

  private final int self;
  private final Registry registry;
  private final Members members;
  private final Follower follower;
  private final FactsFetch factsFetch;

  /** When daemons that are gone were forgotten: nobody's digest brings them back but their own. */
  private final Map<Integer, Long> forgotten = new HashMap<>();

  /** What was deleted earlier has been forgotten, in minutes since 1970. */
  private long forgottenMinutes = Long.MIN_VALUE;

  Digests(int self, Registry registry, Members members, Follower follower, FactsFetch factsFetch) {
    this.self = self;
    this.registry = registry;
    this.members = members;
    this.follower = follower;
    this.factsFetch = factsFetch;
  }

  /** How much is known here; {@code heard} are those of whom it is told when. */
  ReplicationMessage.Digest make(
      Own own, Collection<ProducerId> heard, long nowMillis, Stamp clock) {
    List<ReplicationMessage.OriginState> origins = new ArrayList<>();
    origins.add(state(self, own.number()));
    for (OriginStream stream : follower.streams()) {
      if (stream.isKnown() && stream.fetch() == null) {
        origins.add(state(stream.origin, stream.applied()));
      }
    }
    List<ReplicationMessage.Age> ages = new ArrayList<>(heard.size());
    registry
        .slices()
        .ages(
            heard,
            nowMillis,
            (connection, time, ago) -> ages.add(new ReplicationMessage.Age(connection, time, ago)));
    return new ReplicationMessage.Digest(
        self,
        own.name(),
        own.ready(),
        origins,
        registry.commonFacts().hash(),
        clock.hybridTime(),
        horizonMinutes(clock),
        !registry.hasWork() && !follower.isFetching(),
        ages,
        own.hasCopy(),
        own.full(),
        own.wallMillis(),
        own.opinions());
  }

  /**
   * What this daemon says of itself, as of {@link ReplicationMessage.Digest}.
   *
   * @param name for people
   * @param number of the last change, all of them sent
   */
  record Own(
      String name,
      long number,
      boolean ready,
      boolean hasCopy,
      boolean full,
      long wallMillis,
      List<ReplicationMessage.Opinion> opinions) {}

  private ReplicationMessage.OriginState state(int origin, long applied) {
    return new ReplicationMessage.OriginState(origin, applied, registry.slices().hash(origin));
  }

  /** What was deleted earlier is forgotten. By the hybrid clock, which is much alike everywhere. */
  static long horizonMinutes(Stamp clock) {
    return TimeUnit.MILLISECONDS.toMinutes(clock.wallMillis()) - REMEMBERED_MINUTES;
  }

  void take(
      Member member,
      ReplicationMessage.Digest digest,
      long ownNumber,
      long nowMillis,
      Stamp clock) {
    boolean isNew = member.begins();
    member.spoke(digest);
    forgotten.remove(digest.sender());
    registry.slices().setPresent(digest.sender(), true);
    boolean sameFacts = digest.factsHash() == registry.commonFacts().hash();
    boolean sameHorizon = digest.horizonMinutes() == horizonMinutes(clock);
    boolean isSettled = isSettled(digest, ownNumber);
    for (ReplicationMessage.OriginState state : digest.origins()) {
      if (state.origin() != self && !forgotten.containsKey(state.origin())) {
        compare(member, digest, state, isNew, isSettled && sameFacts, nowMillis);
      }
    }
    if (!sameFacts && (isNew || (isSettled && sameHorizon))) {
      factsFetch.want(member.id, nowMillis);
    }
    for (ReplicationMessage.Age age : digest.ages()) {
      ProducerId producer = new ProducerId(digest.sender(), age.connection());
      registry.slices().heard(producer, age.hybridTime(), age.agoMillis(), nowMillis);
    }
  }

  /** Sees whether the member has more of a stream than is known here, or something else. */
  private void compare(
      Member member,
      ReplicationMessage.Digest digest,
      ReplicationMessage.OriginState state,
      boolean isNew,
      boolean isComparable,
      long nowMillis) {
    OriginStream stream = follower.stream(state.origin());
    boolean isItsOwn = state.origin() == digest.sender();
    stream.heardOf(state.applied(), nowMillis);
    if (state.applied() > stream.applied() || !stream.isKnown()) {
      boolean mayBeOnItsWay =
          !isItsOwn
              && members.isPresent(state.origin())
              && nowMillis - stream.missingSinceMillis() < IN_FLIGHT_MILLIS;
      if (!mayBeOnItsWay) {
        follower.fetch(stream, member.id, nowMillis);
        factsFetch.want(member.id, nowMillis); // the changes missed may have held some
      }
    } else if (isItsOwn && isNew) {
      follower.fetch(stream, member.id, nowMillis); // it was not there, and time judged instead
    } else if (isComparable && isWrongHere(state, isItsOwn)) {
      follower.fetch(stream, member.id, nowMillis);
    }
  }

  /** Of two who tell of a third differently, and neither of them is it, the same one gives way. */
  private boolean isWrongHere(ReplicationMessage.OriginState state, boolean isItsOwn) {
    long here = registry.slices().hash(state.origin());
    boolean givesWay = !members.isPresent(state.origin()) && here < state.hash();
    return here != state.hash() && (isItsOwn || givesWay);
  }

  /** Whether both sides have applied the same, and nothing is put off on either. */
  private boolean isSettled(ReplicationMessage.Digest digest, long ownNumber) {
    if (!digest.settled() || registry.hasWork() || follower.isFetching()) {
      return false;
    }
    for (ReplicationMessage.OriginState state : digest.origins()) {
      boolean isEven =
          state.origin() == self
              ? state.applied() == ownNumber
              : forgotten.containsKey(state.origin())
                  || state.applied() == follower.stream(state.origin()).applied();
      if (!isEven) {
        return false;
      }
    }
    return true;
  }

  /** Whether everything that present members told of has been applied. */
  boolean isComplete() {
    return !follower.isFetching()
        && factsFetch.isIdle()
        && members.present().stream().filter(Member::hasSpoken).allMatch(this::hasAllOf);
  }

  private boolean hasAllOf(Member member) {
    for (ReplicationMessage.OriginState state : member.lastDigest().origins()) {
      boolean isKnown =
          state.origin() == self
              || forgotten.containsKey(state.origin())
              || follower.stream(state.origin()).applied() >= state.applied();
      if (!isKnown) {
        return false;
      }
    }
    return true;
  }

  /** Forgets what was deleted too long ago; once a minute, as it goes through all of that. */
  void forgetTheOld(Stamp clock) {
    long next = horizonMinutes(clock);
    if (next > forgottenMinutes) {
      forgottenMinutes = next;
      long horizonMillis = TimeUnit.MINUTES.toMillis(next);
      registry.commonFacts().forgetBefore(Stamp.hybridTimeOf(horizonMillis));
    }
  }

  /** Forgets daemons that are gone, whose producers are all silent; and in time that they were. */
  void forgetTheGone(long nowMillis) {
    for (OriginStream stream : List.copyOf(follower.streams())) {
      long absentMillis = stream.absentMillis(members.isPresent(stream.origin), nowMillis);
      if (absentMillis >= KEPT_MILLIS && registry.slices().isAllSilent(stream.origin)) {
        registry.slices().retain(stream.origin, Set.of(), nowMillis);
        registry.slices().forget(stream.origin);
        follower.forget(stream.origin);
        forgotten.put(stream.origin, nowMillis);
      }
    }
    long before = nowMillis - REMEMBERED_MILLIS;
    forgotten.values().removeIf(since -> since < before);
  }
}
