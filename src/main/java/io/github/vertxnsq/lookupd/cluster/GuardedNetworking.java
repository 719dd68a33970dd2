package io.github.vertxnsq.lookupd.cluster;

import com.hazelcast.instance.EndpointQualifier;
import com.hazelcast.instance.impl.Node;
import com.hazelcast.internal.networking.Channel;
import com.hazelcast.internal.networking.ChannelInitializer;
import com.hazelcast.internal.networking.Networking;
import com.hazelcast.internal.networking.nio.NioChannel;
import com.hazelcast.internal.networking.nio.NioThread;
import com.hazelcast.internal.nio.IOUtil;
import com.hazelcast.internal.server.ServerConnection;
import com.hazelcast.internal.server.tcp.TcpServer;
import com.hazelcast.internal.server.tcp.TcpServerConnectionManager;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.channels.SocketChannel;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stands before the engine's network, and has each connection that was accepted counted by {@link
 * Strangers} before the next one is accepted. The engine itself accepts any number, and closes its
 * port for good when no file is left.
 */
final class GuardedNetworking implements Networking {
  private static final Logger LOG = LoggerFactory.getLogger(ClusterEngine.class);

  /** How many may be closed and not free yet, since the engine's threads still look at them. */
  static final int MAX_CLOSING = 8;

  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
  private static final int MAX_PAUSES = 1_000;

  private final Networking engine;
  private final Node node;
  private final Strangers strangers;
  private final Method forget;

  /** Those that are closed, and may still be open files. */
  private final Queue<NioChannel> closing = new ConcurrentLinkedQueue<>();

  GuardedNetworking(Networking engine, Node node, Strangers strangers) {
    this.engine = engine;
    this.node = node;
    this.strangers = strangers;
    try {
      forget =
          TcpServerConnectionManager.class.getDeclaredMethod(
              "removeAcceptedChannel", Channel.class);
      forget.setAccessible(true);
    } catch (ReflectiveOperationException otherEngine) {
      throw new IllegalStateException("the engine is another one than expected", otherEngine);
    }
  }

  /** Returns the stranger that a connection to this daemon belongs to; none for one from here. */
  static Optional<Strangers.Stranger> stranger(Map<?, ?> attributes) {
    return Optional.ofNullable((Strangers.Stranger) attributes.get(Strangers.Stranger.class));
  }

  @Override
  public Channel register(ChannelInitializer initializer, SocketChannel socket, boolean isClient)
      throws IOException {
    Channel channel = engine.register(initializer, socket, isClient);
    if (!isClient) {
      admit((NioChannel) channel);
    }
    return channel;
  }

  /** By the thread that accepts; the engine would close its port if anything were thrown here. */
  @SuppressWarnings("unchecked") // as the engine declares it
  private void admit(NioChannel channel) {
    Strangers.Stranger stranger =
        strangers.enter(channel.remoteSocketAddress(), () -> close(channel));
    channel.attributeMap().put(Strangers.Stranger.class, stranger);
    channel.addCloseListener(
        closed -> {
          stranger.ends();
          forget(closed);
        });
    awaitFreeFiles();
  }

  private void close(NioChannel channel) {
    ServerConnection known = (ServerConnection) channel.attributeMap().get(ServerConnection.class);
    if (known != null) {
      known.close("a stranger's", null); // the engine would keep it otherwise
    }
    IOUtil.closeResource(channel);
    if (channel.socketChannel().isRegistered()) {
      closing.add(channel);
    }
  }

  /** What has failed to prove who it is would be kept for ever. */
  private void forget(Channel closed) {
    TcpServer server = (TcpServer) node.getServer();
    try {
      forget.invoke(server.getConnectionManager(EndpointQualifier.MEMBER), closed);
    } catch (ReflectiveOperationException cannotBe) {
      LOG.error("CLUSTER: a closed connection stays in memory", cannotBe);
    }
  }

  /**
   * A connection that the engine's selectors know is an open file until they have looked: they are
   * made to, and the next one is accepted when few are left.
   */
  private void awaitFreeFiles() {
    for (int i = 0; i < MAX_PAUSES; i++) {
      closing.removeIf(channel -> !channel.socketChannel().isRegistered());
      if (closing.size() < MAX_CLOSING) {
        return;
      }
      for (NioChannel channel : closing) {
        wake(channel.inboundPipeline().owner());
        wake(channel.outboundPipeline().owner());
      }
      LockSupport.parkNanos(PAUSE_NANOS);
    }
  }

  private static void wake(NioThread owner) {
    if (owner != null) {
      owner.getSelector().wakeup();
    }
  }

  @Override
  public void restart() {
    engine.restart();
  }

  @Override
  public void shutdown() {
    engine.shutdown();
  }
}
