package io.github.vertxnsq.lookupd.replication;

import io.github.vertxnsq.lookupd.registry.Change;
import io.github.vertxnsq.lookupd.registry.CommonFacts;
import io.github.vertxnsq.lookupd.registry.HybridClock;
import io.github.vertxnsq.lookupd.registry.ProducerId;
import io.github.vertxnsq.lookupd.registry.ProducerState;
import io.github.vertxnsq.lookupd.registry.Stamp;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Lets no message in that cannot be true: another daemon may be broken, or its clock. Sets this
 * daemon's stamps after all that it lets in.
 */
final class Screening {
  /** Ahead of this daemon's wall clock; stamps order, but what comes from next year would stay. */
  static final long MAX_AHEAD_MILLIS = TimeUnit.HOURS.toMillis(1);

  private static final long MARGIN_MILLIS = TimeUnit.MINUTES.toMillis(1);

  /** What was wrong. */
  enum Wrong {
    /** Its sender is no member, or the engine has not told yet. */
    STRANGER("its sender is no member"),
    /** It speaks for somebody else than it is, or of producers that are not its own. */
    CONTRADICTION("it speaks for another"),
    /** It is stamped more than an hour ahead. */
    FROM_THE_FUTURE("it is stamped more than an hour ahead");

    final String text;

    Wrong(String text) {
      this.text = text;
    }
  }

  private final int self;
  private final HybridClock stamps;
  private final Map<Wrong, Long> refused = new EnumMap<>(Wrong.class);

  Screening(int self, HybridClock stamps) {
    this.self = self;
    this.stamps = stamps;
  }

  /** How many messages were refused, and why. */
  Map<Wrong, Long> refused() {
    return refused;
  }

  /**
   * What is wrong with the message, if anything is.
   *
   * @param isReady whether this daemon is; while it is not, it has no facts of its own yet
   */
  Optional<Wrong> refuse(
      Member member, ReplicationMessage message, boolean isReady, long nowMillis, long wallMillis) {
    boolean isItself =
        message.sender() != self && (member.number() == 0 || member.number() == message.sender());
    if (!isItself || !speaksForItself(message)) {
      return refuse(Wrong.CONTRADICTION);
    }
    long latest = latestTime(message);
    boolean isAhead =
        clockIsAhead(member, message, wallMillis)
            || (latest > latestToBelieve(member, wallMillis)
                && (isReady || !isOfWhoIsReady(member, message)));
    if (message instanceof ReplicationMessage.Digest digest) {
      member.isSeen(digest, isAhead, nowMillis);
    } else if (isAhead) {
      member.refusesClock();
    }
    if (isAhead) {
      return refuse(Wrong.FROM_THE_FUTURE);
    }
    stamps.observe(latest);
    return Optional.empty();
  }

  /** By what the member says of its wall clock. */
  private static boolean clockIsAhead(Member member, ReplicationMessage message, long wallMillis) {
    return message instanceof ReplicationMessage.Digest digest
        && digest.wallMillis() - wallMillis > mayBeAhead(member);
  }

  /** Less for who was refused before, so that a clock near the bound is not in and out. */
  private static long mayBeAhead(Member member) {
    return MAX_AHEAD_MILLIS - (member.hasWrongClock() ? MARGIN_MILLIS : 0);
  }

  /**
   * The latest time that a stamp may have. All clocks may have been ahead and set right: then all
   * hybrid clocks, this one too, stay where they were until the wall clocks have caught up.
   */
  private long latestToBelieve(Member member, long wallMillis) {
    return Math.max(
        Stamp.hybridTimeOf(wallMillis + mayBeAhead(member)),
        stamps.hybridTime() + Stamp.hybridTimeOf(MARGIN_MILLIS));
  }

  /** Whoever joins takes stamps as those use them who are ready, if their wall clocks are right. */
  private static boolean isOfWhoIsReady(Member member, ReplicationMessage message) {
    return message instanceof ReplicationMessage.Digest digest
        ? digest.ready()
        : member.hasSpoken() && member.lastDigest().ready() && !member.hasWrongClock();
  }

  /** Counts a message of somebody who is no member. */
  void isOfStranger() {
    refused.merge(Wrong.STRANGER, 1L, Long::sum);
  }

  private Optional<Wrong> refuse(Wrong wrong) {
    refused.merge(wrong, 1L, Long::sum);
    return Optional.of(wrong);
  }

  private static boolean speaksForItself(ReplicationMessage message) {
    if (!(message instanceof ReplicationMessage.Batch batch)) {
      return true;
    }
    for (Change change : batch.changes()) {
      ProducerId producer = change.fold(PRODUCER);
      if (producer != null && producer.node() != batch.sender()) {
        return false;
      }
    }
    return batch.first() > 0 && !batch.changes().isEmpty();
  }

  /** The latest time in it, as of {@link Stamp#hybridTime}; 0 when there is none. */
  static long latestTime(ReplicationMessage message) {
    long latest = 0;
    if (message instanceof ReplicationMessage.Batch batch) {
      for (Change change : batch.changes()) {
        latest = Math.max(latest, timeOf(change));
      }
    } else if (message instanceof ReplicationMessage.FactsPage page) {
      for (CommonFacts.Aged fact : page.facts()) {
        latest = Math.max(latest, timeOf(fact.change()));
      }
    } else if (message instanceof ReplicationMessage.SlicePage page) {
      for (ProducerState producer : page.producers()) {
        latest = Math.max(latest, latestTime(producer));
      }
    } else if (message instanceof ReplicationMessage.Digest digest) {
      latest = digest.hybridTime();
      for (ReplicationMessage.Age age : digest.ages()) {
        latest = Math.max(latest, age.hybridTime());
      }
    }
    return latest;
  }

  private static long latestTime(ProducerState producer) {
    long latest = Math.max(producer.heardTime(), producer.identifiedAt().hybridTime());
    for (ProducerState.Held held : producer.holdings()) {
      latest = Math.max(latest, held.hybridTime());
    }
    return latest;
  }

  private static long timeOf(Change change) {
    Stamp stamp = change.fold(STAMP);
    return stamp == null ? 0 : stamp.hybridTime();
  }

  private static final Change.Cases<ProducerId> PRODUCER = new ProducerOf();
  private static final Change.Cases<Stamp> STAMP = new StampOf();

  /** Whom a change is about; null when about none in particular. */
  private static final class ProducerOf implements Change.Cases<ProducerId> {
    @Override
    public ProducerId identified(Change.Identified change) {
      return change.producer();
    }

    @Override
    public ProducerId heard(Change.Heard change) {
      return change.producer();
    }

    @Override
    public ProducerId registered(Change.Registered change) {
      return change.producer();
    }

    @Override
    public ProducerId unregistered(Change.Unregistered change) {
      return change.producer();
    }

    @Override
    public ProducerId ended(Change.Ended change) {
      return change.producer();
    }

    @Override
    public ProducerId created(Change.Created change) {
      return null;
    }

    @Override
    public ProducerId deleted(Change.Deleted change) {
      return null;
    }

    @Override
    public ProducerId tombstoneSet(Change.TombstoneSet change) {
      return null;
    }

    @Override
    public ProducerId spent(Change.Spent change) {
      return null;
    }

    @Override
    public ProducerId silence(Change.Silence change) {
      return change.producer();
    }
  }

  /** When a change was stamped; null when it is not. */
  private static final class StampOf implements Change.Cases<Stamp> {
    @Override
    public Stamp identified(Change.Identified change) {
      return change.stamp();
    }

    @Override
    public Stamp heard(Change.Heard change) {
      return change.stamp();
    }

    @Override
    public Stamp registered(Change.Registered change) {
      return change.stamp();
    }

    @Override
    public Stamp unregistered(Change.Unregistered change) {
      return null;
    }

    @Override
    public Stamp ended(Change.Ended change) {
      return null;
    }

    @Override
    public Stamp created(Change.Created change) {
      return change.stamp();
    }

    @Override
    public Stamp deleted(Change.Deleted change) {
      return change.stamp();
    }

    @Override
    public Stamp tombstoneSet(Change.TombstoneSet change) {
      return change.stamp();
    }

    @Override
    public Stamp spent(Change.Spent change) {
      return change.stamp();
    }

    @Override
    public Stamp silence(Change.Silence change) {
      return null;
    }
  }
}
