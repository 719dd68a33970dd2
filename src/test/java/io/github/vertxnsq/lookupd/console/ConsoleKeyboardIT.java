package io.github.vertxnsq.lookupd.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.github.vertxnsq.lookupd.http.HttpProbe;
import io.github.vertxnsq.lookupd.process.DaemonProcess;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Without a mouse. */
@Timeout(180)
class ConsoleKeyboardIT {
  private static final String FOCUSED = "document.activeElement";

  @RegisterExtension final Windows windows = new Windows();

  /** Presses Tab until what has the focus has this text or label. */
  private static void tabTo(Window window, String name) {
    for (int i = 0; i < 30; i++) {
      window.page().keyboard().press("Tab");
      Object label =
          window.page().evaluate(FOCUSED + ".ariaLabel || " + FOCUSED + ".textContent.trim()");
      if (name.equals(label)) {
        assertNotEquals(
            "none",
            window.page().evaluate("getComputedStyle(" + FOCUSED + ").outlineStyle"),
            name + " does not look focused");
        return;
      }
    }
    throw new AssertionError("Tab does not reach " + name);
  }

  @Test
  void aTopicIsFoundAndDeleted() throws Exception {
    try (DaemonProcess daemon = DaemonProcess.start()) {
      HttpProbe http = new HttpProbe(daemon.httpPort());
      for (String topic : new String[] {"alpha", "beta", "gamma"}) {
        http.post("/topic/create?topic=" + topic);
      }
      Window window = windows.open(daemon.httpPort()).awaitLive();
      tabTo(window, "Topics");
      window.page().keyboard().press("Enter");
      assertThat(window.page().locator("h1")).isFocused();
      tabTo(window, "Search topics");
      tabTo(window, "Producers");
      window.page().keyboard().press("Tab");
      assertThat(window.rows("Topics", "alpha")).isFocused();
      window.page().keyboard().press("ArrowDown");
      assertThat(window.rows("Topics", "beta")).isFocused();
      window.page().keyboard().press("Enter");
      assertThat(window.page().locator("h1")).hasText("beta");

      tabTo(window, "Delete topic");
      window.page().keyboard().press("Enter");
      assertThat(window.dialog().getByLabel("Type its name to confirm")).isFocused();
      window.page().keyboard().type("bet");
      window.page().keyboard().press("Enter");
      assertThat(window.dialog()).isVisible();
      // Round and round in the dialog, and never out of it into the page.
      for (int i = 0; i < 8; i++) {
        window.page().keyboard().press("Tab");
        assertEquals(
            true,
            window
                .page()
                .evaluate(
                    "document.activeElement === document.body"
                        + " || document.activeElement.closest('dialog') !== null"));
      }
      window.page().keyboard().press("Escape");
      assertThat(window.dialog()).hasCount(0);
      assertThat(window.button("Delete topic")).isFocused();

      window.page().keyboard().press("Enter");
      window.page().keyboard().type("beta");
      window.page().keyboard().press("Enter");
      assertThat(window.page().locator("h1")).hasText("Topics");
      assertThat(window.page().locator("h1")).isFocused();
      assertThat(window.rows("Topics", "beta")).hasCount(0);
      assertEquals("{\"topics\":[\"alpha\",\"gamma\"]}", http.get("/topics").text());
    }
  }
}
