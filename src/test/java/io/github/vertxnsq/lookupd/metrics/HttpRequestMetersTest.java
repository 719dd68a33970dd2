package io.github.vertxnsq.lookupd.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.vertxnsq.lookupd.http.HttpProbe;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.metrics.MetricsOptions;
import io.vertx.core.net.SocketAddress;
import io.vertx.core.spi.metrics.HttpServerMetrics;
import io.vertx.core.spi.metrics.VertxMetrics;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class HttpRequestMetersTest {

  /** As Vert.x's own behave for a connection that came before they were made. */
  private static final class WithoutMetric implements HttpServerMetrics<Object, Object, Object> {
    @Override
    public Object connected(SocketAddress remoteAddress, String remoteName) {
      return null;
    }

    @Override
    public void bytesRead(Object connection, SocketAddress remoteAddress, long bytes) {
      Objects.requireNonNull(connection);
    }

    @Override
    public void bytesWritten(Object connection, SocketAddress remoteAddress, long bytes) {
      Objects.requireNonNull(connection);
    }

    @Override
    public void exceptionOccurred(Object connection, SocketAddress remoteAddress, Throwable t) {
      Objects.requireNonNull(connection);
    }

    @Override
    public void disconnected(Object connection, SocketAddress remoteAddress) {
      Objects.requireNonNull(connection);
    }
  }

  @Test
  void aConnectionThatCameBeforeTheMetersIsServed() throws Exception {
    VertxMetrics metrics =
        new VertxMetrics() {
          @Override
          public HttpServerMetrics<?, ?, ?> createHttpServerMetrics(
              HttpServerOptions options, SocketAddress localAddress) {
            return new HttpRequestMeters<>(new WithoutMetric(), new SimpleMeterRegistry());
          }
        };
    Vertx vertx =
        Vertx.builder()
            .with(new VertxOptions().setMetricsOptions(new MetricsOptions().setEnabled(true)))
            .withMetrics(options -> metrics)
            .build();
    Queue<Throwable> faults = new ConcurrentLinkedQueue<>();
    vertx.exceptionHandler(faults::add);
    try {
      HttpServer server =
          vertx
              .createHttpServer()
              .requestHandler(request -> request.response().end("OK"))
              .listen(0, "127.0.0.1")
              .await(10, TimeUnit.SECONDS);
      assertEquals(200, new HttpProbe(server.actualPort()).get("/").status());
    } finally {
      vertx.close().await(10, TimeUnit.SECONDS);
    }
    assertEquals(List.of(), List.copyOf(faults));
  }
}
