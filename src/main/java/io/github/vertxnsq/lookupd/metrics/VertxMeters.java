package io.github.vertxnsq.lookupd.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.datagram.DatagramSocketOptions;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.SocketAddress;
import io.vertx.core.spi.VertxMetricsFactory;
import io.vertx.core.spi.metrics.ClientMetrics;
import io.vertx.core.spi.metrics.DatagramSocketMetrics;
import io.vertx.core.spi.metrics.EventBusMetrics;
import io.vertx.core.spi.metrics.HttpClientMetrics;
import io.vertx.core.spi.metrics.HttpServerMetrics;
import io.vertx.core.spi.metrics.PoolMetrics;
import io.vertx.core.spi.metrics.TCPMetrics;
import io.vertx.core.spi.metrics.VertxMetrics;
import io.vertx.micrometer.MicrometerMetricsFactory;

/** Vert.x's own meters, but for those of requests over HTTP: see {@link HttpRequestMeters}. */
public final class VertxMeters implements VertxMetrics {
  /**
   * Given to {@code HttpServerRequest.routed}, says of a request that its client waits for
   * something to happen, so that it is not measured how long it takes. No path is called so.
   */
  public static final String HELD = "held";

  private final VertxMetrics vertxOwn;
  private final MeterRegistry meters;

  private VertxMeters(VertxMetrics vertxOwn, MeterRegistry meters) {
    this.vertxOwn = vertxOwn;
    this.meters = meters;
  }

  /** To be given to Vert.x when it is built. */
  public static VertxMetricsFactory factory(MeterRegistry meters) {
    MicrometerMetricsFactory vertxOwn = new MicrometerMetricsFactory(meters);
    return options -> new VertxMeters(vertxOwn.metrics(options), meters);
  }

  @Override
  public HttpServerMetrics<?, ?, ?> createHttpServerMetrics(
      HttpServerOptions options, SocketAddress localAddress) {
    return new HttpRequestMeters<>(vertxOwn.createHttpServerMetrics(options, localAddress), meters);
  }

  @Override
  public EventBusMetrics<?> createEventBusMetrics() {
    return vertxOwn.createEventBusMetrics();
  }

  @Override
  public ClientMetrics<?, ?, ?> createClientMetrics(
      SocketAddress remoteAddress, String type, String namespace) {
    return vertxOwn.createClientMetrics(remoteAddress, type, namespace);
  }

  @Override
  public HttpClientMetrics<?, ?, ?> createHttpClientMetrics(HttpClientOptions options) {
    return vertxOwn.createHttpClientMetrics(options);
  }

  @Override
  public TCPMetrics<?> createNetServerMetrics(
      NetServerOptions options, SocketAddress localAddress) {
    return vertxOwn.createNetServerMetrics(options, localAddress);
  }

  @Override
  public TCPMetrics<?> createNetClientMetrics(NetClientOptions options) {
    return vertxOwn.createNetClientMetrics(options);
  }

  @Override
  public DatagramSocketMetrics createDatagramSocketMetrics(DatagramSocketOptions options) {
    return vertxOwn.createDatagramSocketMetrics(options);
  }

  @Override
  public PoolMetrics<?, ?> createPoolMetrics(String type, String name, int maxSize) {
    return vertxOwn.createPoolMetrics(type, name, maxSize);
  }

  @Override
  public void vertxCreated(Vertx vertx) {
    vertxOwn.vertxCreated(vertx);
  }

  @Override
  public boolean isMetricsEnabled() {
    return vertxOwn.isMetricsEnabled();
  }

  @Override
  public void close() {
    vertxOwn.close();
  }
}
