package io.github.vertxnsq.lookupd.cluster;

import com.hazelcast.config.Config;
import com.hazelcast.config.SocketInterceptorConfig;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.instance.EndpointQualifier;
import com.hazelcast.instance.impl.DefaultNodeContext;
import com.hazelcast.instance.impl.DefaultNodeExtension;
import com.hazelcast.instance.impl.HazelcastInstanceFactory;
import com.hazelcast.instance.impl.HazelcastInstanceProxy;
import com.hazelcast.instance.impl.Node;
import com.hazelcast.instance.impl.NodeExtension;
import com.hazelcast.internal.networking.HandlerStatus;
import com.hazelcast.internal.networking.InboundHandler;
import com.hazelcast.internal.networking.Networking;
import com.hazelcast.internal.networking.nio.NioNetworking;
import com.hazelcast.internal.nio.Packet;
import com.hazelcast.internal.server.Server;
import com.hazelcast.internal.server.ServerConnection;
import com.hazelcast.internal.server.ServerContext;
import com.hazelcast.internal.server.tcp.LocalAddressRegistry;
import com.hazelcast.internal.server.tcp.PacketDecoder;
import com.hazelcast.internal.server.tcp.ServerSocketRegistry;
import com.hazelcast.internal.server.tcp.TcpServer;
import com.hazelcast.internal.server.tcp.TcpServerConnectionChannelErrorHandler;
import com.hazelcast.internal.server.tcp.TcpServerContext;
import com.hazelcast.nio.MemberSocketInterceptor;
import com.hazelcast.spi.properties.ClusterProperty;
import com.hazelcast.spi.properties.HazelcastProperties;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Starts the engine with three things of ours built in, for which it has no settings: there are few
 * connections of strangers, who connects proves who it is, and no packet is larger than members'
 * are.
 */
final class HazelcastNode extends DefaultNodeContext {
  private final Optional<MemberProof> proof;
  private final Strangers strangers;

  private HazelcastNode(Optional<MemberProof> proof, Strangers strangers) {
    this.proof = proof;
    this.strangers = strangers;
  }

  /**
   * Joins, or begins a cluster, and waits for it.
   *
   * @param proof by which members know each other; empty: whoever connects is believed
   * @param strangers take each connection that the engine accepts
   */
  static HazelcastInstance start(Config config, Optional<MemberProof> proof, Strangers strangers) {
    config
        .getAdvancedNetworkConfig()
        .getEndpointConfigs()
        .get(EndpointQualifier.MEMBER)
        .setSocketInterceptorConfig(new SocketInterceptorConfig().setEnabled(proof.isPresent()));
    return HazelcastInstanceFactory.newHazelcastInstance(
        config, null, new HazelcastNode(proof, strangers));
  }

  /**
   * Tells whether members can connect: the port is there, and so is the thread that accepts. The
   * engine goes on without either.
   */
  static boolean isOpen(HazelcastInstance engine) {
    TcpServer server = (TcpServer) ((HazelcastInstanceProxy) engine).getOriginal().node.getServer();
    for (ServerSocketRegistry.Pair port : server.getRegistry()) {
      if (!port.getChannel().isOpen() || !port.getChannel().isRegistered()) {
        return false;
      }
    }
    return true;
  }

  @Override
  public NodeExtension createNodeExtension(Node node) {
    return new Extension(node, proof);
  }

  /** Does what it does by default, and has {@link GuardedNetworking} stand before the network. */
  @Override
  public Server createServer(
      Node node, ServerSocketRegistry registry, LocalAddressRegistry addresses) {
    ServerContext context = new TcpServerContext(node, node.getNodeEngine());
    return new TcpServer(
        node.getConfig(),
        context,
        registry,
        addresses,
        node.getNodeEngine().getMetricsRegistry(),
        new GuardedNetworking(networking(node), node, strangers),
        node.getNodeExtension().createChannelInitializerFn(context));
  }

  private static Networking networking(Node node) {
    HazelcastProperties properties = node.getProperties();
    return new NioNetworking(
        new NioNetworking.Context()
            .loggingService(node.getLoggingService())
            .metricsRegistry(node.getNodeEngine().getMetricsRegistry())
            .threadNamePrefix(node.hazelcastInstance.getName())
            .errorHandler(
                new TcpServerConnectionChannelErrorHandler(
                    node.getLogger(TcpServerConnectionChannelErrorHandler.class)))
            .inputThreadCount(properties.getInteger(ClusterProperty.IO_INPUT_THREAD_COUNT))
            .outputThreadCount(properties.getInteger(ClusterProperty.IO_OUTPUT_THREAD_COUNT))
            .balancerIntervalSeconds(
                properties.getInteger(ClusterProperty.IO_BALANCER_INTERVAL_SECONDS))
            .writeThroughEnabled(properties.getBoolean(ClusterProperty.IO_WRITE_THROUGH_ENABLED))
            .concurrencyDetection(node.getNodeEngine().getConcurrencyDetection()));
  }

  private static final class Extension extends DefaultNodeExtension {
    private final Optional<MemberProof> proof;

    Extension(Node node, Optional<MemberProof> proof) {
      super(node);
      this.proof = proof;
    }

    @Override
    public MemberSocketInterceptor getSocketInterceptor(EndpointQualifier qualifier) {
      return proof.orElse(null);
    }

    @Override
    @SuppressWarnings("rawtypes") // as the engine declares it
    public InboundHandler[] createInboundHandlers(
        EndpointQualifier qualifier, ServerConnection connection, ServerContext context) {
      return new InboundHandler[] {
        new BoundedPackets(connection, node.getNodeEngine().getPacketDispatcher())
      };
    }
  }

  /**
   * The engine makes room for a packet as soon as its header has come, as much as that asks for. It
   * closes the connection of whoever makes it fail here.
   */
  static final class BoundedPackets extends PacketDecoder {
    /** The largest packets of a cluster of a few members have some kilobytes. */
    static final int MAX_BYTES = 256 << 10;

    /** A version (a byte), flags (two), a partition (four), and the length of what follows. */
    private static final int HEADER_BYTES = 11;

    private static final int LENGTH_AT = 7;

    /** How many bytes are still to come of the packet whose header was read last. */
    private int left;

    private final Optional<Strangers.Stranger> sender;

    BoundedPackets(ServerConnection connection, Consumer<Packet> receiver) {
      super(connection, receiver);
      this.sender = GuardedNetworking.stranger(connection.attributeMap());
    }

    /** Looks at what has come and not been read: the engine leaves nothing but half a header. */
    @Override
    public HandlerStatus onRead() throws Exception {
      int at = Math.min(left, src.position());
      left -= at;
      while (left == 0 && src.position() - at >= HEADER_BYTES) {
        int length = src.getInt(at + LENGTH_AT);
        if (length < 0 || length > MAX_BYTES) {
          throw new IOException("a packet of " + length + " bytes");
        }
        at += HEADER_BYTES;
        left = length - Math.min(length, src.position() - at);
        at += length - left;
        if (left == 0) {
          sender.ifPresent(Strangers.Stranger::talks);
        }
      }
      return super.onRead();
    }
  }
}
