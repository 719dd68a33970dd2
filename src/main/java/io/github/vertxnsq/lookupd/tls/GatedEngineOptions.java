package io.github.vertxnsq.lookupd.tls;

import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslProvider;
import io.vertx.core.net.JdkSSLEngineOptions;
import io.vertx.core.spi.tls.DefaultSslContextFactory;
import io.vertx.core.spi.tls.SslContextFactory;
import javax.net.ssl.SSLException;

/** The JVM's engine, each handshake of which passes a {@link HandshakeGate}. */
final class GatedEngineOptions extends JdkSSLEngineOptions {
  private final HandshakeGate gate;

  GatedEngineOptions(HandshakeGate gate) {
    this.gate = gate;
    setUseWorkerThread(true);
  }

  @Override
  public JdkSSLEngineOptions copy() {
    return new GatedEngineOptions(gate);
  }

  @Override
  public SslContextFactory sslContextFactory() {
    return new DefaultSslContextFactory(SslProvider.JDK, false) {
      @Override
      public SslContext create() throws SSLException {
        return new GatedSslContext(super.create(), gate);
      }
    };
  }
}
