package io.github.vertxnsq.lookupd.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.AriaRole;
import io.github.vertxnsq.lookupd.process.DaemonProcess;
import io.github.vertxnsq.lookupd.wire.ProducerIdentity;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Whatever producers say of themselves is text. */
@Timeout(180)
class ConsoleHostileIT {
  private static final List<String> HOSTNAMES =
      List.of(
          "<script>alert(1)</script>",
          "<img src=x onerror=alert(1)>",
          "\"'><svg/onload=alert(1)>",
          "javascript:alert(1)",
          "${alert(1)} {{constructor.constructor('alert(1)')()}}",
          // Would have all behind it written from right to left.
          "\u202Egnp.exe",
          "\u05E9\u05DC\u05D5\u05DD \u0645\u0631\u062D\u0628\u0627",
          "a\u0000b\u001b[2Kc\nd",
          "x".repeat(255));

  @RegisterExtension final Windows windows = new Windows();

  private static ProducerIdentity called(String hostname, int i) {
    // The other fields are believed no more.
    return new ProducerIdentity(
        i % 2 == 0 ? hostname : "nsqd-" + i, 4150 + i, 5150 + i, hostname, hostname, hostname, "r");
  }

  @Test
  void namesAreShownAsTheyAreAndDoNothing() throws Exception {
    try (DaemonProcess daemon = DaemonProcess.start();
        Fleet fleet = new Fleet(daemon.tcpPort())) {
      Window window = windows.open(daemon.httpPort()).awaitLive();
      window.go("#/live", "Live");
      for (int i = 0; i < HOSTNAMES.size(); i++) {
        fleet.join(called(HOSTNAMES.get(i), i), "t" + i, "all");
      }
      assertThat(window.rows("Events", "t" + (HOSTNAMES.size() - 1)).first()).isVisible();
      assertIntact(window);
      for (String page : List.of("", "topics", "nodes", "topic/all", "topic/t2", "cluster")) {
        window.go("#/" + page);
        assertThat(window.page().locator("h1")).isVisible();
        assertIntact(window);
      }

      window.go("#/topic/all", "all");
      Locator hosts = window.table("Producers").locator(".c-host bdi");
      assertThat(hosts).hasCount(HOSTNAMES.size());
      assertEquals(
          HOSTNAMES.stream().sorted().toList(), hosts.allTextContents().stream().sorted().toList());

      window.go("#/nodes", "Nodes");
      window.rows("Nodes", "<script>alert(1)</script>").first().getByRole(AriaRole.LINK).click();
      assertThat(window.page().locator("h1")).hasText("<script>alert(1)</script>:5150");
      assertThat(window.table("Topics of this nsqd")).containsText("t0");
      assertIntact(window);
      window.page().setViewportSize(Look.PHONE.width, Look.PHONE.height);
      for (String page : List.of("", "topics", "nodes", "topic/all", "live")) {
        window.go("#/" + page);
        assertThat(window.page().locator("h1")).isVisible();
        assertIntact(window);
      }
      window.go("#/topic/all", "all").button("Tombstone " + HOSTNAMES.get(0) + ":5150").click();
      assertThat(window.dialog()).containsText("Hide <script>alert(1)</script>:5150 from all?");
      window.inDialog("Tombstone").click();
      assertThat(window.rows("Producers", "hidden")).hasCount(1);
    }
  }

  /** Nothing that was made of a name, and nothing pushed out of the window by one. */
  private static void assertIntact(Window window) {
    assertThat(window.page().locator("#app script, #app img, #app iframe, [onerror], [onload]"))
        .hasCount(0);
    assertThat(window.page().locator("a[href^='javascript']")).hasCount(0);
    assertEquals(0, window.sideways());
  }
}
