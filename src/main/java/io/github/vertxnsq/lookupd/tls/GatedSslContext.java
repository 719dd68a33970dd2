package io.github.vertxnsq.lookupd.tls;

import io.github.vertxnsq.lookupd.limits.AddressBlock;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.ssl.DelegatingSslContext;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import java.util.concurrent.Executor;
import javax.net.ssl.SSLEngine;

/** A context whose handlers pass a {@link HandshakeGate} before they take up their handshake. */
final class GatedSslContext extends DelegatingSslContext {
  private final HandshakeGate gate;

  GatedSslContext(SslContext context, HandshakeGate gate) {
    super(context);
    this.gate = gate;
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
    GatedHandler(SSLEngine engine, boolean startTls, Executor executor) {
      super(engine, startTls, executor);
    }

    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // neither can fail in a way that matters
    public void handlerAdded(ChannelHandlerContext ctx) throws Exception {
      super.handlerAdded(ctx);
      // Not this handler's own closing, which says goodbye first.
      HandshakeGate.Handshake begun =
          gate.enter(AddressBlock.of(ctx.channel().remoteAddress()), ctx::close);
      // Is done also when the connection is lost, or says nothing for too long.
      handshakeFuture().addListener(done -> gate.leave(begun));
    }
  }
}
