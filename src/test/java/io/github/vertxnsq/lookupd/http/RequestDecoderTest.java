package io.github.vertxnsq.lookupd.http;

import static io.github.vertxnsq.lookupd.http.RequestDecoder.MAX_HEADERS;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.vertx.core.http.HttpServerOptions;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is decoded is Netty's to test; how much has come, and may come, is ours. */
final class RequestDecoderTest {
  private static final String LINE = "GET /ping HTTP/1.1\r\n";
  private static final String GET = LINE + "\r\n";

  private final RequestDecoder decoder = new RequestDecoder(new HttpServerOptions());
  private final EmbeddedChannel channel = new EmbeddedChannel(decoder);
  private final AtomicInteger told = new AtomicInteger();

  @AfterEach
  void close() {
    channel.finishAndReleaseAll();
  }

  @ParameterizedTest
  @ValueSource(strings = {"G", LINE, LINE + "Host: x\r\n", LINE + "Host: x\r\n\r\nGET"})
  void tellsThatAPartHasCome(String part) {
    receive(part);
    assertTrue(decoder.hasPart());
    receive(" ");
    assertTrue(decoder.hasPart());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        LINE + "\r\n",
        "POST / HTTP/1.1\r\nContent-Length: 2\r\n\r\nab",
        "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n0\r\n\r\n"
      })
  void tellsThatAllHasComeHoweverItIsCut(String request) {
    for (int cut = 0; cut <= request.length(); cut++) {
      receive(request.substring(0, cut));
      assertEquals(cut == request.length(), decoder.completed() == cut + 1, "cut at " + cut);
      assertEquals(cut != 0 && cut != request.length(), decoder.hasPart(), "cut at " + cut);
      receive(request.substring(cut));
      assertFalse(decoder.hasPart());
      assertEquals(0, decoder.heldBytes());
      assertEquals(cut + 1, decoder.completed());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"G", GET, GET + GET})
  void tellsWhenMoreComesThanIsBeingAnswered(String more) {
    receive(GET);
    decoder.begin(null);
    decoder.whenAhead(told::incrementAndGet);
    receive("\r\n");
    assertFalse(decoder.isAhead(), "blank lines ask for nothing");
    assertEquals(0, told.get());

    receive(more);
    assertTrue(decoder.isAhead());
    receive(GET);
    assertEquals(1, told.get());
  }

  @Test
  void tellsNobodyWhoWantsItNoLonger() {
    receive(GET);
    decoder.begin(null);
    decoder.whenAhead(told::incrementAndGet);
    decoder.whenAhead(null);
    receive(GET);
    decoder.whenAhead(told::incrementAndGet);
    decoder.begin(null);
    assertFalse(decoder.isAhead());
    receive(GET);

    assertTrue(decoder.isAhead());
    assertEquals(0, told.get());
  }

  @Test
  void tellsHowMuchThePartTakes() {
    receive("GET /");
    assertEquals(5, decoder.heldBytes());
    // The decoder keeps the last header to itself: its value may go on in the next line.
    receive("ping HTTP/1.1\r\nHost: x\r\nA: bcd\r\nB: e\r\nC");
    assertEquals(1 + 200 + 5 + 200 + 4, decoder.heldBytes());
    receive("ontent-Length: 10\r\n\r\nabc");
    assertTrue(decoder.heldBytes() > 600, "the head, while the body comes");
    receive("defghij");
    assertEquals(0, decoder.heldBytes());
  }

  @Test
  void takesSoManyHeaders() {
    receive(LINE + "a: b\r\n".repeat(MAX_HEADERS) + "\r\n");
    assertTrue(nextRequest().decoderResult().isSuccess());
    assertSame(LastHttpContent.EMPTY_LAST_CONTENT, channel.readInbound());
  }

  @Test
  void refusesOneMoreWhenTheHeadIsWhole() {
    receive(LINE + "a: b\r\n".repeat(MAX_HEADERS + 1) + "\r\n");
    assertInstanceOf(TooLongHttpHeaderException.class, nextRequest().decoderResult().cause());
  }

  @Test
  void refusesOneMoreAtOnceAndReadsNoFurther() {
    receive(LINE + "a: b\r\n".repeat(MAX_HEADERS));
    assertNull(channel.readInbound());
    receive("a: b\r\na: b\r\nc");
    HttpRequest refused = nextRequest();
    assertInstanceOf(TooLongHttpHeaderException.class, refused.decoderResult().cause());
    receive(": d\r\n\r\n" + LINE + "\r\n");
    assertNull(channel.readInbound());
    assertTrue(refused.headers().isEmpty(), "nothing is kept of it");
  }

  private void receive(String bytes) {
    if (!bytes.isEmpty()) {
      channel.writeInbound(Unpooled.copiedBuffer(bytes, US_ASCII));
    }
  }

  private HttpRequest nextRequest() {
    return channel.readInbound();
  }
}
