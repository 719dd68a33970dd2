package io.github.vertxnsq.lookupd.hostile;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.vertxnsq.lookupd.http.HttpProbe;
import io.github.vertxnsq.lookupd.http.RawHttp;
import io.github.vertxnsq.lookupd.process.DaemonProcess;
import io.github.vertxnsq.lookupd.process.Eventually;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** More want to wait at a time than may: by whatever way they wait. */
@Timeout(120)
final class WatchersLimitIT {
  private static final Duration SOON = Duration.ofSeconds(10);
  private static final String[] WAYS = {"/topics?wait=10m", "/events", "/ui/live"};
  private static final String LABEL = "{limit=\"max-watchers\"}";

  @Test
  void whoIsTooManyIsToldToComeAgainAndWhoeverDoesNotWaitIsAnswered() throws Exception {
    try (DaemonProcess daemon = DaemonProcess.start("-max-watchers=" + WAYS.length)) {
      HttpProbe http = new HttpProbe(daemon.httpPort());
      RawHttp[] inside = new RawHttp[WAYS.length];
      for (int i = 0; i < WAYS.length; i++) {
        inside[i] = ask(daemon, WAYS[i]);
        awaitWatchers(i + 1, http);
      }
      for (String way : WAYS) {
        try (RawHttp one = ask(daemon, way)) {
          RawHttp.Answer refused = one.readAnswer();
          assertEquals(503, refused.status(), way);
          assertEquals("{\"message\":\"MAX_WATCHERS_REACHED\"}", refused.text());
          assertEquals("10", refused.headers().get("Retry-After"));
          assertEquals("OK", one.sendRequest("GET", "/ping").readAnswer().text());
        }
      }
      assertEquals(200, http.get("/topics").status());
      assertEquals(WAYS.length, http.metric("nsqlookupd_limit_hits_total" + LABEL));

      for (int i = 0; i < WAYS.length; i++) {
        inside[i].close();
        awaitWatchers(WAYS.length - 1 - i, http);
      }
      assertEquals(0, http.metric("nsqlookupd_http_requests_in_flight"));
    }
  }

  private static RawHttp ask(DaemonProcess daemon, String target) throws Exception {
    return RawHttp.open(daemon.httpPort())
        .send("GET " + target + " HTTP/1.1\r\nHost: x\r\nIf-None-Match: *\r\n\r\n");
  }

  private static void awaitWatchers(int count, HttpProbe http) throws Exception {
    Eventually.holds(count + " wait", SOON, () -> http.metric("nsqlookupd_watchers") == count);
  }
}
