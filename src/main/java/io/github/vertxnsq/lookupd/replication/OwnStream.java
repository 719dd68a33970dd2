package io.github.vertxnsq.lookupd.replication;

import io.github.vertxnsq.lookupd.registry.Change;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** What is decided here, numbered, until it is sent. */
final class OwnStream {
  /** A batch of more is cut: one message must not keep a receiver too long. */
  private static final int MAX_BATCH = 4_000;

  private final int self;
  private final Consumer<ReplicationMessage> toAll;
  private final List<Change> outgoing = new ArrayList<>();
  private long number;
  private long lastCommon;

  /**
   * @param self number of this daemon
   * @param toAll sends to all others
   */
  OwnStream(int self, Consumer<ReplicationMessage> toAll) {
    this.self = self;
    this.toAll = toAll;
  }

  void add(Change change) {
    outgoing.add(change);
    number++;
    boolean concernsAll =
        change instanceof Change.Created
            || change instanceof Change.Deleted
            || change instanceof Change.TombstoneSet;
    if (concernsAll) {
      lastCommon = number;
    }
  }

  /** Number of the last change decided here; 0 before the first. */
  long number() {
    return number;
  }

  /** Of the last one that has been sent. */
  long sentNumber() {
    return number - outgoing.size();
  }

  /** Of the last one that does not concern a producer's connection alone. */
  long lastCommon() {
    return lastCommon;
  }

  /** Sends what was decided since the last time. */
  void flush(boolean wantsAck) {
    for (int from = 0; from < outgoing.size(); from += MAX_BATCH) {
      int to = Math.min(outgoing.size(), from + MAX_BATCH);
      toAll.accept(
          new ReplicationMessage.Batch(
              self,
              sentNumber() + from + 1,
              List.copyOf(outgoing.subList(from, to)),
              wantsAck && to == outgoing.size()));
    }
    outgoing.clear();
  }
}
