package io.github.vertxnsq.lookupd.bus;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.MessageConsumer;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/** Hears from the registry what happens, when it wants to. Belongs to one event loop. */
public final class EventListener {
  private static final AtomicLong COUNT = new AtomicLong();

  private final EventBus bus;
  private final String address = Addresses.events(COUNT.incrementAndGet());
  private final Consumer<Told> told;
  private MessageConsumer<Told> consumer;
  private Future<Told> begun;

  /**
   * @param told what happens from when {@link #begin} has succeeded; may be told what that told,
   *     too
   */
  public EventListener(Vertx vertx, Consumer<Told> told) {
    this.bus = vertx.eventBus();
    this.told = told;
  }

  /**
   * Begins to listen.
   *
   * @return succeeds with what is kept of what happened before; fails while there is no registry
   */
  public Future<Told> begin() {
    consumer = bus.localConsumer(address, message -> told.accept(message.body()));
    begun =
        Future.succeededFuture(new Listening(address, true))
            .compose(it -> bus.<Told>request(Addresses.REGISTRY, it, ByReferenceCodec.LOCAL))
            .map(reply -> reply.body());
    return begun;
  }

  /** Listens no more. */
  public void end() {
    consumer.unregister();
    if (!begun.failed()) { // else the registry knows nothing of it
      bus.send(Addresses.REGISTRY, new Listening(address, false), ByReferenceCodec.LOCAL);
    }
  }
}
