package io.github.vertxnsq.lookupd.tls;

import io.github.vertxnsq.lookupd.limits.MemoryBudget;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslProvider;
import io.vertx.core.net.JdkSSLEngineOptions;
import io.vertx.core.spi.tls.DefaultSslContextFactory;
import io.vertx.core.spi.tls.SslContextFactory;
import javax.net.ssl.SSLException;

/** The JVM's engine, each handshake of which passes a {@link HandshakeGate}. */
final class GatedEngineOptions extends JdkSSLEngineOptions {
  private final HandshakeGate gate;
  private final MemoryBudget input;

  GatedEngineOptions(HandshakeGate gate, MemoryBudget input) {
    this.gate = gate;
    this.input = input;
    setUseWorkerThread(true);
  }

  @Override
  public JdkSSLEngineOptions copy() {
    return new GatedEngineOptions(gate, input);
  }

  @Override
  public SslContextFactory sslContextFactory() {
    return new DefaultSslContextFactory(SslProvider.JDK, false) {
      @Override
      public SslContext create() throws SSLException {
        return new GatedSslContext(super.create(), gate, input);
      }
    };
  }
}
