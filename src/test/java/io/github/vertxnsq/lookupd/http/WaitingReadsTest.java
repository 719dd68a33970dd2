package io.github.vertxnsq.lookupd.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vertxnsq.lookupd.LocalLookupd;
import io.github.vertxnsq.lookupd.config.LimitSettings;
import io.github.vertxnsq.lookupd.process.Eventually;
import io.github.vertxnsq.lookupd.wire.ProducerConnection;
import io.github.vertxnsq.lookupd.wire.ProducerIdentity;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Reads on a condition: what their clients rely on, over the wire. */
@Timeout(60)
final class WaitingReadsTest {
  private static final Duration SOON = Duration.ofSeconds(10);
  private static final int MAX_WATCHERS = 3;

  private LocalLookupd lookupd;
  private HttpProbe http;

  @BeforeEach
  void start() throws Exception {
    lookupd = LocalLookupd.start(LimitSettings.MAX_WATCHERS, Integer.toString(MAX_WATCHERS));
    http = lookupd.http();
    post("/topic/create?topic=a");
    post("/topic/create?topic=b");
  }

  @AfterEach
  void stop() {
    lookupd.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/lookup?topic=a", "/channels?topic=a", "/topics?", "/nodes?"})
  void withoutAConditionTheAnswerIsTheOriginals(String target) throws Exception {
    HttpProbe.Answer plain = http.get(target);
    HttpProbe.Answer tagged = http.get(target + "&wait=1m");

    assertTrue(plain.headers().firstValue("ETag").isEmpty());
    assertTrue(tagged.headers().firstValue("ETag").orElse("").matches("\"[0-9a-f]{32}\""));
    assertEquals(200, tagged.status());
    assertEquals(plain.text(), tagged.text());
  }

  @Test
  void aTopicMayBeCalledLikeTheParameter() throws Exception {
    post("/topic/create?topic=waiting");
    assertTrue(http.get("/lookup?topic=waiting").headers().firstValue("ETag").isEmpty());
  }

  @Test
  void aListIsNoTopic() throws Exception {
    for (String list : new String[] {"/topics", "/nodes"}) {
      assertEquals(200, http.get(list).status());
      assertEquals(404, http.get("/lookup?topic=" + list).status());
      assertEquals("{\"channels\":[]}", http.get("/channels?topic=" + list).text());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/lookup?topic=a", "/channels?topic=a", "/topics?", "/nodes?"})
  void whoHasTheAnswerIsToldSoAndNothingElse(String target) throws Exception {
    String tag = tag(target);
    for (String have : new String[] {tag, "W/" + tag, "\"x\", " + tag + " , \"y\"", "*"}) {
      RawHttp.Answer known = ask(target, have);

      assertEquals(304, known.status(), have);
      assertEquals("", known.text());
      assertEquals(tag, known.headers().get("Etag"));
    }
    for (String have : new String[] {"\"x\"", tag.replace("\"", ""), "", "W/"}) {
      assertEquals(200, ask(target, have).status(), have);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/lookup?topic=a", "/channels?topic=a", "/topics?", "/nodes?"})
  void whoWaitsIsToldWhenTheAnswerIsAnotherOne(String target) throws Exception {
    String tag = tag(target);
    try (RawHttp waiting = hold(target + "&wait=1m", tag);
        ProducerConnection producer = lookupd.connect()) {
      producer.identify(ProducerIdentity.numbered("new", 1));
      producer.must("REGISTER new");
      producer.must("REGISTER a c");

      RawHttp.Answer told = waiting.readAnswer();

      assertEquals(200, told.status());
      assertNotEquals(tag, told.headers().get("Etag"));
      // What was told may be older than what is there now; in the end they are the same.
      assertEquals(http.get(target).text(), settle(target, told));
    }
    assertEquals(0, watchers());
  }

  /** As a client goes on that has an answer: it waits for the next one until nothing comes. */
  private String settle(String target, RawHttp.Answer told) throws Exception {
    RawHttp.Answer last = told;
    while (true) {
      RawHttp.Answer next = ask(target + "&wait=200ms", last.headers().get("Etag"));
      if (next.status() == 304) {
        return last.text();
      }
      last = next;
    }
  }

  @Test
  void whoWaitsIsNotWokenByOtherTopics() throws Exception {
    try (RawHttp waiting = hold("/lookup?topic=a&wait=1m", tag("/lookup?topic=a"))) {
      post("/channel/create?topic=b&channel=c");
      post("/topic/create?topic=c");
      assertEquals(1, watchers());
      post("/channel/create?topic=a&channel=c");

      assertEquals("{\"channels\":[\"c\"],\"producers\":[]}", waiting.readAnswer().text());
      assertEquals(1, http.metric("nsqlookupd_waits_total{outcome=\"changed\"}"));
    }
  }

  @Test
  void aTopicThatIsNotKnownIsWaitedForLikewise() throws Exception {
    HttpProbe.Answer unknown = http.get("/lookup?topic=new&wait=1s");
    String tag = unknown.headers().firstValue("ETag").orElseThrow();
    assertEquals(404, unknown.status());
    assertEquals(404, ask("/lookup?topic=new", tag).status(), "it is no success that is known");

    RawHttp.Answer still = ask("/lookup?topic=new&wait=50ms", tag);
    assertEquals(404, still.status());
    assertEquals("{\"message\":\"TOPIC_NOT_FOUND\"}", still.text());
    try (RawHttp waiting = hold("/lookup?topic=new&wait=1m", tag)) {
      post("/topic/create?topic=new");
      assertEquals(200, waiting.readAnswer().status());
    }
    try (RawHttp waiting = hold("/lookup?topic=new&wait=1m", tag("/lookup?topic=new"))) {
      post("/topic/delete?topic=new");
      assertEquals(404, waiting.readAnswer().status());
    }
  }

  @Test
  void whenTheTimeIsUpItIsTheSame() throws Exception {
    String tag = tag("/topics?");

    RawHttp.Answer same = ask("/topics?wait=50ms", tag);

    assertEquals(304, same.status());
    assertEquals(tag, same.headers().get("Etag"));
    assertNull(same.headers().get("Content-Length"));
    assertEquals(1, http.metric("nsqlookupd_waits_total{outcome=\"unchanged\"}"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "5", "-1s", "-99999999h", "99999999h1x", "1x", "never"})
  void aWaitThatIsNoneIsAClearError(String wait) throws Exception {
    HttpProbe.Answer answer = http.get("/lookup?topic=a&wait=" + wait);

    assertEquals(400, answer.status());
    assertEquals("{\"message\":\"INVALID_ARG_WAIT\"}", answer.text());
  }

  @Test
  void whatIsNoAnswerIsNotWaitedOn() throws Exception {
    RawHttp.Answer answer = ask("/lookup?wait=1m", "*");

    assertEquals(400, answer.status());
    assertFalse(answer.headers().containsKey("Etag"));
    assertEquals("{\"message\":\"MISSING_ARG_TOPIC\"}", answer.text());
  }

  @Test
  void beyondTheLimitWhoeverDoesNotWaitIsAnswered() throws Exception {
    String tag = tag("/topics?");
    RawHttp[] waiting = new RawHttp[MAX_WATCHERS];
    for (int i = 0; i < MAX_WATCHERS; i++) {
      waiting[i] = send("/topics?wait=1m", tag);
    }
    awaitWatchers(MAX_WATCHERS);

    RawHttp.Answer refused = ask("/topics?wait=1m", tag);
    assertEquals(503, refused.status());
    assertEquals("{\"message\":\"MAX_WATCHERS_REACHED\"}", refused.text());
    assertEquals("10", refused.headers().get("Retry-After"));
    assertEquals(304, ask("/topics", tag).status());
    assertEquals(0, http.metric("nsqlookupd_http_requests_in_flight"));

    waiting[0].close();
    awaitWatchers(MAX_WATCHERS - 1);
    try (RawHttp another = send("/topics?wait=1m", tag)) {
      awaitWatchers(MAX_WATCHERS);
      post("/topic/create?topic=new");
      assertEquals(200, another.readAnswer().status());
    }
    for (RawHttp one : waiting) {
      one.close();
    }
    awaitWatchers(0);
  }

  /** More of them than are answered in one turn. */
  @Test
  void allWhoWaitWhenTheDaemonStopsAreAnsweredAndSentElsewhere() throws Exception {
    int many = 600;
    lookupd.close();
    lookupd = LocalLookupd.start();
    List<RawHttp> all = new ArrayList<>();
    for (int i = 0; i < many; i++) {
      all.add(send("/topics?wait=10m", "*"));
    }
    http = lookupd.http();
    awaitWatchers(many);
    lookupd.stop();
    for (RawHttp waiting : all) {
      RawHttp.Answer answer = waiting.readAnswer();
      assertEquals(304, answer.status());
      assertEquals("close", answer.headers().get("Connection"));
      waiting.expectEndOfStream();
      waiting.close();
    }
  }

  /** Changes at every moment of a client's going round: it sees the last of each burst. */
  @Test
  void noChangeIsMissed() throws Exception {
    long seed = System.nanoTime();
    System.out.println("seed " + seed);
    Random random = new Random(seed);
    String tag = "\"none\"";
    for (int round = 0; round < 50; round++) {
      int burst = 1 + random.nextInt(5);
      try (RawHttp waiting = send("/channels?topic=a&wait=1m", tag)) {
        for (int i = 0; i < burst; i++) {
          post("/channel/create?topic=a&channel=c" + round + "-" + i);
        }
        RawHttp.Answer answer = waiting.readAnswer();
        String last = "\"c" + round + "-" + (burst - 1) + "\"";
        while (!answer.text().contains(last)) {
          assertEquals(200, answer.status(), "seed " + seed);
          answer = ask("/channels?topic=a&wait=1m", answer.headers().get("Etag"));
        }
        tag = answer.headers().get("Etag");
      }
    }
  }

  private void post(String target) throws Exception {
    assertEquals(200, http.post(target).status());
  }

  private String tag(String target) throws Exception {
    return http.get(target + "&wait=0").headers().firstValue("ETag").orElseThrow();
  }

  private RawHttp.Answer ask(String target, String ifNoneMatch) throws Exception {
    try (RawHttp one = send(target, ifNoneMatch)) {
      return one.readAnswer();
    }
  }

  private RawHttp hold(String target, String ifNoneMatch) throws Exception {
    RawHttp one = send(target, ifNoneMatch);
    awaitWatchers(1);
    return one;
  }

  private RawHttp send(String target, String ifNoneMatch) throws Exception {
    return RawHttp.open(lookupd.httpPort())
        .send(
            "GET %s HTTP/1.1\r\nHost: x\r\nIf-None-Match: %s\r\n\r\n"
                .formatted(target, ifNoneMatch));
  }

  private void awaitWatchers(int count) throws Exception {
    Eventually.holds(count + " wait", SOON, () -> watchers() == count);
  }

  private double watchers() throws Exception {
    return http.metric("nsqlookupd_watchers");
  }
}
