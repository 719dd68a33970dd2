package io.github.vertxnsq.lookupd.bus;

import io.github.vertxnsq.lookupd.registry.Change;
import io.github.vertxnsq.lookupd.registry.HybridClock;
import io.github.vertxnsq.lookupd.registry.Registry;
import io.vertx.core.Deployable;
import io.vertx.core.Future;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Consumer;

/**
 * The other daemons, as the registry's verticle sees them. Methods are called on its thread where
 * nothing else is said.
 */
public interface Peers {
  /** There are none. */
  Peers NONE = new NoPeers();

  /** Whether there may be others at all. Any thread may ask. */
  boolean mayExist();

  /**
   * Whether producers of other daemons may be known, or of this one as it was started before, and
   * facts from before may arrive late. Any thread may ask.
   */
  boolean mayKnowOthers();

  /**
   * Number of this daemon, that no other has or had: from its start, or from when it began anew.
   * Any thread may ask.
   */
  int node();

  /** The wall clock by which this daemon's stamps are given. */
  InstantSource clock();

  /** What listens to the others, to be deployed once the registry is. */
  Deployable listener();

  /**
   * Whether one of them has no memory left for what clients register: what this daemon takes, that
   * one must hold, too.
   */
  boolean areFull();

  /**
   * Whether this daemon is one of them no more, without having left, and can never be again. Any
   * thread may ask.
   */
  boolean haveLostUs();

  /** Succeeds when this daemon is in step for the first time. Any thread may ask. */
  Future<Void> synced();

  /**
   * Whether there is a full copy of what the others know, and they listen to this daemon. Any
   * thread may ask.
   */
  boolean isInStep();

  /**
   * Has the listener told, on the registry's thread, of every change of {@link #isInStep} after the
   * first time that it was.
   */
  void onStep(Consumer<Boolean> listener);

  /**
   * The registry is there; from now on others may be listened to.
   *
   * @param applied to be run after anything was applied that others told
   */
  void begin(Registry registry, HybridClock stamps, Runnable applied);

  /** A change was decided here, and is about to be applied. */
  void decided(Change change);

  /**
   * Calls {@code then} with true when all who are there have applied what was decided, or a second
   * later; with false when they refuse it, so that it cannot be kept.
   */
  void whenApplied(Consumer<Boolean> then);

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
