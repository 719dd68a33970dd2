package io.github.vertxnsq.lookupd.bus;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.EventBus;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries bytes between daemons over the clustered event bus: in order mostly, and at most once.
 */
public final class PeerChannel {
  private static final Logger LOG = LoggerFactory.getLogger(PeerChannel.class);
  private static final String FROM = "from";

  /** Far longer than it takes until somebody who is killed is known to be gone. */
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(10);

  /** Since when they are, and whether the log says so. */
  private final Map<String, Unreachable> unreachable = new ConcurrentHashMap<>();

  private final EventBus bus;
  private final DeliveryOptions options;
  private final String self;
  private final UnaryOperator<String> shown;

  /**
   * @param self this daemon, as the cluster's engine names it
   * @param shown returns for people whom the engine names so
   */
  public PeerChannel(Vertx vertx, String self, UnaryOperator<String> shown) {
    this.shown = shown;
    this.bus = vertx.eventBus();
    this.self = self;
    this.options = new DeliveryOptions().addHeader(FROM, self);
  }

  /**
   * Hands over, on the calling context, what others send from now on.
   *
   * @param receiver is given who sent it, as the engine names it, and what
   * @param refuser is called for what no such channel has sent
   * @return succeeds when all others can know
   */
  public Future<Void> listen(BiConsumer<String, Buffer> receiver, Runnable refuser) {
    return bus.<Object>consumer(
            Addresses.peer(self),
            message -> {
              String from = message.headers().get(FROM);
              if (from != null && message.body() instanceof Buffer bytes) {
                receiver.accept(from, bytes);
              } else {
                refuser.run();
              }
            })
        .completion();
  }

  /** Sends to one; nobody is told if it does not arrive, but the log if it cannot. */
  public void send(String member, Buffer bytes) {
    bus.<Buffer>sender(Addresses.peer(member), options)
        .write(bytes)
        .onSuccess(sent -> unreachable.remove(member))
        .onFailure(cause -> logOnce(member, cause));
  }

  /**
   * Not of connections that end, as when a member leaves or is killed: that it is gone is said
   * elsewhere. Nobody sends to it any more then.
   */
  private void logOnce(String member, Throwable cause) {
    if (cause instanceof IOException && !(cause instanceof ClosedChannelException)) {
      long now = System.nanoTime();
      Unreachable state = unreachable.computeIfAbsent(member, first -> new Unreachable(now));
      if (now - state.sinceNanos >= PATIENCE_NANOS && state.isTold.compareAndSet(false, true)) {
        LOG.warn(
            "CLUSTER: no message reaches {}: {}", shown.apply(member), rootOf(cause).getMessage());
      }
    }
  }

  /** Somebody whom no message reaches. */
  private static final class Unreachable {
    final long sinceNanos;
    final AtomicBoolean isTold = new AtomicBoolean();

    Unreachable(long sinceNanos) {
      this.sinceNanos = sinceNanos;
    }
  }

  private static Throwable rootOf(Throwable cause) {
    return cause.getCause() == null ? cause : rootOf(cause.getCause());
  }
}
