package io.github.vertxnsq.lookupd.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.vertxnsq.lookupd.http.HttpProbe;
import io.github.vertxnsq.lookupd.process.DaemonProcess;
import io.github.vertxnsq.lookupd.process.Eventually;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Several tabs of one browser, which has six connections to a daemon for all of them. */
@Timeout(180)
class ConsoleTabsIT {
  private static final int TABS = 5;
  private static final Duration SOON = Duration.ofSeconds(20);

  @RegisterExtension final Windows windows = new Windows();

  @Test
  void whoIsOutOfSightLeavesTheConnectionsToOthersAndMissesNothing() throws Exception {
    try (DaemonProcess daemon = DaemonProcess.start()) {
      HttpProbe http = new HttpProbe(daemon.httpPort());
      Window first = windows.open(daemon.httpPort()).go("#/live", "Live").awaitLive();
      Window shown = first;
      for (int i = 1; i < TABS; i++) {
        shown.hide();
        shown = windows.openBeside(first).awaitLive();
      }
      shown.hide();
      Eventually.holds("nobody follows", SOON, () -> http.metric("nsqlookupd_watchers") == 0);

      http.post("/topic/create?topic=meanwhile");
      assertThat(first.rows("Events", "meanwhile")).hasCount(0);
      first.show();
      first.awaitLive();
      assertThat(first.rows("Events", "meanwhile")).hasCount(1);
      assertThat(first.rows("Events", "reset")).hasCount(0);
    }
  }

  @Test
  void theLampStaysOnWhenAPageIsGoneToThatWantsToHearMore() throws Exception {
    try (DaemonProcess daemon = DaemonProcess.start()) {
      Window window = windows.open(daemon.httpPort()).go("#/cluster", "Cluster").awaitLive();
      window
          .page()
          .evaluate(
              """
              () => {
                window.seen = [];
                const lamp = document.querySelector('.lamp');
                new MutationObserver(() => window.seen.push(lamp.textContent))
                    .observe(lamp, {childList: true, characterData: true, subtree: true});
              }
              """);
      window.page().waitForResponse("**/ui/live?heard=true", () -> window.link("Nodes").click());
      window.page().waitForResponse("**/ui/live", () -> window.link("Overview").click());
      assertEquals(List.of(), window.page().evaluate("window.seen"));
    }
  }
}
