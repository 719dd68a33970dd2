package io.github.vertxnsq.lookupd.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import io.github.vertxnsq.lookupd.http.HttpProbe;
import io.github.vertxnsq.lookupd.process.DaemonProcess;
import io.github.vertxnsq.lookupd.wire.ProducerConnection;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Thousands of rows, of which those in sight are there. */
@Timeout(180)
class ConsoleScaleIT {
  private static final int TOPICS = 5_000;
  private static final int PRODUCERS = 1_000;

  /** More than fit into the window, and few against all there are. */
  private static final int MOST_ROWS = 60;

  /** Of a frame's sixteen, on a machine that does other things besides. */
  private static final int LONGEST_MILLIS = 250;

  @RegisterExtension final Windows windows = new Windows();

  private static String topic(int i) {
    return String.format("topic-%04d", i);
  }

  @Test
  void fiveThousandTopicsAreSearchedSortedAndWalkedThrough() throws Exception {
    try (DaemonProcess daemon = DaemonProcess.start();
        Fleet fleet = new Fleet(daemon.tcpPort())) {
      String[] all =
          IntStream.range(0, TOPICS).mapToObj(ConsoleScaleIT::topic).toArray(String[]::new);
      fleet.join(Fleet.nsqd(0), all);
      fleet.join(Fleet.nsqd(1), topic(4321));
      Window window = windows.open(daemon.httpPort()).go("#/topics", "Topics").awaitLive();
      Locator grid = window.table("Topics");
      assertThat(grid).hasAttribute("aria-rowcount", Integer.toString(TOPICS + 1));
      assertFew(window);

      window.page().getByRole(AriaRole.COLUMNHEADER).getByText("Producers").click();
      assertThat(window.rows("Topics", "topic-").first()).containsText(topic(4321));
      assertThat(window.page().locator("[aria-sort=descending]")).hasText("Producers");
      window
          .page()
          .getByRole(AriaRole.COLUMNHEADER)
          .getByText("Topic", new Locator.GetByTextOptions().setExact(true))
          .click();
      assertThat(window.rows("Topics", "topic-").first()).containsText(topic(0));

      window.page().getByLabel("Search topics").fill("c-432");
      assertThat(grid).hasAttribute("aria-rowcount", "11");
      assertThat(window.page().getByText("10 of 5,000")).isVisible();
      window.page().getByLabel("Search topics").fill("nothing");
      assertThat(window.page().getByText("No topic has “nothing” in its name.")).isVisible();
      window.button("Show all topics").click();

      window.rows("Topics", "topic-").first().focus();
      window.page().keyboard().press("End");
      Locator last = window.rows("Topics", topic(TOPICS - 1));
      assertThat(last).isFocused();
      assertThat(last).hasAttribute("aria-rowindex", Integer.toString(TOPICS + 1));
      assertThat(last).isInViewport();
      assertFew(window);
      window.page().setViewportSize(Look.PHONE.width, Look.PHONE.height);
      window.page().keyboard().press("Home");
      window.page().keyboard().press("End");
      assertThat(last).isFocused();
      assertThat(last).isInViewport(new LocatorAssertions.IsInViewportOptions().setRatio(1));
      window.page().setViewportSize(Look.LIGHT.width, Look.LIGHT.height);
      window.page().keyboard().press("PageUp");
      window.page().keyboard().press("ArrowUp");
      assertThat(last).not().isFocused();
      window.page().keyboard().press("Home");
      assertThat(window.rows("Topics", topic(0))).isFocused();
      window.page().keyboard().press("ArrowDown");
      window.page().keyboard().press("Enter");
      assertThat(window.page().locator("h1")).hasText(topic(1));
      window.page().goBack();
      assertThat(grid).isVisible();
      assertScrollsSmoothly(window, fleet);
      new HttpProbe(daemon.httpPort()).post("/topic/create?topic=a-new-one");
      assertThat(window.table("Topics"))
          .hasAttribute("aria-rowcount", Integer.toString(TOPICS + 2));
    }
  }

  @Test
  void aThousandProducersOfATopicAreSearchedSortedAndWalkedThrough() throws Exception {
    try (DaemonProcess daemon = DaemonProcess.start();
        Fleet fleet = new Fleet(daemon.tcpPort())) {
      for (int i = 1; i <= PRODUCERS; i++) {
        fleet.join(Fleet.nsqd(i), "orders billing");
      }
      Window window = windows.open(daemon.httpPort()).go("#/topic/orders", "orders").awaitLive();
      Locator grid = window.table("Producers");
      assertThat(grid).hasAttribute("aria-rowcount", Integer.toString(PRODUCERS + 1));
      assertFew(window, "Producers");

      window.page().getByLabel("Search producers").fill("HOST-77");
      assertThat(grid).hasAttribute("aria-rowcount", "12");
      window.page().getByLabel("Search producers").fill("nothing");
      window.button("Show all producers").click();
      window.page().getByRole(AriaRole.COLUMNHEADER).getByText("Hostname").click();
      window.page().getByRole(AriaRole.COLUMNHEADER).getByText("Hostname").click();
      assertThat(window.rows("Producers", "").first()).containsText("host-999");

      window.rows("Producers", "").first().focus();
      window.page().keyboard().press("End");
      Locator last = window.rows("Producers", "nsqd-1.example.net");
      assertThat(last).isFocused();
      assertThat(last).isInViewport(new LocatorAssertions.IsInViewportOptions().setRatio(1));
      assertFew(window, "Producers");
      // To what can be done with that one, and not through all those that are in sight.
      Locator inReach = grid.locator(".row:not(.head) :is(a, button):not([tabindex='-1'])");
      assertThat(inReach).hasCount(2);
      window.page().keyboard().press("Tab");
      window.page().keyboard().press("Tab");
      assertThat(window.button("Tombstone nsqd-1.example.net:4151")).isFocused();
      window.page().keyboard().press("Enter");
      window.inDialog("Tombstone").click();
      assertThat(window.rows("Producers", "hidden")).hasCount(1);
      assertThat(window.button("Tombstone nsqd-1.example.net:4151")).isFocused();
    }
  }

  private static void assertFew(Window window) {
    assertFew(window, "Topics");
  }

  private static void assertFew(Window window, String table) {
    int rows = window.rows(table, "").count();
    assertTrue(rows > 10 && rows < MOST_ROWS, () -> rows + " rows");
  }

  /** While somebody scrolls from end to end, and a producer registers a hundred topics besides. */
  private static void assertScrollsSmoothly(Window window, Fleet fleet) throws Exception {
    ProducerConnection busy = fleet.join(Fleet.nsqd(2));
    window
        .page()
        .evaluate(
            """
            () => {
              window.scrolled = new Promise(done => {
                const grid = document.querySelector('.grid');
                let longest = 0;
                let before = performance.now();
                const step = (now) => {
                  longest = Math.max(longest, now - before);
                  before = now;
                  grid.scrollTop += 1500;
                  const end = grid.scrollTop + grid.clientHeight >= grid.scrollHeight - 1;
                  end ? done(longest) : requestAnimationFrame(step);
                };
                requestAnimationFrame((now) => { before = now; step(now); });
              });
            }
            """);
    for (int i = 0; i < 100; i++) {
      busy.must("REGISTER " + topic(i));
    }
    int longest = ((Number) window.page().evaluate("window.scrolled")).intValue();
    assertTrue(longest < LONGEST_MILLIS, () -> "a frame took " + longest + " ms");
  }
}
