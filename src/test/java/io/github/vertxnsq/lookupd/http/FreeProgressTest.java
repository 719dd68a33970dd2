package io.github.vertxnsq.lookupd.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vertxnsq.lookupd.limits.ClientMemory;
import io.github.vertxnsq.lookupd.limits.HeapLevel;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerResponse;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** When nothing is done for a client, by a clock that goes as the test says. */
final class FreeProgressTest implements Progress.Owner {
  private final EmbeddedChannel channel = new EmbeddedChannel(new HttpRequestDecoder());
  private final List<Progress> asked = new ArrayList<>();
  private final Progress progress =
      Progress.of(
          channel,
          new HttpServerOptions(),
          30_000,
          ClientMemory.ofThisProcess(HeapLevel.UNKNOWN, new SimpleMeterRegistry()),
          this);
  private long nowMillis = -50_000;

  @AfterEach
  void close() {
    channel.finishAndReleaseAll();
  }

  @Test
  @SuppressWarnings("FutureReturnValueIgnored") // it is never flushed
  void isFreeWhileNothingIsAnsweredHoweverMuchOfARequestHasCome() {
    assertFalse(becomesFreeAfter(1_000), "it was from the first");
    receive("GET /pi");
    assertEquals(List.of(), asked);
    receive("ng HTTP/1.1\r\nHost: x\r\n\r\n");
    assertEquals(List.of(progress), asked);
    assertFalse(becomesFreeAfter(5_000), "nobody has begun to answer");
    boolean[] isEnded = new boolean[1];
    channel.pipeline().get(RequestDecoder.class).begin(response(isEnded));
    assertFalse(becomesFreeAfter(600_000), "that is held until something happens");
    isEnded[0] = true;
    assertTrue(becomesFreeAfter(1));
    assertFalse(becomesFreeAfter(1), "it was before");
    receive("POST /topic/create HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nx");
    assertFalse(becomesFreeAfter(1), "it still is");
    receive("12345678");
    assertEquals(List.of(progress, progress), asked);
    channel.pipeline().get(RequestDecoder.class).begin(response(isEnded));
    channel.write(Unpooled.wrappedBuffer(new byte[1]));
    assertFalse(becomesFreeAfter(1_000), "the answer is on its way");
    ChannelOutboundBuffer waiting = channel.unsafe().outboundBuffer();
    waiting.addFlush();
    waiting.removeBytes(1); // the system takes it
    receive("G");
    assertTrue(becomesFreeAfter(0), "a part of a request keeps nobody");
  }

  private static HttpServerResponse response(boolean[] isEnded) {
    return (HttpServerResponse)
        Proxy.newProxyInstance(
            FreeProgressTest.class.getClassLoader(),
            new Class<?>[] {HttpServerResponse.class},
            (proxy, method, arguments) -> isEnded[0]);
  }

  private boolean becomesFreeAfter(long millis) {
    nowMillis += millis;
    progress.trouble(nowMillis);
    return progress.becomesFree(nowMillis);
  }

  private void receive(String bytes) {
    channel.writeInbound(Unpooled.copiedBuffer(bytes, US_ASCII));
  }

  @Override
  public void asked(Progress one) {
    asked.add(one);
  }

  @Override
  public void awake(Progress one) {
    // that is another test's
  }

  @Override
  public void troubled(Progress one, Progress.Trouble trouble) {
    // that is another test's
  }

  @Override
  public void gone(Progress one) {
    // that is another test's
  }
}
