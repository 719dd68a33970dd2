package io.github.vertxnsq.lookupd.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.vertxnsq.lookupd.LocalLookupd;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How much a request may be. */
@Timeout(60)
class HttpLimitsTest {
  private static final int MAX_BODY = 64 << 10;
  private static final String TOO_LARGE = "{\"message\":\"BODY_TOO_LARGE\"}";

  @AutoClose private static final LocalLookupd lookupd = LocalLookupd.start();

  private static RawHttp open() throws Exception {
    return RawHttp.open(lookupd.httpPort());
  }

  private static String head(String topic, String headers) {
    return "POST /topic/create?topic=" + topic + " HTTP/1.1\r\nHost: test\r\n" + headers + "\r\n";
  }

  private static String chunk(int size) {
    return Integer.toHexString(size) + "\r\n" + "x".repeat(size) + "\r\n";
  }

  private static int lookup(String topic) throws Exception {
    return lookupd.http().get("/lookup?topic=" + topic).status();
  }

  @Test
  void aBodyOfTheLimitIsReadAndThrownAway() throws Exception {
    try (RawHttp http = open()) {
      http.send(head("sized", "Content-Length: " + MAX_BODY + "\r\n") + "x".repeat(MAX_BODY));
      assertEquals(200, http.readAnswer().status());
      http.send(head("chunked", "Transfer-Encoding: chunked\r\n"));
      http.send(chunk(MAX_BODY / 2) + chunk(MAX_BODY / 2) + "0\r\n\r\n");
      assertEquals(200, http.readAnswer().status());
      assertEquals("OK", http.sendRequest("GET", "/ping").readAnswer().text());
    }
  }

  @Test
  void anOrderIsCarriedOutWhenItsRequestIsComplete() throws Exception {
    try (RawHttp http = open()) {
      http.send(head("incomplete", "Content-Length: 10\r\n") + "x");
      assertEquals(404, lookup("incomplete"));
      http.send("x".repeat(9));
      assertEquals(200, http.readAnswer().status());
      assertEquals(200, lookup("incomplete"));
    }
  }

  @Test
  void aBodyAnnouncedAsLargerIsRefusedAtOnce() throws Exception {
    try (RawHttp http = open()) {
      http.send(head("larger", "Content-Length: " + (MAX_BODY + 1) + "\r\n"));
      assertTooLarge(http.readAnswer());
      http.send("x".repeat(MAX_BODY + 1));
      http.expectEndOfStream();
      assertEquals(404, lookup("larger"));
    }
  }

  @Test
  void aBodyThatGrowsLargerIsRefused() throws Exception {
    try (RawHttp http = open()) {
      http.send(head("grown", "Transfer-Encoding: chunked\r\n"));
      http.send(chunk(MAX_BODY) + chunk(1));
      assertTooLarge(http.readAnswer());
      http.send("0\r\n\r\n");
      http.expectEndOfStream();
      assertEquals(404, lookup("grown"));
    }
  }

  @Test
  void theRefusalArrivesAlthoughMuchMoreIsSent() throws Exception {
    int much = 5 << 20;
    try (RawHttp http = open()) {
      http.send(head("much", "Content-Length: " + much + "\r\n") + "x".repeat(much));
      assertTooLarge(http.readAnswer());
      http.expectEndOfStream();
    }
  }

  private static void assertTooLarge(RawHttp.Answer answer) {
    assertEquals(413, answer.status());
    assertEquals(TOO_LARGE, answer.text());
    assertEquals("close", answer.headers().get("Connection"));
  }

  /** Clients wait for the word, curl for a second, others for ever. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "3 4\r\nabc\r\n0\r\n\r\n",
        "100000003\r\nabc\r\n0\r\n\r\n",
        "3\r\nabcd\r\n0\r\n\r\n",
        "0\r\na\r\n\r\n"
      })
  void aBodyThatIsNoneIsAClientsFaultAndNothingIsCarriedOut(String chunks) throws Exception {
    try (RawHttp http = open()) {
      http.send(head("broken", "Transfer-Encoding: chunked\r\n") + chunks);
      assertEquals(400, http.readAnswer().status());
      http.awaitEndOfStream();
    }
    assertEquals(404, lookup("broken"));
  }

  @Test
  void whoAsksBeforeSendingABodyIsToldToGoOn() throws Exception {
    try (RawHttp http = open()) {
      http.send(head("expected", "Content-Length: 3\r\nExpect: 100-continue\r\n"));
      assertEquals(100, http.readAnswer().status());
      http.send("xyz");
      assertEquals(200, http.readAnswer().status());
    }
  }

  @Test
  void whoAsksBeforeSendingTooLargeABodyIsRefused() throws Exception {
    try (RawHttp http = open()) {
      String length = "Content-Length: " + (MAX_BODY + 1);
      http.send(head("expected", length + "\r\nExpect: 100-continue\r\n"));
      assertTooLarge(http.readAnswer());
    }
  }

  @Test
  void theRequestLineIsBounded() throws Exception {
    assertEquals(404, statusOfLookup("x".repeat(4_000)));
    assertEquals(414, statusOfLookup("x".repeat(4_200)));
  }

  private static int statusOfLookup(String topic) throws Exception {
    return statusOf("GET /lookup?topic=" + topic + " HTTP/1.1\r\nHost: test\r\n\r\n");
  }

  @Test
  void theHeadersAreBounded() throws Exception {
    String request = "GET /ping HTTP/1.1\r\nHost: test\r\nX-Long: ";
    assertEquals(200, statusOf(request + "x".repeat(16_000) + "\r\n\r\n"));
    assertEquals(431, statusOf(request + "x".repeat(17_000) + "\r\n\r\n"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "NONSENSE\r\n\r\n",
        "GET /ping HTTP/1.1\r\n\r\n",
        "GET /ping HTTP/1.1\r\nHost: test\r\nContent-Length: x\r\n\r\n",
        "GET /%zz HTTP/1.1\r\nHost: test\r\n\r\n",
      })
  void whatIsNoRequestIsAClientsFault(String bytes) throws Exception {
    assertEquals(400, statusOf(bytes));
  }

  private static int statusOf(String bytes) throws Exception {
    try (RawHttp http = open()) {
      return http.send(bytes).readAnswer().status();
    }
  }
}
