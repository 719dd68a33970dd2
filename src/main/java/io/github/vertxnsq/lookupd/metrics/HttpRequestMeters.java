package io.github.vertxnsq.lookupd.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.vertx.core.net.SocketAddress;
import io.vertx.core.spi.metrics.HttpServerMetrics;
import io.vertx.core.spi.observability.HttpRequest;
import io.vertx.core.spi.observability.HttpResponse;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Requests over HTTP, under the names of Vert.x's own meters. Those look five meters up for each
 * request, which takes a tenth of the time that a request takes; these are looked up once a status.
 * What concerns connections is left to Vert.x.
 *
 * <p>A connection that was accepted before Vert.x had made its meters, in the first milliseconds
 * after the port was opened, has no metric; it is served all the same.
 *
 * <p>Requests being processed are not shown: those that cannot be read begin but never end.
 *
 * @param <W> Vert.x's metric of a WebSocket
 * @param <S> Vert.x's metric of a connection
 */
final class HttpRequestMeters<W, S> implements HttpServerMetrics<HttpRequestMeters.Begun, W, S> {
  private static final String PREFIX = "vertx.http.server.";
  static final String REQUESTS = PREFIX + "requests";
  private static final int STATUSES = 600;

  private final HttpServerMetrics<?, W, S> connections;
  private final MeterRegistry meters;
  private final DistributionSummary requestBytes;
  private final Counter resets;
  private final AtomicReferenceArray<Answers> byStatus = new AtomicReferenceArray<>(STATUSES);

  HttpRequestMeters(HttpServerMetrics<?, W, S> connections, MeterRegistry meters) {
    this.connections = connections;
    this.meters = meters;
    this.requestBytes =
        DistributionSummary.builder(PREFIX + "request.bytes")
            .description("Size of requests in bytes")
            .register(meters);
    this.resets =
        Counter.builder(PREFIX + "request.resets")
            .description("Number of request resets")
            .register(meters);
  }

  /** A request that is being processed. */
  static final class Begun {
    /** {@link System#nanoTime} then. */
    private final long nanos = System.nanoTime();

    private boolean isHeld;
  }

  private record Answers(Counter count, Timer time, DistributionSummary bytes) {
    static Answers of(int status, MeterRegistry meters) {
      String code = Integer.toString(status);
      return new Answers(
          Counter.builder(REQUESTS)
              .description("Number of processed requests")
              .tag("code", code)
              .register(meters),
          Timer.builder(PREFIX + "response.time")
              .description(
                  "Request processing time, of what is not to wait for something to happen")
              .tag("code", code)
              .register(meters),
          DistributionSummary.builder(PREFIX + "response.bytes")
              .description("Size of responses in bytes")
              .tag("code", code)
              .register(meters));
    }
  }

  @Override
  public Begun requestBegin(S connection, HttpRequest request) {
    return new Begun();
  }

  @Override
  public void requestRouted(Begun begun, String route) {
    if (VertxMeters.HELD.equals(route)) {
      begun.isHeld = true;
    }
  }

  @Override
  public void requestEnd(Begun begun, HttpRequest request, long bytesRead) {
    requestBytes.record((double) bytesRead);
  }

  @Override
  public void requestReset(Begun begun) {
    resets.increment();
  }

  @Override
  public void responseEnd(Begun begun, HttpResponse response, long bytesWritten) {
    Answers answers = answers(response.statusCode());
    answers.count.increment();
    if (!begun.isHeld) {
      answers.time.record(System.nanoTime() - begun.nanos, TimeUnit.NANOSECONDS);
    }
    answers.bytes.record((double) bytesWritten);
  }

  private Answers answers(int status) {
    Answers known = byStatus.get(status);
    if (known == null) {
      known = Answers.of(status, meters); // twice at worst: the registry gives the same meters
      byStatus.set(status, known);
    }
    return known;
  }

  @Override
  public S connected(SocketAddress remoteAddress, String remoteName) {
    return connections.connected(remoteAddress, remoteName);
  }

  @Override
  public void disconnected(S connection, SocketAddress remoteAddress) {
    if (connection != null) {
      connections.disconnected(connection, remoteAddress);
    }
  }

  @Override
  public void bytesRead(S connection, SocketAddress remoteAddress, long bytes) {
    if (connection != null) {
      connections.bytesRead(connection, remoteAddress, bytes);
    }
  }

  @Override
  public void bytesWritten(S connection, SocketAddress remoteAddress, long bytes) {
    if (connection != null) {
      connections.bytesWritten(connection, remoteAddress, bytes);
    }
  }

  @Override
  public void exceptionOccurred(S connection, SocketAddress remoteAddress, Throwable fault) {
    if (connection != null) {
      connections.exceptionOccurred(connection, remoteAddress, fault);
    }
  }

  @Override
  public void close() {
    connections.close();
  }
}
