package io.github.vertxnsq.lookupd.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vertxnsq.lookupd.limits.ClientMemory;
import io.github.vertxnsq.lookupd.limits.HeapLevel;
import io.github.vertxnsq.lookupd.limits.OpenConnections;
import io.github.vertxnsq.lookupd.metrics.HttpConnectionMeters;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.impl.HttpServerConnection;
import io.vertx.junit5.VertxExtension;
import java.lang.reflect.Proxy;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** When those are dropped that have rested, by a clock that goes as the test says. */
@ExtendWith(VertxExtension.class)
final class SlowClientsTest {
  private static final Duration REQUEST_TIME = Duration.ofSeconds(30);
  private static final String GET = "GET /ping HTTP/1.1\r\nHost: x\r\n\r\n";

  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final EmbeddedChannel channel =
      new EmbeddedChannel(new HttpRequestDecoder(), Answering.atOnce());
  private long nowMillis = -1_000_000;
  private SlowClients clients;

  @BeforeEach
  void watch(Vertx vertx) {
    clients =
        new SlowClients(
            vertx,
            new HttpServerOptions(),
            REQUEST_TIME,
            ClientMemory.ofThisProcess(HeapLevel.UNKNOWN, meters),
            new OpenConnections<>(),
            new HttpConnectionMeters(meters),
            () -> nowMillis);
    clients.watch(
        (HttpServerConnection)
            Proxy.newProxyInstance(
                SlowClientsTest.class.getClassLoader(),
                new Class<?>[] {HttpServerConnection.class},
                (proxy, method, arguments) -> channel.pipeline().context(Answering.class)));
    receive(GET);
    sweepAfter(1_000);
    sweepAfter(1_000);
  }

  @AfterEach
  void close() {
    channel.finishAndReleaseAll();
  }

  @Test
  void whoHasRestedTooLongIsDropped() {
    for (int i = 0; i < 600; i++) {
      sweepAfter(1_000);
    }
    assertTrue(channel.isOpen());
    for (int i = 0; i < 90; i++) {
      sweepAfter(1_000);
    }
    assertFalse(channel.isOpen());
    assertEquals(1, dropped("idle"));
  }

  @Test
  void whoAsksAfterARestIsToAskInTime() {
    receive("G");
    sweepAfter(1);
    for (int i = 0; i < 29; i++) {
      sweepAfter(1_000);
    }
    assertTrue(channel.isOpen());
    sweepAfter(1_000);
    assertFalse(channel.isOpen());
    assertEquals(1, dropped("slow_request"));
  }

  @Test
  void whoGoesWhileRestingIsForgotten() {
    channel.finishAndReleaseAll();
    sweepAfter(Progress.MAX_IDLE_MILLIS);
    assertEquals(0, dropped("idle"));
  }

  private void sweepAfter(long millis) {
    nowMillis += millis;
    clients.sweep();
  }

  private void receive(String bytes) {
    channel.writeInbound(Unpooled.copiedBuffer(bytes, US_ASCII));
  }

  private double dropped(String reason) {
    return meters
        .get("nsqlookupd.http.connections.dropped")
        .tag("reason", reason)
        .counter()
        .count();
  }
}
