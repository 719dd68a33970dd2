package io.github.vertxnsq.lookupd.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.vertxnsq.lookupd.LocalLookupd;
import io.github.vertxnsq.lookupd.process.Eventually;
import java.time.Duration;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who asks on before having the answer is not kept waiting, or holds nothing for ever. */
@Timeout(60)
final class PipelinedTest {
  private static final Duration SOON = Duration.ofSeconds(10);
  private static final String PING = "GET /ping HTTP/1.1\r\nHost: x\r\n\r\n";
  private static final String WAIT =
      "GET /topics?wait=10m HTTP/1.1\r\nHost: x\r\nIf-None-Match: *\r\n\r\n";

  @AutoClose private static final LocalLookupd lookupd = LocalLookupd.start();

  @ParameterizedTest
  @ValueSource(strings = {"G", PING, PING + PING + PING + PING + PING + PING})
  void whoHasAskedOnDoesNotWait(String more) throws Exception {
    try (RawHttp http = open().send(WAIT + more)) {
      assertEquals(304, http.readAnswer().status());
      assertPongs(http, more);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"G", PING, PING + PING + PING + PING + PING + PING})
  void whoAsksOnWaitsNoLonger(String more) throws Exception {
    try (RawHttp http = open().send(WAIT)) {
      awaitWatchers(1);
      http.send(more);

      assertEquals(304, http.readAnswer().status());
      assertPongs(http, more);
    }
    awaitWatchers(0);
  }

  /** Behind what is answered late, since it goes out bit by bit. */
  @Test
  void whoWaitsBehindAnotherAnswerAndAsksOnDoesNotWait() throws Exception {
    for (int i = 0; i < 1_000; i++) {
      lookupd.http().post("/topic/create?topic=" + "long".repeat(15) + i);
    }
    try (RawHttp http = open().send("GET /topics HTTP/1.1\r\nHost: x\r\n\r\n" + WAIT + PING)) {
      assertEquals(200, http.readAnswer().status());
      assertEquals(304, http.readAnswer().status());
      assertEquals("OK", http.readAnswer().text());
    }
  }

  @Test
  void whoAsksOneAfterTheOtherMayWaitEachTime() throws Exception {
    double unchanged = unchanged();
    try (RawHttp http = open()) {
      for (int i = 0; i < 3; i++) {
        assertEquals("OK", http.send(PING).readAnswer().text());
        http.send(WAIT);
        awaitWatchers(1);
        lookupd.http().post("/topic/create?topic=t" + i);
        assertEquals(200, http.readAnswer().status());
        awaitWatchers(0);
        http.send("G");
        assertEquals("OK", http.send(PING.substring(1)).readAnswer().text());
      }
      assertEquals(unchanged, unchanged());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/events", "/events?topic=a", "/ui/live"})
  void behindAStreamNothingIsAsked(String stream) throws Exception {
    String request = "GET " + stream + " HTTP/1.1\r\nHost: x\r\n\r\n";
    try (RawHttp before = open().send(request + PING);
        RawHttp after = open().send(request)) {
      before.awaitEndOfStream();
      awaitWatchers(1);
      after.send(PING);
      after.awaitEndOfStream();
    }
    awaitWatchers(0);
  }

  private static RawHttp open() throws Exception {
    return RawHttp.open(lookupd.httpPort());
  }

  private static void assertPongs(RawHttp http, String pings) throws Exception {
    for (int i = 0; i < pings.length() / PING.length(); i++) {
      assertEquals("OK", http.readAnswer().text());
    }
  }

  private static double unchanged() throws Exception {
    return lookupd.http().metric("nsqlookupd_waits_total{outcome=\"unchanged\"}");
  }

  private static void awaitWatchers(int count) throws Exception {
    Eventually.holds(
        count + " wait", SOON, () -> lookupd.http().metric("nsqlookupd_watchers") == count);
  }
}
