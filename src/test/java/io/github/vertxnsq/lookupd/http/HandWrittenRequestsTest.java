package io.github.vertxnsq.lookupd.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.github.vertxnsq.lookupd.LocalLookupd;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What Go's server takes and others do not: it is what probes and old libraries send. */
@Timeout(60)
class HandWrittenRequestsTest {
  private static final String PING = "GET /ping HTTP/1.1\r\nHost: test\r\n";

  @AutoClose private static final LocalLookupd lookupd = LocalLookupd.start();

  private static RawHttp open() throws Exception {
    return RawHttp.open(lookupd.httpPort());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "TE, close",
        "close, Te",
        "keep-alive, close",
        "close,keep-alive",
        "Close",
        " close ,",
        ",\tCLOSE\t",
        "TE\r\nConnection: close",
        "close\r\nConnection: keep-alive",
      })
  void closeAnywhereInTheListClosesAndIsSaid(String list) throws Exception {
    for (String version : new String[] {"1.1", "1.0"}) {
      try (RawHttp http = open()) {
        String request = "GET /ping HTTP/" + version + "\r\nHost: x\r\nConnection: " + list;
        RawHttp.Answer answer = http.send(request + "\r\n\r\n").readAnswer();
        assertEquals("OK", answer.text());
        assertEquals("close", answer.headers().get("Connection"));
        http.expectEndOfStream();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Keep-Alive, Te",
        "keep-alive",
        "TE,Keep-Alive",
        "Te\r\nConnection: Keep-Alive",
        "KEEP-ALIVE , x"
      })
  void keepAliveAnywhereInTheListKeepsAConnectionOfHttp10(String list) throws Exception {
    try (RawHttp http = open()) {
      String request = "GET /ping HTTP/1.0\r\nConnection: " + list + "\r\n\r\n";
      for (int i = 0; i < 2; i++) {
        RawHttp.Answer answer = http.send(request).readAnswer();
        assertEquals("OK", answer.text());
        assertEquals("keep-alive", answer.headers().get("Connection"));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"closed", "clo, se", "not-close", "Upgrade, HTTP2-Settings", "", "TE"})
  void otherWordsLeaveAConnectionOfHttp11Open(String list) throws Exception {
    try (RawHttp http = open()) {
      for (int i = 0; i < 2; i++) {
        RawHttp.Answer answer = http.send(PING + "Connection: " + list + "\r\n\r\n").readAnswer();
        assertEquals("OK", answer.text());
        assertNull(answer.headers().get("Connection"));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET /ping HTTP/1.0\n\n",
        "GET /ping HTTP/1.1\nHost: test\n\n",
        "GET /ping HTTP/1.1\nHost: test\r\n\n",
        "GET /ping HTTP/1.1\r\nHost: test\n\r\n",
        "\n\nGET /ping HTTP/1.1\nHost: test\nA: b\n\n",
      })
  void aBareLineFeedEndsALineOfTheHead(String request) throws Exception {
    try (RawHttp http = open()) {
      assertEquals("OK", http.send(request).readAnswer().text());
    }
  }

  @Test
  void requestsWithBareLineFeedsFollowEachOther() throws Exception {
    String create = "POST /topic/create?topic=bare HTTP/1.1\nHost: x\nContent-Length: 4\n\na\n\nb";
    try (RawHttp http = open()) {
      http.send(create + PING + "\r\n" + create + "GET /ping HTTP/1.1\nHost: x\n\n");
      for (int i = 0; i < 2; i++) {
        assertEquals("", http.readAnswer().text());
        assertEquals("OK", http.readAnswer().text());
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"3\nabc\r\n0\r\n\r\n", "3\r\nabc\n0\r\n\r\n", "0\r\nA: b\n\r\n", "0\r\n\n"})
  void aBareLineFeedEndsNoLineOfChunks(String chunks) throws Exception {
    String head = "POST /topic/create?topic=smuggled HTTP/1.1\nHost: x\n";
    try (RawHttp http = open()) {
      http.send(head + "Transfer-Encoding: chunked\n\n" + chunks + PING + "\r\n");
      assertEquals(400, http.readAnswer().status());
      http.awaitEndOfStream();
    }
    assertEquals(404, lookupd.http().get("/lookup?topic=smuggled").status());
  }

  @ParameterizedTest
  @ValueSource(strings = {"1.0", "1.1"})
  void theServerItselfTellsOptions(String version) throws Exception {
    try (RawHttp http = open()) {
      RawHttp.Answer answer =
          http.send("OPTIONS * HTTP/" + version + "\r\nHost: x\r\n\r\n").readAnswer();
      assertEquals(200, answer.status());
      assertEquals("0", answer.headers().get("Content-Length"));
      assertFalse(answer.headers().containsKey("X-Nsq-Content-Type"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET *", "POST *", "CONNECT test:80", "OPTIONS *x", "OPTIONS /*"})
  void noOtherTargetWithoutAPathIsFound(String request) throws Exception {
    try (RawHttp http = open()) {
      RawHttp.Answer answer = http.send(request + " HTTP/1.1\r\nHost: x\r\n\r\n").readAnswer();
      assertEquals(404, answer.status());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"x:70000", "x:abc", "x:", "", "a_b:4161", "a,b", "[::1%25eth0]:4161", "x:-1"})
  void aStrangeHostIsNoReasonToRefuse(String host) throws Exception {
    try (RawHttp http = open()) {
      for (int i = 0; i < 2; i++) {
        String request = "GET /ping HTTP/1.1\r\nHost: " + host + "\r\n\r\n";
        assertEquals("OK", http.send(request).readAnswer().text());
      }
      String create = "POST /topic/create?topic=t HTTP/1.1\r\nHost: " + host;
      assertEquals("", http.send(create + "\r\nContent-Length: 2\r\n\r\nab").readAnswer().text());
      assertEquals(
          404, http.send("GET /x HTTP/1.1\r\nHost: " + host + "\r\n\r\n").readAnswer().status());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"x y", "a/b", "a\"b", "<x>", "\u00e9"})
  void whatIsNoHostIsRefused(String host) throws Exception {
    try (RawHttp http = open()) {
      String request = "GET /ping HTTP/1.1\r\nHost: " + host + "\r\n\r\n";
      assertEquals(400, http.send(request).readAnswer().status());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "1.1,banana,''",
    "1.0,banana,Connection: keep-alive",
    "1.1,200-ok,''",
    "1.1,100-continued,''",
    "1.1,banana,Content-Length: 5",
    "1.1,banana,Transfer-Encoding: chunked",
  })
  void whatIsExpectedAndUnknownFails(String version, String expected, String header)
      throws Exception {
    String request =
        "POST /topic/create?topic=expected HTTP/" + version + "\r\nHost: x\r\nExpect: ";
    try (RawHttp http = open()) {
      http.send(request + expected + "\r\n" + (header.isEmpty() ? "" : header + "\r\n") + "\r\n");
      RawHttp.Answer answer = http.readAnswer();
      assertEquals(417, answer.status());
      assertEquals("", answer.text());
      assertEquals("close", answer.headers().get("Connection"));
      assertFalse(answer.headers().containsKey("X-Nsq-Content-Type"));
      http.expectEndOfStream();
    }
    assertEquals(404, lookupd.http().get("/lookup?topic=expected").status());
  }

  @ParameterizedTest
  @ValueSource(strings = {"100-continue", "100-Continue", "x, 100-continue"})
  void whoWaitsToGoOnIsTold(String expected) throws Exception {
    String create = "POST /topic/create?topic=told HTTP/1.1\nHost: x\nContent-Length: 2\nExpect: ";
    try (RawHttp http = open()) {
      assertEquals(100, http.send(create + expected + "\n\n").readAnswer().status());
      assertEquals(200, http.send("ab").readAnswer().status());
    }
  }

  @ParameterizedTest
  @CsvSource({"1.1,''", "1.0,100-continue"})
  void whoExpectsNothingIsAnsweredOnce(String version, String expected) throws Exception {
    String create = "POST /topic/create?topic=once HTTP/" + version + "\r\nHost: x\r\n";
    try (RawHttp http = open()) {
      http.send(create + "Content-Length: 2\r\nExpect: " + expected + "\r\n\r\nab");
      assertEquals(200, http.readAnswer().status());
    }
  }
}
