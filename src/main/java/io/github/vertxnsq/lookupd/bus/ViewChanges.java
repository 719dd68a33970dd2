package io.github.vertxnsq.lookupd.bus;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.Message;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Tells when an answer may have changed. The registry is asked to tell of an answer once, however
 * many follow it here, and of none that nobody follows. Belongs to one event loop.
 */
public final class ViewChanges {
  private static final AtomicLong COUNT = new AtomicLong();

  private final EventBus bus;
  private final String address = Addresses.changes(COUNT.incrementAndGet());
  private final Map<String, Followed> followed = new HashMap<>();

  /**
   * @param begun when the registry has noted it
   */
  private record Followed(Future<Void> begun, Set<Runnable> followers) {}

  /** Of the registry deployed on this Vert.x; to be made on the event loop. */
  public ViewChanges(Vertx vertx) {
    this.bus = vertx.eventBus();
    bus.<Set<String>>localConsumer(address, this::tell);
  }

  private void tell(Message<Set<String>> changed) {
    for (String key : changed.body()) {
      Followed one = followed.get(key);
      if (one != null) {
        List.copyOf(one.followers()).forEach(Runnable::run);
      }
    }
  }

  /**
   * Begins to tell.
   *
   * @param view from {@link PublishedViews}
   * @param changed is run after the view may have changed
   * @return succeeds when no change is missed any more; fails when the registry does not answer,
   *     and whoever follows then has it asked anew
   */
  public Future<Void> follow(String view, Runnable changed) {
    Followed one = followed.get(view);
    if (one == null || one.begun().failed()) {
      one = begin(view);
      followed.put(view, one);
    }
    one.followers().add(changed);
    return one.begun();
  }

  private Followed begin(String view) {
    Future<Void> begun =
        Future.succeededFuture(new Interest(address, view, true))
            .compose(it -> bus.request(Addresses.REGISTRY, it, ByReferenceCodec.LOCAL))
            .mapEmpty();
    return new Followed(begun, new LinkedHashSet<>());
  }

  /** Ends what {@link #follow} began. */
  public void unfollow(String view, Runnable changed) {
    Followed one = followed.get(view);
    if (one != null && one.followers().remove(changed) && one.followers().isEmpty()) {
      followed.remove(view);
      if (!one.begun().failed()) { // else the registry knows nothing of it
        bus.send(Addresses.REGISTRY, new Interest(address, view, false), ByReferenceCodec.LOCAL);
      }
    }
  }
}
