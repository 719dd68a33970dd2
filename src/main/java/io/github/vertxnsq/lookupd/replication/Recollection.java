package io.github.vertxnsq.lookupd.replication;

import io.github.vertxnsq.lookupd.registry.Census;
import io.github.vertxnsq.lookupd.registry.CommonFacts;
import io.github.vertxnsq.lookupd.registry.HybridClock;
import io.github.vertxnsq.lookupd.registry.ProducerState;
import io.github.vertxnsq.lookupd.registry.Query;
import io.github.vertxnsq.lookupd.registry.Registry;
import io.github.vertxnsq.lookupd.registry.Slices;
import io.github.vertxnsq.lookupd.registry.TopicName;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * All that a daemon knows, read out to be kept, and taken over when the daemon is started again:
 * what it would send to a member that joins, in the same messages. So the producers that it had are
 * those of a daemon that is gone, as every other member sees them. Pure, as {@link Replica}, and
 * belongs to the registry's thread.
 */
public final class Recollection {
  /** Of the facts in a page: some milliseconds' work, a hundred kilobytes. */
  private static final int PAGE_FACTS = 4_000;

  private final Registry registry;
  private final HybridClock stamps;
  private final Supplier<Replica> replica;
  private final Runnable whenApplied;

  /** How far the streams of daemons were applied that pages have told of, by their numbers. */
  private final Map<Integer, Long> applied = new HashMap<>();

  /**
   * @param replica gives the one that is in use
   * @param whenApplied runs after anything was taken over
   */
  Recollection(
      Registry registry, HybridClock stamps, Supplier<Replica> replica, Runnable whenApplied) {
    this.registry = registry;
    this.stamps = stamps;
    this.replica = replica;
    this.whenApplied = whenApplied;
  }

  /** How much is known. */
  public Census census() {
    return new Query.Count().answeredBy(registry);
  }

  /** Grows whenever something may have changed, and not only when a producer was heard. */
  public long changes() {
    return registry.changes();
  }

  /** Grows whenever a producer was heard. */
  public long pings() {
    return registry.pings();
  }

  /** Begins to read all that is known. */
  public Reading read() {
    return new Reading();
  }

  /**
   * Reads page by page while things go on. What changes meanwhile may be in the pages that follow
   * or not, so it is to be read again.
   */
  public final class Reading {
    private TopicName from;
    private boolean hasFacts = true;
    private Slices.Walk walk;
    private int node;

    /** Number of the last change of that daemon before its first page. */
    private long applied;

    private Reading() {}

    /** Whether there is another page. */
    public boolean hasNext() {
      return hasFacts || walk.hasNext();
    }

    /**
     * The next page.
     *
     * @param nowMillis what is said to be so long ago is so long before this
     */
    public ReplicationMessage next(long nowMillis) {
      int self = replica.get().self().number();
      if (hasFacts) {
        CommonFacts.Page page = registry.commonFacts().page(from, PAGE_FACTS, nowMillis);
        ReplicationMessage told =
            new ReplicationMessage.FactsPage(self, from, page.facts(), page.next());
        from = page.next();
        hasFacts = from != null;
        if (!hasFacts) {
          walk = registry.slices().walk();
        }
        return told;
      }
      if (walk.node() != node) {
        node = walk.node();
        applied = replica.get().appliedOf(node);
      }
      Slices.Page page = walk.page(PAGE_FACTS, nowMillis);
      return new ReplicationMessage.SlicePage(
          self, node, applied, 0, page.producers(), page.hasMore());
    }
  }

  /**
   * Takes over a page that was read before this daemon was started. To be done with all pages, in
   * their order, before the others are listened to and before anything is decided here.
   *
   * @param agoMillis how long ago it was read, 0 or more
   */
  public void take(ReplicationMessage page, long agoMillis, long nowMillis) {
    stamps.observe(latestTime(page));
    if (page instanceof ReplicationMessage.FactsPage facts) {
      for (CommonFacts.Aged fact : facts.facts()) {
        registry.apply(fact.change(), nowMillis - agoMillis - fact.agoMillis());
      }
    } else if (page instanceof ReplicationMessage.SlicePage slice) {
      for (ProducerState producer : slice.producers()) {
        registry.slices().take(slice.origin(), producer.heardEarlier(agoMillis), nowMillis);
      }
      applied.merge(slice.origin(), slice.applied(), Math::max);
    }
    whenApplied.run();
  }

  /**
   * All pages have been taken over.
   *
   * @param agoMillis how long ago the last of them was read, 0 or more
   */
  public void taken(long agoMillis, long nowMillis) {
    replica.get().remembers(applied, agoMillis);
    applied.clear();
    registry.slices().judgeTaken();
    registry.advance(nowMillis);
    whenApplied.run();
  }

  /**
   * The latest time in a page, as of {@link io.github.vertxnsq.lookupd.registry.Stamp#hybridTime}.
   */
  public static long latestTime(ReplicationMessage page) {
    return Screening.latestTime(page);
  }
}
