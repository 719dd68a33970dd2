package io.github.vertxnsq.lookupd.tls;

import io.github.vertxnsq.lookupd.limits.AddressBlock;
import io.github.vertxnsq.lookupd.limits.ConnectionGate;
import io.github.vertxnsq.lookupd.limits.MemoryBudget;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.ssl.DelegatingSslContext;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import java.util.Optional;
import java.util.concurrent.Executor;
import javax.net.ssl.SSLEngine;

/**
 * A context whose handlers pass a {@link ConnectionGate} before they take up their handshake, and
 * count what they have of records and of handshakes that have not come whole.
 */
final class GatedSslContext extends DelegatingSslContext {
  private final ConnectionGate gate;
  private final Optional<MemoryBudget> input;

  GatedSslContext(SslContext context, ConnectionGate gate, Optional<MemoryBudget> input) {
    super(context);
    this.gate = gate;
    this.input = input;
  }

  @Override
  protected void initEngine(SSLEngine engine) {
    // Vert.x does that itself.
  }

  @Override
  protected SslHandler newHandler(
      ByteBufAllocator allocator, String host, int port, boolean startTls, Executor executor) {
    return new GatedHandler(newEngine(allocator, host, port), startTls, executor);
  }

  @Override
  protected SslHandler newHandler(ByteBufAllocator allocator, boolean startTls, Executor executor) {
    return new GatedHandler(newEngine(allocator), startTls, executor);
  }

  private final class GatedHandler extends SslHandler {
    /** What the handshake takes on the heap: the engine keeps the messages until it is done. */
    private long handshakeBytes;

    private long recordBytes;
    private MemoryBudget.Share share;

    GatedHandler(SSLEngine engine, boolean startTls, Executor executor) {
      super(engine, startTls, executor);
    }

    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // neither can fail in a way that matters
    public void handlerAdded(ChannelHandlerContext ctx) throws Exception {
      super.handlerAdded(ctx);
      // Not this handler's own closing, which says goodbye first.
      ConnectionGate.Entry begun =
          gate.enter(AddressBlock.of(ctx.channel().remoteAddress()), ctx::close);
      // Is done also when the connection is lost, or says nothing for too long.
      handshakeFuture().addListener(done -> gate.leave(begun));
      share = input.map(budget -> share(budget, ctx)).orElse(null);
    }

    @SuppressWarnings("FutureReturnValueIgnored") // likewise
    private static MemoryBudget.Share share(MemoryBudget budget, ChannelHandlerContext ctx) {
      return budget.open(
          () -> String.valueOf(ctx.channel().remoteAddress()),
          () -> ctx.channel().eventLoop().execute(ctx::close));
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object bytes) throws Exception {
      if (!handshakeFuture().isDone() && bytes instanceof ByteBuf part) {
        handshakeBytes += part.readableBytes();
      }
      super.channelRead(ctx, bytes);
      count();
    }

    private void count() {
      if (handshakeBytes > 0 && handshakeFuture().isDone()) {
        handshakeBytes = 0;
        recordBytes = -1; // is another number than the one that follows
      }
      long waiting = internalBuffer().capacity();
      if (share != null && (handshakeBytes > 0 || waiting != recordBytes)) {
        recordBytes = waiting;
        share.set(handshakeBytes, waiting);
      }
    }

    @Override
    public void handlerRemoved0(ChannelHandlerContext ctx) throws Exception {
      super.handlerRemoved0(ctx);
      if (share != null) {
        share.close();
        share = null;
      }
    }
  }
}
