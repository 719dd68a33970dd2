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
import java.util.concurrent.atomic.AtomicInteger;
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

  @Override
  public ChannelFactory<? extends ServerChannel> serverChannelFactory(boolean domainSocket) {
    return () -> {
      ServerChannel port = new NioServerSocketChannel();
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
