package io.github.vertxnsq.lookupd.bus;

import io.github.vertxnsq.lookupd.registry.Change;
import io.github.vertxnsq.lookupd.registry.HybridClock;
import io.github.vertxnsq.lookupd.registry.Registry;
import io.vertx.core.Deployable;
import io.vertx.core.Future;
import java.util.List;

/**
 * The other daemons, as the registry's verticle sees them. Methods are called on its thread where
 * nothing else is said.
 */
public interface Peers {
  /** There are none. */
  Peers NONE = new NoPeers();

  /** Whether there may be others at all. Any thread may ask. */
  boolean mayExist();

  /** Number of this daemon, from its start to its end, that no other has or had. */
  int node();

  /** What listens to the others, to be deployed once the registry is. */
  Deployable listener();

  /**
   * Whether this daemon is one of them no more, without having left, and can never be again. Any
   * thread may ask.
   */
  boolean haveLostUs();

  /** Succeeds when there is a full copy of what the others know. Any thread may ask. */
  Future<Void> synced();

  /**
   * The registry is there; from now on others may be listened to.
   *
   * @param applied to be run after anything was applied that others told
   */
  void begin(Registry registry, HybridClock stamps, Runnable applied);

  /** A change was decided here, and is about to be applied. */
  void decided(Change change);

  /** Runs {@code then} when all who are there have applied what was decided, or a second later. */
  void whenApplied(Runnable then);

  /** Who is there, this daemon among them; none where there can be no others. */
  List<ClusterView.Member> members();

  /** Says that this daemon leaves. */
  void sayGoodbye();

  /**
   * What is known of the others; null where there can be none. Any thread may ask, and is answered
   * on the event loop where it asks.
   */
  Future<ClusterView> view();
}
