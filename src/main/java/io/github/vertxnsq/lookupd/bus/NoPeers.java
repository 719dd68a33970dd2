package io.github.vertxnsq.lookupd.bus;

import io.github.vertxnsq.lookupd.registry.Change;
import io.github.vertxnsq.lookupd.registry.HybridClock;
import io.github.vertxnsq.lookupd.registry.Registry;
import io.vertx.core.Deployable;
import io.vertx.core.Future;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Consumer;

/** What a daemon by itself has. */
public class NoPeers implements Peers {
  @Override
  public boolean mayExist() {
    return false;
  }

  @Override
  public boolean mayKnowOthers() {
    return false;
  }

  @Override
  public int node() {
    return 0; // every daemon by itself is the first
  }

  @Override
  public InstantSource clock() {
    return InstantSource.system();
  }

  @Override
  public boolean areFull() {
    return false;
  }

  @Override
  public boolean haveLostUs() {
    return false;
  }

  @Override
  public Deployable listener() {
    return context -> Future.succeededFuture();
  }

  @Override
  public Future<Void> synced() {
    return Future.succeededFuture();
  }

  @Override
  public boolean isInStep() {
    return true;
  }

  @Override
  public void onStep(Consumer<Boolean> listener) {}

  @Override
  public void begin(Registry registry, HybridClock stamps, Runnable applied) {}

  @Override
  public void decided(Change change) {}

  @Override
  public void whenApplied(Consumer<Boolean> then) {
    then.accept(true);
  }

  @Override
  public List<ClusterView.Member> members() {
    return List.of();
  }

  @Override
  public void sayGoodbye() {}

  @Override
  public Future<ClusterView> view() {
    return Future.succeededFuture();
  }
}
