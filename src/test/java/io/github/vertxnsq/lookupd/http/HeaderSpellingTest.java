package io.github.vertxnsq.lookupd.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vertxnsq.lookupd.LocalLookupd;
import io.netty.util.AsciiString;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients that compare names of headers letter by letter find Go's spelling in every answer. */
@Timeout(60)
class HeaderSpellingTest {
  private static final String HOST = " HTTP/1.1\r\nHost: test\r\n";

  private static final String CLOSE = "Connection";

  @AutoClose private static final LocalLookupd lookupd = LocalLookupd.start();

  private static Arguments answer(String request, int status, String... names) {
    return Arguments.of(request, status, Set.of(names));
  }

  static Stream<Arguments> answers() {
    String nsq = "X-Nsq-Content-Type";
    String type = "Content-Type";
    String length = "Content-Length";
    return Stream.of(
        answer("GET /ping" + HOST + "\r\n", 200, type, length, "Date"),
        answer("GET /info" + HOST + "\r\n", 200, nsq, type, length, "Date", "X-Vertx-Nsq-Version"),
        answer("GET /topics" + HOST + "\r\n", 200, nsq, type, length, "Date"),
        answer("GET /metrics" + HOST + "\r\n", 200, type, length, "Date"),
        answer("GET /topics?wait=0" + HOST + "\r\n", 200, nsq, type, length, "Date", "Etag"),
        answer("GET /topics?wait=0" + HOST + "If-None-Match: *\r\n\r\n", 304, nsq, "Date", "Etag"),
        answer("GET /lookup" + HOST + "\r\n", 400, nsq, type, length, "Date"),
        answer("GET /none" + HOST + "\r\n", 404, nsq, type, length, "Date"),
        answer("POST /ping" + HOST + "\r\n", 405, nsq, type, length, "Date", "Allow"),
        answer("OPTIONS /ping" + HOST + "\r\n", 200, length, "Date", "Allow"),
        answer("OPTIONS *" + HOST + "\r\n", 200, length, "Date"),
        answer("POST /topic/create?topic=t" + HOST + "\r\n", 200, nsq, length, "Date"),
        answer("GET /ping" + HOST + "Connection: close\r\n\r\n", 200, type, length, "Date", CLOSE),
        answer(
            "GET /ping HTTP/1.0\r\nConnection: keep-alive\r\n\r\n",
            200,
            type,
            length,
            "Date",
            CLOSE),
        answer("GET /ping" + HOST + "Expect: banana\r\n\r\n", 417, length, "Date", CLOSE),
        answer(
            "POST /topic/create?topic=t" + HOST + "Content-Length: 99999\r\n\r\n",
            413,
            nsq,
            type,
            length,
            "Date",
            CLOSE),
        answer("GET /" + "x".repeat(5_000) + HOST + "\r\n", 414, length, CLOSE),
        answer("GET /ping" + HOST + "A: b\r\n".repeat(101) + "\r\n", 431, length, CLOSE),
        answer("NONSENSE\r\n\r\n", 400, length, CLOSE),
        answer("GET /ping HTTP/1.1\r\n\r\n", 400, nsq, type, length, "Date"),
        answer(
            "GET /" + HOST + "Accept: text/html\r\n\r\n",
            302,
            length,
            "Date",
            "Location",
            "Content-Security-Policy",
            "Referrer-Policy",
            "X-Content-Type-Options"),
        answer(
            "GET /ui/" + HOST + "\r\n",
            200,
            type,
            length,
            "Date",
            "Cache-Control",
            "Etag",
            "Vary",
            "Content-Security-Policy",
            "Referrer-Policy",
            "X-Content-Type-Options"));
  }

  @ParameterizedTest
  @MethodSource("answers")
  void everyNameIsSpelledAsGoSpellsIt(String request, int status, Set<String> names)
      throws Exception {
    try (RawHttp http = RawHttp.open(lookupd.httpPort())) {
      RawHttp.Answer answer = http.send(request).readAnswer();
      assertEquals(status, answer.status());
      assertEquals(names, answer.headers().keySet());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/events", "/ui/live?heard=true"})
  void soDoStreams(String target) throws Exception {
    try (RawHttp http = RawHttp.open(lookupd.httpPort())) {
      Set<String> names = http.sendRequest("GET", target).readAnswer().headers().keySet();
      assertTrue(
          names.containsAll(
              Set.of("Content-Type", "Cache-Control", "Transfer-Encoding", "X-Accel-Buffering")),
          names::toString);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "x-nsq-content-type,X-Nsq-Content-Type",
    "X-NSQ-Content-Type,X-Nsq-Content-Type",
    "content-length,Content-Length",
    "WWW-Authenticate,Www-Authenticate",
    "www-authenticate,Www-Authenticate",
    "ETag,Etag",
    "te,Te",
    "-a--b-,-A--B-",
    "x-1b,X-1b",
  })
  void aNameBecomesGos(String name, String spelled) {
    assertEquals(AsciiString.of(spelled), HeaderNames.spelled(name));
    assertEquals(AsciiString.of(spelled), HeaderNames.spelled(AsciiString.of(name)));
  }
}
