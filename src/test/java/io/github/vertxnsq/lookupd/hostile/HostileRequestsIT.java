package io.github.vertxnsq.lookupd.hostile;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vertxnsq.lookupd.http.HttpProbe;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that are none, or not what they seem. */
class HostileRequestsIT extends UnderAttack {
  private static final String CREATE = "POST /topic/create?topic=smuggled HTTP/1.1\r\nHost: x\r\n";
  private static final String PING = "GET /ping HTTP/1.1\r\nHost: x\r\n";
  private static final String CLOSE = "Connection: close\r\n\r\n";

  /** Garbage where a request should be is refused, or the connection just ended. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "\u0016\u0003\u0001\2\0\1\0\1\u00fc\u0003\u0003random\nrandom\r\n\r\n", // TLS
        "GET /ping\r\n\r\n", // HTTP/0.9
        "GET /ping FOO\r\n\r\n",
        "GET /ping FOO/1.1\r\n\r\n",
        "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\4\0\0\0\0\0", // HTTP/2 with prior knowledge
        CREATE + "Content-Length: 4\r\nContent-Length: 0\r\n\r\n",
        CREATE + "Content-Length: -4\r\n\r\n",
        CREATE + "Content-Length: +0\r\n\r\n",
        CREATE + "Content-Length: 99999999999999999999\r\n\r\n",
        CREATE + "Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n",
        CREATE + "Transfer-Encoding: chunked\r\n\r\nzz\r\nhello\r\n0\r\n\r\n",
        CREATE + "Transfer-Encoding: chunked\r\n\r\n-5\r\nhello\r\n0\r\n\r\n",
        CREATE + "Transfer-Encoding: chunked\r\n\r\nffffffffffff\r\nhello",
        CREATE + "Transfer-Encoding: chunked\r\n\r\n5\r\nhelloXX0\r\n\r\n",
        CREATE + "Transfer-Encoding: chunked\r\n\r\n3 4\r\nabc\r\n0\r\n\r\n",
        CREATE + "Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        CREATE + "Transfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\n0\r\n\r\n"
      })
  void refusesWhatIsNoRequest(String bytes) throws Exception {
    try (Stranger stranger = Stranger.connect(httpPort())) {
      String answer = stranger.send(bytes).readToEnd();
      assertTrue(answer.isEmpty() || answer.matches("(?s)HTTP/1\\.[01] [45].*"), answer);
    }
    assertFalse(http().get("/topics").text().contains("smuggled"));
  }

  @Test
  void doesNothingForAChunkThatNeverEnds() throws Exception {
    try (Stranger stranger = Stranger.connect(httpPort())) {
      stranger
          .send(CREATE + "Transfer-Encoding: chunked\r\n\r\n7fffffff\r\nhello")
          .shutdownOutput();
      assertEquals("", stranger.readToEnd());
    }
    assertFalse(http().get("/topics").text().contains("smuggled"));
  }

  @ParameterizedTest
  @CsvSource({"15000, 200", "17000, 431"})
  void takesHeadersUpToTheLimit(int length, int status) throws Exception {
    String headers = "X: " + "a".repeat(length) + "\r\n";
    assertEquals(status, statusOf(PING + headers + CLOSE));
  }

  @ParameterizedTest
  @ValueSource(ints = {17_000, 10_000_000})
  void refusesHeadersWithoutEnd(int length) throws Exception {
    try (Stranger stranger = Stranger.connect(httpPort())) {
      stranger.sendWhatIsTaken((PING + "A: b\r\n" + "X".repeat(length)).getBytes(ISO_8859_1));
      String answer = stranger.readToEnd(); // a reset may destroy it
      assertTrue(answer.isEmpty() || answer.startsWith("HTTP/1.1 431 "), answer);
    }
  }

  @ParameterizedTest
  @CsvSource({"4000, 404", "5000, 414", "1000000, 414"})
  void takesUriUpToTheLimit(int length, int status) throws Exception {
    assertEquals(
        status, statusOf("GET /" + "a".repeat(length) + " HTTP/1.1\r\nHost: x\r\n" + CLOSE));
  }

  /** What is offered instead of HTTP/1.1 is not taken up; the request itself is answered. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP2-Settings: AAMAAABkAARAAAAAAAIAAAAA\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c",
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nConnection: Upgrade\r\nUpgrade: websocket"
      })
  void staysWithHttp11(String upgrade) throws Exception {
    try (Stranger stranger = Stranger.connect(httpPort())) {
      String answer = stranger.send(PING + upgrade + "\r\n\r\n").readSome();
      assertTrue(answer.startsWith("HTTP/1.1 200 ") && answer.endsWith("OK"), answer);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/topic/create?topic=*",
        "/topic/delete?topic=*",
        "/topic/delete?topic=%2A",
        "/topic/delete?topic=*&topic=good",
        "/topic/tombstone?topic=*&node=good-0:5150",
        "/channel/create?topic=*&channel=*",
        "/channel/delete?topic=*&channel=*",
        "/channel/delete?topic=*&channel=channel"
      })
  void refusesToChangeEverything(String target) throws Exception {
    String topics = http().get("/topics").text();
    HttpProbe.Answer answer = http().post(target);
    assertEquals(400, answer.status());
    assertEquals("INVALID_ARG_TOPIC", answer.json().path("message").asText());
    assertEquals(topics, http().get("/topics").text());
    HttpProbe.Answer channels = http().get("/channels?topic=" + GoodProducer.TOPIC);
    assertEquals("{\"channels\":[\"channel\"]}", channels.text());
  }

  @ParameterizedTest
  @ValueSource(strings = {"CONNECT a:1", "GET ping", "GET /nowhere"})
  void findsNothingWhereNothingIs(String request) throws Exception {
    try (Stranger stranger = Stranger.connect(httpPort())) {
      String answer = stranger.send(request + " HTTP/1.1\r\nHost: x\r\n" + CLOSE).readToEnd();
      assertTrue(answer.startsWith("HTTP/1.1 404 "), answer);
      assertTrue(answer.endsWith("{\"message\":\"NOT_FOUND\"}"), answer);
    }
  }

  @Test
  void asksForTheBodyOfThoseThatWaitToBeAsked() throws Exception {
    String head = "POST /topic/delete?topic=none HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n";
    try (Stranger stranger = Stranger.connect(httpPort())) {
      String interim = stranger.send(head + "Expect: 100-continue\r\n" + CLOSE).readSome();
      assertTrue(interim.startsWith("HTTP/1.1 100 "), interim);
      String answer = stranger.send("hello").readToEnd();
      assertTrue(answer.startsWith("HTTP/1.1 200 "), answer);
    }
  }

  @Test
  void countsNoMethodsThatStrangersMadeUp() throws Exception {
    int seriesBefore = series();
    for (int i = 0; i < 200; i++) {
      assertEquals(405, statusOf("MADEUP" + i + " /ping HTTP/1.1\r\nHost: x\r\n" + CLOSE));
    }
    int added = series() - seriesBefore;
    assertTrue(added < 100, added + " series more");
  }

  private static int series() throws Exception {
    return (int)
        http().get("/metrics").text().lines().filter(line -> !line.startsWith("#")).count();
  }

  private static int statusOf(String request) throws Exception {
    try (Stranger stranger = Stranger.connect(httpPort())) {
      String answer = stranger.sendWhatIsTaken(request.getBytes(ISO_8859_1)).readToEnd();
      assertTrue(answer.matches("(?s)HTTP/1\\.[01] \\d{3} .*"), answer);
      return Integer.parseInt(answer.substring(9, 12));
    }
  }
}
