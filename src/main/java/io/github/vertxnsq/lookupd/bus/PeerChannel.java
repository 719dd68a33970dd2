package io.github.vertxnsq.lookupd.bus;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.EventBus;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
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

  /** Those of whom the log already says that they are. */
  private final Set<String> unreachable = ConcurrentHashMap.newKeySet();

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

  /** Not of connections that end, as when a member leaves; that it is gone is said elsewhere. */
  private void logOnce(String member, Throwable cause) {
    if (cause instanceof IOException
        && !(cause instanceof ClosedChannelException)
        && unreachable.add(member)) {
      LOG.warn(
          "CLUSTER: no message reaches {}: {}", shown.apply(member), rootOf(cause).getMessage());
    }
  }

  private static Throwable rootOf(Throwable cause) {
    return cause.getCause() == null ? cause : rootOf(cause.getCause());
  }
}
