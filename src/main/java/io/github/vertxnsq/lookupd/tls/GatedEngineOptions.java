package io.github.vertxnsq.lookupd.tls;

import io.github.vertxnsq.lookupd.limits.ConnectionGate;
import io.github.vertxnsq.lookupd.limits.MemoryBudget;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslProvider;
import io.vertx.core.net.JdkSSLEngineOptions;
import io.vertx.core.spi.tls.DefaultSslContextFactory;
import io.vertx.core.spi.tls.SslContextFactory;
import java.util.Optional;
import javax.net.ssl.SSLException;

/** The JVM's engine, each handshake of which with a client passes a {@link ConnectionGate}. */
public final class GatedEngineOptions extends JdkSSLEngineOptions {
  private final ConnectionGate gate;
  private final Optional<MemoryBudget> input;

  /**
   * @param gate holds those whose handshake goes on
   * @param input counts what has not come whole; empty where something else does
   */
  public GatedEngineOptions(ConnectionGate gate, Optional<MemoryBudget> input) {
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
