package io.github.vertxnsq.lookupd.wire;

import io.github.vertxnsq.lookupd.limits.MemoryBudget;
import io.github.vertxnsq.lookupd.tls.ServerTls;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.VerticleBase;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.SocketAddress;
import java.util.concurrent.TimeUnit;

/** Accepts producers over TLS, for a {@link TcpVerticle}. */
public final class TlsPort extends VerticleBase {
  private final SocketAddress address;
  private final ServerTls tls;
  private final MemoryBudget input;
  private final Handler<NetSocket> accept;
  private NetServer server;
  private volatile int actualPort;

  TlsPort(SocketAddress address, ServerTls tls, MemoryBudget input, Handler<NetSocket> accept) {
    this.address = address;
    this.tls = tls;
    this.input = input;
    this.accept = accept;
  }

  @Override
  public Future<?> start() {
    server =
        vertx
            .createNetServer(tls.secure(new NetServerOptions(), input))
            .connectHandler(accept)
            .exceptionHandler(tls::handshakeFailed);
    return server
        .listen(address)
        .onSuccess(
            listening -> {
              actualPort = listening.actualPort();
              tls.keep(listening::updateSSLOptions);
            });
  }

  /** The port that is open, also when it was left to the system. */
  public int actualPort() {
    return actualPort;
  }

  @Override
  public Future<?> stop() {
    return server.shutdown(TcpVerticle.GRACE_SECONDS, TimeUnit.SECONDS);
  }
}
