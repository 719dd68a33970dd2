package io.github.vertxnsq.lookupd.cluster;

import com.hazelcast.config.Config;
import com.hazelcast.config.SocketInterceptorConfig;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.instance.EndpointQualifier;
import com.hazelcast.instance.impl.DefaultNodeContext;
import com.hazelcast.instance.impl.DefaultNodeExtension;
import com.hazelcast.instance.impl.HazelcastInstanceFactory;
import com.hazelcast.instance.impl.Node;
import com.hazelcast.instance.impl.NodeExtension;
import com.hazelcast.internal.networking.HandlerStatus;
import com.hazelcast.internal.networking.InboundHandler;
import com.hazelcast.internal.nio.Packet;
import com.hazelcast.internal.server.ServerConnection;
import com.hazelcast.internal.server.ServerContext;
import com.hazelcast.internal.server.tcp.PacketDecoder;
import com.hazelcast.nio.MemberSocketInterceptor;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Starts the engine with two things of ours built in, for which it has no settings: who connects
 * proves who it is, and no packet is larger than members' are.
 */
final class HazelcastNode extends DefaultNodeContext {
  private final Optional<MemberProof> proof;

  private HazelcastNode(Optional<MemberProof> proof) {
    this.proof = proof;
  }

  /**
   * Joins, or begins a cluster, and waits for it.
   *
   * @param proof by which members know each other; empty: whoever connects is believed
   */
  static HazelcastInstance start(Config config, Optional<MemberProof> proof) {
    config
        .getAdvancedNetworkConfig()
        .getEndpointConfigs()
        .get(EndpointQualifier.MEMBER)
        .setSocketInterceptorConfig(new SocketInterceptorConfig().setEnabled(proof.isPresent()));
    return HazelcastInstanceFactory.newHazelcastInstance(config, null, new HazelcastNode(proof));
  }

  @Override
  public NodeExtension createNodeExtension(Node node) {
    return new Extension(node, proof);
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

    BoundedPackets(ServerConnection connection, Consumer<Packet> receiver) {
      super(connection, receiver);
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
      }
      return super.onRead();
    }
  }
}
