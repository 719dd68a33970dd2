package io.github.vertxnsq.lookupd.replication;

import io.github.vertxnsq.lookupd.registry.Change;
import io.github.vertxnsq.lookupd.registry.CommonFacts;
import io.github.vertxnsq.lookupd.registry.ProducerState;
import io.github.vertxnsq.lookupd.registry.TopicName;
import java.util.List;

/** What one daemon says to another. Each may arrive late, twice, out of order, or never. */
public sealed interface ReplicationMessage {

  /** Number of the daemon that says it. */
  int sender();

  /**
   * Changes that the sender decided, a part of its numbered stream.
   *
   * @param first number of the first change, 1 or more
   * @param changes one or more; of producers only the sender's own, and no PING that only tells the
   *     time
   * @param wantsAck whether somebody waits until all have applied this
   */
  record Batch(int sender, long first, List<Change> changes, boolean wantsAck)
      implements ReplicationMessage {
    /** Number of the last change. */
    long last() {
      return first + changes.size() - 1;
    }
  }

  /**
   * The sender's stream was applied up to a number, by somebody else.
   *
   * @param applied number of the last change applied
   */
  record Ack(int sender, long applied) implements ReplicationMessage {}

  /**
   * How much the sender has of everybody's, now and then.
   *
   * @param name of the sender, for people
   * @param ready whether the sender has a full copy, and serves
   * @param origins the sender among them
   * @param factsHash of the common facts
   * @param hybridTime by the sender's clock, as of {@link
   *     io.github.vertxnsq.lookupd.registry.Stamp#hybridTime}: hybrid clocks follow the fastest
   * @param horizonMinutes what was deleted earlier is forgotten, in minutes since 1970
   * @param settled whether no work is put off, so that the hashes are of what the numbers say
   * @param ages of those of the sender's producers that were heard since its last digest
   * @param hasCopy whether the sender has, or had, a full copy; it may have stepped aside since
   * @param full whether the sender has no memory left for what clients register
   * @param wallMillis by the sender's wall clock, since 1970
   * @param opinions how the sender hears each of the others
   */
  record Digest(
      int sender,
      String name,
      boolean ready,
      List<OriginState> origins,
      long factsHash,
      long hybridTime,
      long horizonMinutes,
      boolean settled,
      List<Age> ages,
      boolean hasCopy,
      boolean full,
      long wallMillis,
      List<Opinion> opinions)
      implements ReplicationMessage {}

  /**
   * How the sender of a digest hears another daemon.
   *
   * @param member as the cluster's engine names it
   */
  record Opinion(String member, Hearing hearing) {}

  /**
   * How much is known of one daemon's stream.
   *
   * @param applied number of the last change
   * @param hash of its producers and what they hold
   */
  record OriginState(int origin, long applied, long hash) {}

  /**
   * When a producer was heard.
   *
   * @param hybridTime as of {@link io.github.vertxnsq.lookupd.registry.Stamp#hybridTime}
   * @param agoMillis 0 or more
   */
  record Age(long connection, long hybridTime, long agoMillis) {}

  /**
   * Wants what the receiver knows of a daemon's producers.
   *
   * @param after the connection after which to go on; 0 to begin
   */
  record FetchSlice(int sender, int origin, long after) implements ReplicationMessage {}

  /**
   * Some of a daemon's producers, as the sender knows them.
   *
   * @param applied number of the last change that was applied before these were read; below 0 when
   *     the sender knows nothing of that daemon, or not enough
   * @param after what was asked for
   * @param hasMore whether there are producers after these
   */
  record SlicePage(
      int sender,
      int origin,
      long applied,
      long after,
      List<ProducerState> producers,
      boolean hasMore)
      implements ReplicationMessage {}

  /**
   * Wants the common facts.
   *
   * @param from the topic with which to begin; null for the first
   */
  record FetchFacts(int sender, TopicName from) implements ReplicationMessage {}

  /**
   * Some of the common facts.
   *
   * @param from what was asked for
   * @param next with which topic to go on; null at the end
   */
  record FactsPage(int sender, TopicName from, List<CommonFacts.Aged> facts, TopicName next)
      implements ReplicationMessage {}

  /** The sender leaves: its producers did not. */
  record Goodbye(int sender) implements ReplicationMessage {}
}
