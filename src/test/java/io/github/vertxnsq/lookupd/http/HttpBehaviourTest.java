package io.github.vertxnsq.lookupd.http;

import static java.time.format.DateTimeFormatter.RFC_1123_DATE_TIME;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vertxnsq.lookupd.LocalLookupd;
import io.github.vertxnsq.lookupd.wire.ProducerConnection;
import io.github.vertxnsq.lookupd.wire.ProducerIdentity;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Methods, parameters and limits: what was not recorded, but is part of the contract. */
@Timeout(60)
class HttpBehaviourTest {
  @AutoClose private static final LocalLookupd lookupd = LocalLookupd.start();

  private static RawHttp open() throws Exception {
    return RawHttp.open(lookupd.httpPort());
  }

  /** The answer to a request without a body, on a connection of its own. */
  private static RawHttp.Answer ask(String method, String target) throws Exception {
    try (RawHttp http = open()) {
      return http.sendRequest(method, target).readWholeAnswer();
    }
  }

  private static void assertError(int status, String message, RawHttp.Answer answer) {
    assertEquals("{\"message\":\"" + message + "\"}", answer.text());
    assertEquals(status, answer.status());
    assertEquals("application/json; charset=utf-8", answer.headers().get("Content-Type"));
    assertEquals("nsq; version=1.0", answer.headers().get("X-Nsq-Content-Type"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/ping", "/info", "/lookup", "/channels", "/topics", "/nodes", "/debug"})
  void whatIsReadAllowsGetAndOptions(String path) throws Exception {
    assertAllows("GET, OPTIONS", path);
    for (String method : List.of("POST", "PUT", "DELETE", "PATCH")) {
      RawHttp.Answer answer = ask(method, path);
      assertError(405, "METHOD_NOT_ALLOWED", answer);
      assertEquals("GET, OPTIONS", answer.headers().get("Allow"));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/topic/create",
        "/topic/delete",
        "/topic/tombstone",
        "/channel/create",
        "/channel/delete"
      })
  void whatIsOrderedAllowsPostAndOptions(String path) throws Exception {
    assertAllows("OPTIONS, POST", path);
    for (String method : List.of("GET", "PUT", "DELETE", "PATCH")) {
      RawHttp.Answer answer = ask(method, path + "?topic=t&channel=c&node=n:1");
      assertError(405, "METHOD_NOT_ALLOWED", answer);
      assertEquals("OPTIONS, POST", answer.headers().get("Allow"));
    }
  }

  private static void assertAllows(String methods, String path) throws Exception {
    RawHttp.Answer answer = ask("OPTIONS", path);
    assertEquals(200, answer.status());
    assertEquals(methods, answer.headers().get("Allow"));
    assertEquals("", answer.text());
  }

  @ParameterizedTest
  @ValueSource(strings = {"/ping", "/lookup?topic=t", "/topic/create?topic=t"})
  void headIsNotAllowedAndHasNoBody(String target) throws Exception {
    try (RawHttp http = open()) {
      RawHttp.Answer answer = http.sendRequest("HEAD", target).readAnswerToHead();
      assertEquals(405, answer.status());
      // Were there a body, it would stand before this answer.
      assertEquals("OK", http.sendRequest("GET", "/ping").readAnswer().text());
    }
  }

  @ParameterizedTest
  @CsvSource({"GET,/", "POST,/", "GET,/topic", "POST,/none", "OPTIONS,/none", "HEAD,/none"})
  void anUnknownPathIsNotFoundWhateverTheMethod(String method, String path) throws Exception {
    try (RawHttp http = open()) {
      http.sendRequest(method, path);
      boolean isHead = method.equals("HEAD");
      RawHttp.Answer answer = isHead ? http.readAnswerToHead() : http.readAnswer();
      assertEquals(404, answer.status());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "GET,/lookup?topic=t;u",
    "GET,/lookup?topic=t&x=%zz",
    "GET,/channels?topic=%",
    "POST,/topic/create?topic=t;channel=c",
    "POST,/topic/delete?topic=%4",
    "POST,/channel/create?topic=t&channel=%zz",
    "POST,/topic/tombstone?topic=t&node=a;b",
  })
  void aQueryThatCannotBeDecodedIsInvalid(String method, String target) throws Exception {
    assertError(400, "INVALID_REQUEST", ask(method, target));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/ping?;", "/info?a;b", "/topics?;", "/nodes?%", "/debug?%zz"})
  void whoTakesNoParametersDoesNotLookAtTheQuery(String target) throws Exception {
    assertEquals(200, ask("GET", target).status());
  }

  @Test
  void anAnswerIsOfWhenItIsGiven() throws Exception {
    HttpProbe http = lookupd.http();
    String tag = http.get("/topics?wait=1m").headers().firstValue("ETag").orElseThrow();
    Instant asked = Instant.now();
    HttpProbe.Answer answer = http.request("GET", "/topics?wait=1100ms", "If-None-Match", tag);
    assertEquals(304, answer.status());
    Instant date =
        RFC_1123_DATE_TIME.parse(answer.headers().firstValue("Date").orElseThrow(), Instant::from);
    assertFalse(date.isBefore(asked.plusMillis(1_100).truncatedTo(ChronoUnit.SECONDS)));
  }

  @Test
  void ofAParameterGivenTwiceTheFirstCounts() throws Exception {
    assertEquals(200, ask("POST", "/topic/create?topic=first&topic=second").status());
    assertEquals(200, ask("GET", "/lookup?topic=first").status());
    assertEquals(404, ask("GET", "/lookup?topic=second").status());
    assertEquals(404, ask("GET", "/lookup?topic=second&topic=first").status());
  }

  @ParameterizedTest
  @ValueSource(strings = {"topic", "topic="})
  void anEmptyParameterIsNotMissing(String empty) throws Exception {
    assertError(404, "TOPIC_NOT_FOUND", ask("GET", "/lookup?" + empty));
    assertEquals("{\"channels\":[]}", ask("GET", "/channels?" + empty).text());
    assertError(400, "INVALID_ARG_TOPIC", ask("POST", "/topic/create?" + empty));
    assertError(400, "INVALID_ARG_TOPIC", ask("POST", "/channel/create?" + empty + "&channel=c"));
    assertError(400, "INVALID_ARG_TOPIC", ask("POST", "/channel/delete?" + empty + "&channel=c"));
    assertError(400, "INVALID_ARG_CHANNEL", ask("POST", "/channel/create?topic=t&channel"));
    assertEquals(200, ask("POST", "/topic/delete?" + empty).status());
    assertEquals(200, ask("POST", "/topic/tombstone?" + empty + "&node=").status());
  }

  @Test
  void parametersAreNotTakenFromTheBody() throws Exception {
    try (RawHttp http = open()) {
      http.send(
          "POST /topic/create HTTP/1.1\r\nHost: test\r\nContent-Length: 7\r\n"
              + "Content-Type: application/x-www-form-urlencoded\r\n\r\ntopic=t");
      assertError(400, "MISSING_ARG_TOPIC", http.readAnswer());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/topic/create?topic=*",
        "/topic/delete?topic=*",
        "/topic/delete?topic=%2A",
        "/topic/tombstone?topic=*&node=h:1",
        "/channel/create?topic=*&channel=c",
        "/channel/delete?topic=*&channel=kept",
      })
  void aWildcardIsRefusedWhereSomethingWouldBeChanged(String target) throws Exception {
    ask("POST", "/channel/create?topic=kept&channel=kept");
    String before = ask("GET", "/topics").text();
    assertError(400, "INVALID_ARG_TOPIC", ask("POST", target));
    assertEquals(before, ask("GET", "/topics").text());
    assertEquals("{\"channels\":[\"kept\"]}", ask("GET", "/channels?topic=kept").text());
  }

  @Test
  void aWildcardIsANameThatDoesNotExistWhereItIsRead() throws Exception {
    ask("POST", "/channel/create?topic=kept&channel=kept");
    assertError(404, "TOPIC_NOT_FOUND", ask("GET", "/lookup?topic=*"));
    assertEquals("{\"channels\":[]}", ask("GET", "/channels?topic=*").text());
    assertError(400, "INVALID_ARG_CHANNEL", ask("POST", "/channel/delete?topic=kept&channel=*"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"b@d", "a/b", "%C3%A9", "#ephemeral"})
  void underABadNameReadsFindNothingAndDeletesAreDone(String name) throws Exception {
    assertError(404, "TOPIC_NOT_FOUND", ask("GET", "/lookup?topic=" + name));
    assertEquals("{\"channels\":[]}", ask("GET", "/channels?topic=" + name).text());
    assertEquals(200, ask("POST", "/topic/delete?topic=" + name).status());
    assertEquals(200, ask("POST", "/topic/tombstone?topic=" + name + "&node=" + name).status());
  }

  @Test
  void anOrderIsAnsweredWithoutBodyOrType() throws Exception {
    RawHttp.Answer answer = ask("POST", "/topic/create?topic=plain");
    assertEquals(200, answer.status());
    assertEquals("0", answer.headers().get("Content-Length"));
    assertNull(answer.headers().get("Content-Type"));
    assertEquals("nsq; version=1.0", answer.headers().get("X-Nsq-Content-Type"));
  }

  @Test
  void pingIsPlainText() throws Exception {
    RawHttp.Answer answer = ask("GET", "/ping");
    assertEquals("text/plain; charset=utf-8", answer.headers().get("Content-Type"));
    assertFalse(answer.headers().containsKey("X-Nsq-Content-Type"));
  }

  /** nsqadmin puts brackets around an IPv6 address that nsqd sends without, or with. */
  @ParameterizedTest
  @CsvSource({"::1,::1", "::1,[::1]", "[::1],::1", "[::1],[::1]"})
  void aTombstoneTakesAnIpv6AddressWithBracketsAndWithout(String broadcastAddress, String named)
      throws Exception {
    try (ProducerConnection producer = lookupd.connect()) {
      producer.identify(new ProducerIdentity(broadcastAddress, 4150, 4151, "1.3.0", "h", "", ""));
      producer.must("REGISTER six");
      String shown = "\"broadcast_address\":\"" + broadcastAddress + "\"";
      assertTrue(ask("GET", "/lookup?topic=six").text().contains(shown));
      ask("POST", "/topic/tombstone?topic=six&node=" + named + ":4151");
      assertEquals("{\"channels\":[],\"producers\":[]}", ask("GET", "/lookup?topic=six").text());
      producer.must("UNREGISTER six");
    }
    ask("POST", "/topic/delete?topic=six");
  }

  @Test
  void requestsSentTogetherAreAnsweredInOrder() throws Exception {
    ask("POST", "/channel/create?topic=pipelined&channel=c");
    StringBuilder requests = new StringBuilder();
    for (int i = 0; i < 100; i++) {
      for (String target : List.of("/ping", "/lookup?topic=pipelined", "/lookup?topic=none")) {
        requests.append("GET ").append(target).append(" HTTP/1.1\r\nHost: test\r\n\r\n");
      }
    }
    try (RawHttp http = open()) {
      http.send(requests.toString());
      for (int i = 0; i < 100; i++) {
        assertEquals("OK", http.readAnswer().text());
        assertEquals("{\"channels\":[\"c\"],\"producers\":[]}", http.readAnswer().text());
        assertError(404, "TOPIC_NOT_FOUND", http.readAnswer());
      }
    }
  }

  @Test
  void aNodeIsFoundByTheBytesOfItsNameToo() throws Exception {
    try (ProducerConnection producer = lookupd.connect()) {
      producer.identify(ProducerIdentity.numbered("n\u00e9", 0));
      producer.must("REGISTER bytes");
      // As a client sends it that does not escape.
      ask("POST", "/topic/tombstone?topic=bytes&node=n\u00c3\u00a9-0:5150");
      assertEquals("{\"channels\":[],\"producers\":[]}", ask("GET", "/lookup?topic=bytes").text());
    }
  }

  /** Strict readers refuse fields that nsqlookupd 1.3.0 does not have. */
  @ParameterizedTest
  @CsvSource({
    "'','',''",
    "z,'','\"topology_zone\":\"z\"'",
    "'',r,'\"topology_region\":\"r\"'",
    "z,r,'\"topology_zone\":\"z\",\"topology_region\":\"r\"'",
  })
  void aProducerHasTheFieldsThatItsNsqdSent(String zone, String region, String shown)
      throws Exception {
    String name = "fields" + zone + region;
    try (ProducerConnection producer = lookupd.connect()) {
      producer.identify(new ProducerIdentity(name, 4150, 4151, "1.3.0", "h", zone, region));
      producer.must("REGISTER " + name);
      String fields =
          "\"hostname\":\"h\",\"broadcast_address\":\"%s\",\"tcp_port\":4150,\"http_port\":4151,"
                  .formatted(name)
              + "\"version\":\"1.3.0\""
              + (shown.isEmpty() ? "" : "," + shown);
      String lookup = ask("GET", "/lookup?topic=" + name).text();
      assertEquals(fields + "}]}", lookup.substring(lookup.indexOf("\"hostname")));
      String nodes = ask("GET", "/nodes").text();
      assertTrue(nodes.contains(fields + ",\"tombstones\":[false]"), nodes);
      String debug = ask("GET", "/debug").text();
      assertTrue(debug.contains(fields + ",\"last_update\":"), debug);
    }
  }

  private static final String OLD = " HTTP/1.0\r\nHost: x\r\nConnection: keep-alive\r\n\r\n";

  /** By HTTP/1.0 too, where an answer that comes in pieces has no length but its connection's. */
  @Test
  void whatComesInOnePieceKeepsTheConnection() throws Exception {
    try (LocalLookupd empty = LocalLookupd.start();
        RawHttp http = RawHttp.open(empty.httpPort())) {
      http.send("GET /debug" + OLD + "GET /ping" + OLD);

      assertEquals("keep-alive", http.readAnswer().headers().get("Connection"));
      assertEquals("OK", http.readAnswer().text());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/debug", "/events", "/ui/live?heard=true"})
  void whatComesInPiecesAnnouncesThatTheConnectionEndsWithIt(String target) throws Exception {
    try (ProducerConnection producer = ProducerConnection.open(lookupd.tcpPort());
        RawHttp http = open()) {
      producer.identify(ProducerIdentity.numbered("pieces", 1));
      for (int i = 0; i < 1_000; i++) {
        producer.must("REGISTER pieces" + i + " channel");
      }

      RawHttp.Answer head = http.send("GET " + target + OLD).readAnswer();

      assertEquals("close", head.headers().get("Connection"));
      assertNull(head.headers().get("Content-Length"));
      if (target.equals("/debug")) {
        http.awaitEndOfStream();
      }
    }
  }
}
