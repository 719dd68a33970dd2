package io.github.vertxnsq.lookupd.http;

import static io.github.vertxnsq.lookupd.http.RequestDecoder.HEADER_BYTES;
import static io.github.vertxnsq.lookupd.http.RequestDecoder.MAX_HEADERS;
import static io.github.vertxnsq.lookupd.http.RequestDecoder.REQUEST_BYTES;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
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

/** What is decoded is Netty's to test; when, how much has come, and may come, is ours. */
final class RequestDecoderTest {
  private static final String LINE = "GET /ping HTTP/1.1\r\n";
  private static final String GET = LINE + "\r\n";
  private static final String CHUNKED = "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n";

  private final RequestDecoder decoder =
      new RequestDecoder(new HttpServerOptions().setMaxHeaderSize(16 << 10));
  private final Answering answering = Answering.whenTold();
  private final EmbeddedChannel channel = new EmbeddedChannel(decoder, answering);
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
    receive("x");
    assertTrue(decoder.hasPart());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        LINE + "\r\n",
        "POST / HTTP/1.1\r\nContent-Length: 2\r\n\r\nab",
        CHUNKED + "2\r\nab\r\n0\r\n\r\n",
        CHUNKED + "2;a=b\r\nab\r\n0\r\nA: b\r\n\r\n"
      })
  void tellsThatAllHasComeHoweverItIsCut(String request) {
    for (int cut = 0; cut <= request.length(); cut++) {
      receive(request.substring(0, cut));
      assertEquals(cut == request.length(), decoder.completed() == cut + 1, "cut at " + cut);
      assertEquals(cut != 0 && cut != request.length(), decoder.hasPart(), "cut at " + cut);
      receive(request.substring(cut));
      assertFalse(decoder.hasPart());
      assertEquals(cut + 1, decoder.completed());
      answering.end();
      assertEquals(0, decoder.heapBytes() + decoder.directBytes());
    }
  }

  @Test
  void beginsTheNextRequestWhenTheResponseBeforeHasEnded() {
    receive(GET + GET + LINE);
    assertEquals(1, answering.requests().size());
    assertTrue(decoder.isBlocked());
    goOn();
    assertEquals(1, answering.requests().size());

    answering.end();
    goOn();
    assertEquals(2, answering.requests().size());
    assertTrue(decoder.isBlocked());

    answering.end();
    goOn();
    assertEquals(2, answering.requests().size());
    assertFalse(decoder.isBlocked(), "the rest of it may come");
    receive("\r\n");
    assertEquals(3, answering.requests().size());
  }

  @Test
  void beginsTheNextRequestWhenTheResponseBeforeHasLeft() {
    receive(GET + GET);
    leaveUnsent((int) RequestDecoder.MAX_UNSENT_BYTES);
    answering.end();
    goOn();
    assertTrue(decoder.isBlocked());
    assertEquals(1, answering.requests().size());

    channel.flushOutbound();
    goOn();
    assertFalse(decoder.isBlocked());
    assertEquals(2, answering.requests().size());
  }

  @Test
  void takesTheRestOfARequestThatIsAnsweredAlready() {
    receive("POST / HTTP/1.1\r\nContent-Length: 2\r\n\r\n");
    answering.end();
    leaveUnsent((int) RequestDecoder.MAX_UNSENT_BYTES);
    receive("ab");
    assertEquals(1, decoder.completed());
    receive(GET);
    assertTrue(decoder.isBlocked());
  }

  @Test
  void blankLinesWaitForNothing() {
    receive(GET + "\r\n\r\n");
    assertFalse(decoder.isBlocked());
    assertFalse(decoder.hasPart());
    receive("\r\n");
    assertFalse(decoder.isAhead());
  }

  @ParameterizedTest
  @ValueSource(strings = {"G", GET, GET + GET})
  void tellsWhenMoreComesThanIsBeingAnswered(String more) {
    receive(GET);
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
    decoder.whenAhead(told::incrementAndGet);
    decoder.whenAhead(null);
    receive(GET);
    decoder.whenAhead(told::incrementAndGet);
    answering.end();
    goOn();
    assertFalse(decoder.isAhead());
    receive(GET);

    assertTrue(decoder.isAhead());
    assertEquals(0, told.get());
  }

  @Test
  void countsWhatWaitsToBeDecoded() {
    receive("GET /");
    assertTrue(decoder.directBytes() + decoder.heapBytes() >= 5);
    receive("ping HTTP/1.1\r\n");
    assertTrue(decoder.heapBytes() >= REQUEST_BYTES);
  }

  /** As objects, of which each takes far more than the four bytes that it may have on the wire. */
  @Test
  void countsHeadersUntilTheResponseHasEnded() {
    receive(LINE + "a:\r\n".repeat(50));
    assertTrue(decoder.heapBytes() >= 50 * HEADER_BYTES);
    receive("\r\n");
    assertTrue(decoder.heapBytes() >= 50 * HEADER_BYTES);
    answering.end();
    assertEquals(0, decoder.heapBytes() + decoder.directBytes());
  }

  @Test
  void countsTheTarget() {
    receive("GET /" + "x".repeat(4_000) + " HTTP/1.1\r\n");
    assertTrue(decoder.heapBytes() >= 2 * 4_000);
  }

  @ParameterizedTest
  @ValueSource(strings = {LINE + "A: %s\r\n", CHUNKED + "0\r\nA: %s\r\n", CHUNKED + "0;%s\r\n"})
  void countsTheParsersBufferUntilAnotherDecoderIsThere(String lines) {
    receive(lines.formatted("x".repeat(4_000)));
    assertTrue(decoder.heapBytes() >= REQUEST_BYTES + 4_000);
    receive("\r\n");
    assertEquals(1, decoder.completed());
    assertFalse(decoder.isWornOut(), "it is being answered");
    answering.end();
    assertTrue(decoder.isWornOut());
  }

  @Test
  void whatIsUsualWearsNothingOut() {
    receive(LINE + "Cookie: abcdefghijklmnopqrstuvwxyz\r\n".repeat(50) + "\r\n");
    answering.end();
    assertFalse(decoder.isWornOut());
  }

  @Test
  void keepsNoTrailers() {
    receive(CHUNKED + "0\r\n" + "a: b\r\n".repeat(MAX_HEADERS));
    assertTrue(decoder.heapBytes() <= REQUEST_BYTES + HEADER_BYTES + 3 * CHUNKED.length());
    receive("\r\n");
    LastHttpContent end = (LastHttpContent) answering.others().get(0);
    assertTrue(end.decoderResult().isSuccess());
    assertTrue(end.trailingHeaders().isEmpty());
  }

  @Test
  void refusesTooManyTrailers() {
    receive(CHUNKED + "0\r\n" + "a:\r\n".repeat(MAX_HEADERS + 1));
    LastHttpContent end = (LastHttpContent) answering.others().get(0);
    assertInstanceOf(TooLongHttpHeaderException.class, end.decoderResult().cause());
  }

  @Test
  void takesSoManyHeaders() {
    receive(LINE + "a: b\r\n".repeat(MAX_HEADERS) + "\r\n");
    assertTrue(request().decoderResult().isSuccess());
  }

  @Test
  void refusesOneMoreAtOnceAndReadsNoFurther() {
    receive(LINE + "a: b\r\n".repeat(MAX_HEADERS));
    assertTrue(answering.requests().isEmpty());
    receive("a: b\r\nc");
    assertInstanceOf(TooLongHttpHeaderException.class, request().decoderResult().cause());
    assertTrue(request().headers().isEmpty(), "nothing is kept of it");
    receive(": d\r\n\r\n" + GET);
    assertEquals(1, answering.requests().size());
    assertEquals(0, decoder.directBytes());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        LINE + "A: b\r\n c\r\n\r\n",
        LINE + "A: b\r\n\tc\r\n\r\n",
        LINE + "A: b\r\n \r\nC: d\r\n\r\n",
        LINE + " A: b\r\n\r\n",
        "\r\n\r\n" + LINE + "A: b\r\n c\r\n\r\n",
        LINE + "A : b\r\n\r\n",
        LINE + "A\0: b\r\n\r\n",
        LINE + ": b\r\n\r\n",
        LINE + "A\r: b\r\n\r\n",
        LINE + "A: b\rc: d\r\n\r\n",
        LINE + "A: b\0\r\n\r\n",
        LINE + "A\n\r\n",
        LINE + "A\r\n\r\n",
        LINE + "A: b\n c\n\n",
        LINE + "A: b\n\tc\r\n\r\n",
        LINE + "A: b\r\r\n\r\n",
        LINE + "\rA: b\n\n",
        "GET /ping HTTP/1.1\r\r\n\r\n",
        "GET /ping\n\n",
        LINE + "Content-Length: 1\nTransfer-Encoding: chunked\n\n",
        LINE + "Content-Length: 1\nContent-Length: 2\n\n",
        LINE + "Content-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n",
        LINE + "Content-Length: 1\r\nContent-Length: 2\r\n\r\n",
        LINE + "Content-Length: 1, 1\r\n\r\n",
        LINE + "Content-Length: -1\r\n\r\n",
        LINE + "Content-Length: +1\r\n\r\n",
        LINE + "Transfer-Encoding: gzip\r\n\r\n",
        LINE + "Transfer-Encoding: chunked, gzip\r\n\r\n",
        "POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n",
        "GET /ping HTP/1.1\r\n\r\n",
        "GET /ping http/1.1\r\n\r\n",
        "GET /ping HTTP/7.9\r\n\r\n",
      })
  void refusesWhatOthersMightReadOtherwiseHoweverItIsCut(String malformed) {
    for (int cut = 1; cut < malformed.length(); cut++) {
      RequestDecoder one = new RequestDecoder(new HttpServerOptions());
      Answering answers = Answering.whenTold();
      EmbeddedChannel its = new EmbeddedChannel(one, answers);
      its.writeInbound(Unpooled.copiedBuffer(malformed.substring(0, cut), ISO_8859_1));
      its.writeInbound(Unpooled.copiedBuffer(malformed.substring(cut) + GET, ISO_8859_1));
      assertEquals(1, answers.requests().size(), "cut at " + cut);
      assertTrue(answers.requests().get(0).decoderResult().isFailure(), "cut at " + cut);
      its.finishAndReleaseAll();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "3 4\r\nabc\r\n0\r\n\r\n",
        "3 \r\nabc\r\n0\r\n\r\n",
        " 3\r\nabc\r\n0\r\n\r\n",
        "+3\r\nabc\r\n0\r\n\r\n",
        "-3\r\nabc\r\n0\r\n\r\n",
        "0x3\r\nabc\r\n0\r\n\r\n",
        "\r\nabc\r\n0\r\n\r\n",
        "80000000\r\nabc",
        "100000003\r\nabc\r\n0\r\n\r\n",
        "10000000000000003\r\nabc\r\n0\r\n\r\n",
        "3\nabc\r\n0\r\n\r\n",
        "3\r\nabc\n0\r\n\r\n",
        "3\r\nabcd\r\n0\r\n\r\n",
        "3;a\nb\r\nabc\r\n0\r\n\r\n",
        "3\r\nabc\r\n0\n\r\n",
        "3\r\nabc\r\n0\r\n\n",
        "3\r\nabc\r\n0\r\nA: b\n\r\n",
      })
  void refusesChunksThatOthersMightReadOtherwise(String malformed) {
    receive(CHUNKED + malformed);
    receive(GET);
    LastHttpContent last =
        assertInstanceOf(
            LastHttpContent.class, answering.others().get(answering.others().size() - 1));
    assertTrue(last.decoderResult().isFailure());
    assertEquals(1, answering.requests().size(), "nothing follows");
    assertEquals(0, decoder.directBytes());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET /ping HTTP/1.1\nA: b\nC:  d \n\n",
        "GET /ping HTTP/1.1\nA: b\r\nC:  d \n\r\n",
        "GET /ping HTTP/1.1\r\nA: b\nC:  d \r\n\n",
        "GET /ping HTTP/1.1\r\nA: b\r\nC:  d \r\n\n",
        "\n\r\n\nGET /ping HTTP/1.1\nA: b\nC:  d \n\n",
      })
  void takesALineFeedAloneForTheEndOfALineHoweverItIsCut(String request) {
    for (int cut = 0; cut <= request.length(); cut++) {
      receive(request.substring(0, cut));
      receive(request.substring(cut) + "GET");
      assertEquals(cut + 1, answering.requests().size(), "cut at " + cut);
      assertTrue(request().decoderResult().isSuccess(), "cut at " + cut);
      assertEquals("/ping", request().uri());
      assertEquals("b", request().headers().get("a"));
      assertEquals("d", request().headers().get("c"));
      assertEquals(2, request().headers().size());
      answering.end();
      receive(" / HTTP/1.1\n\n");
      answering.end();
      answering.requests().remove(answering.requests().size() - 1);
    }
  }

  @Test
  void boundsLinesThatEndWithALineFeedAlone() {
    receive("GET /ping HTTP/1.1\n" + "a: b\n".repeat(MAX_HEADERS + 1));
    assertInstanceOf(TooLongHttpHeaderException.class, request().decoderResult().cause());
  }

  @Test
  void boundsTheirBytes() {
    receive("GET /ping HTTP/1.1\n" + ("a: " + "x".repeat(1_000) + "\n").repeat(17));
    assertInstanceOf(TooLongHttpHeaderException.class, request().decoderResult().cause());
  }

  private HttpRequest request() {
    return answering.requests().get(answering.requests().size() - 1);
  }

  private void receive(String bytes) {
    if (!bytes.isEmpty()) {
      channel.writeInbound(Unpooled.copiedBuffer(bytes, ISO_8859_1));
    }
  }

  private void goOn() {
    channel.writeInbound(Unpooled.EMPTY_BUFFER);
  }

  @SuppressWarnings("FutureReturnValueIgnored") // it is flushed later
  private void leaveUnsent(int bytes) {
    channel.write(Unpooled.wrappedBuffer(new byte[bytes]));
  }
}
