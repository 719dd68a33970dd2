package io.github.vertxnsq.lookupd.replication;

import io.github.vertxnsq.lookupd.bus.NoPeers;
import io.github.vertxnsq.lookupd.registry.HybridClock;
import io.github.vertxnsq.lookupd.registry.Registry;
import io.vertx.core.Deployable;
import io.vertx.core.Future;
import java.util.concurrent.TimeUnit;

/**
 * A daemon without others that remembers: it knows the producers that it had before it was started
 * again as a member of a cluster knows those of a member that is gone. Its replica has nobody to
 * tell anything; it judges and forgets those producers, and what was deleted.
 */
public final class LoneDaemon extends NoPeers {
  private static final long TICK_MILLIS = 1_000;

  private final int node = Self.drawNumber();
  private Registry registry;
  private Runnable applied;
  private Replica replica;
  private Recollection recollection;

  /** Whether producers from before may be known. */
  private boolean hasOrphans = true;

  @Override
  public boolean mayKnowOthers() {
    return true;
  }

  @Override
  public int node() {
    return node;
  }

  @Override
  public void begin(Registry ownRegistry, HybridClock stamps, Runnable whenApplied) {
    registry = ownRegistry;
    applied = whenApplied;
    Self self = new Self(node, "", "");
    replica = new Replica(self, false, registry, stamps, (nobody, told) -> {}, 0, nowMillis());
    replica.tick(nowMillis(), clock().millis()); // with nobody to wait for it is ready at once
    recollection = new Recollection(registry, stamps, () -> replica, applied);
  }

  /** What is known here, to be kept; from when the registry is there. */
  public Recollection recollection() {
    return recollection;
  }

  @Override
  public Deployable listener() {
    return context -> {
      context.owner().setPeriodic(TICK_MILLIS, ignored -> tick());
      return Future.succeededFuture();
    };
  }

  private void tick() {
    registry.advance(nowMillis());
    hasOrphans = hasOrphans && registry.slices().endThoseWhoAreBack(nowMillis());
    replica.tick(nowMillis(), clock().millis());
    applied.run();
  }

  private static long nowMillis() {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
  }
}
