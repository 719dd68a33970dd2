package io.github.vertxnsq.lookupd.limits;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFactory;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.MaxMessagesRecvByteBufAllocator;
import io.netty.channel.ServerChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.vertx.core.impl.transports.NioTransport;
import io.vertx.core.transport.Transport;
import java.net.SocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Vert.x's usual transport, whose ports accept no further connection while some that were accepted
 * wait for their event loops. Vert.x accepts with a thread of its own, as fast as connections come,
 * and each is an open file before anybody can count and refuse it: in a burst there would be none
 * left for the daemon itself. Those that are not accepted yet wait in the kernel, and cost no file.
 */
public final class PacedTransport extends NioTransport implements Transport {
  /** How many connections of a port may be open at most that no event loop has looked at. */
  public static final int MAX_UNSEEN = 2 * Newcomers.MAX_AT_A_TIME - 1;

  private static final Logger LOG = LoggerFactory.getLogger(PacedTransport.class);

  /** Bound already; null for none. */
  private final AtomicReference<ServerSocketChannel> nextPort = new AtomicReference<>();

  /**
   * Has the next port that is opened be this one.
   *
   * @param open bound to the address that the next port is going to be opened at; belongs to this
   *     from now on
   */
  public void takeOver(ServerSocketChannel open) {
    nextPort.set(open);
  }

  @Override
  public ChannelFactory<? extends ServerChannel> serverChannelFactory(boolean domainSocket) {
    return () -> {
      ServerSocketChannel open = nextPort.getAndSet(null);
      ServerChannel port = open == null ? new NioServerSocketChannel() : new OpenPort(open);
      port.pipeline().addLast(new Newcomers(port));
      return port;
    };
  }

  @Override
  public String name() {
    return "nio";
  }

  @Override
  public boolean available() {
    return true;
  }

  @Override
  public Throwable unavailabilityCause() {
    return null;
  }

  @Override
  public io.vertx.core.spi.transport.Transport implementation() {
    return this;
  }

  /** A port that was opened before there was an event loop. */
  private static final class OpenPort extends NioServerSocketChannel {
    private volatile boolean isTakenOver;

    OpenPort(ServerSocketChannel open) {
      super(open);
    }

    /** Else connections would be accepted, and dropped, before Vert.x can give them to anybody. */
    @Override
    public boolean isActive() {
      return isTakenOver && super.isActive();
    }

    @Override
    protected void doBind(SocketAddress address) {
      isTakenOver = true;
    }
  }

  /** Counts the connections of a port that were accepted and not looked at. */
  private static final class Newcomers extends ChannelInboundHandlerAdapter {
    private static final int MAX_AT_A_TIME = 8;

    private final ServerChannel port;
    private final AtomicInteger unseen = new AtomicInteger();

    Newcomers(ServerChannel port) {
      this.port = port;
      MaxMessagesRecvByteBufAllocator accepting = port.config().getRecvByteBufAllocator();
      accepting.maxMessagesPerRead(MAX_AT_A_TIME);
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object accepted) {
      if (unseen.incrementAndGet() >= MAX_AT_A_TIME) {
        port.config().setAutoRead(false);
      }
      ((Channel) accepted).pipeline().addLast(new Newcomer(this));
      ctx.fireChannelRead(accepted);
    }

    /** Any thread may call. */
    private void oneIsSeen() {
      if (unseen.getAndDecrement() == MAX_AT_A_TIME) {
        port.eventLoop().execute(this::acceptMore);
      }
    }

    private void acceptMore() {
      if (unseen.get() < MAX_AT_A_TIME) {
        port.config().setAutoRead(true);
      }
    }

    /** Netty itself pauses for a second then. */
    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable fault) {
      LOG.warn("no connection can be accepted at {}: {}", port.localAddress(), fault.getMessage());
      ctx.fireExceptionCaught(fault);
    }
  }

  /** Leaves a connection when its event loop has let it in, or closed it. */
  private static final class Newcomer extends ChannelInboundHandlerAdapter {
    private final Newcomers all;

    Newcomer(Newcomers all) {
      this.all = all;
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
      ctx.executor().execute(() -> leave(ctx)); // what is to close it may be waiting to be run
      ctx.fireChannelActive();
    }

    private void leave(ChannelHandlerContext ctx) {
      if (!ctx.isRemoved()) {
        ctx.pipeline().remove(this);
      }
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
      all.oneIsSeen();
    }
  }
}
