package io.github.vertxnsq.lookupd.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.Request;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import io.github.vertxnsq.lookupd.http.HttpProbe;
import io.github.vertxnsq.lookupd.process.DaemonLauncher;
import io.github.vertxnsq.lookupd.process.DaemonProcess;
import io.github.vertxnsq.lookupd.wire.ProducerConnection;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The page follows what happens, without asking again, and comes back when it was cut off. */
@Timeout(180)
class ConsoleLiveIT {
  @RegisterExtension final Windows windows = new Windows();

  @Test
  void aProducerJoinsAndLeavesWhereSomebodyLooks() throws Exception {
    try (DaemonProcess daemon = DaemonProcess.start();
        Fleet fleet = new Fleet(daemon.tcpPort())) {
      Window overview = windows.open(daemon.httpPort()).awaitLive();
      Window topics = windows.open(daemon.httpPort()).go("#/topics", "Topics").awaitLive();
      Window nodes = windows.open(daemon.httpPort()).go("#/nodes", "Nodes").awaitLive();
      Window live = windows.open(daemon.httpPort()).go("#/live", "Live").awaitLive();
      Window topic = windows.open(daemon.httpPort()).expectRefusals();
      topic.go("#/topic/orders", "orders").awaitLive();

      ProducerConnection producer = fleet.join(Fleet.nsqd(7), "orders billing");

      assertThat(topics.rows("Topics", "orders").locator(".c-producers")).hasText("1");
      assertThat(nodes.rows("Nodes", "nsqd-7").locator(".c-topics")).hasText("1");
      assertThat(topic.rows("Producers", "nsqd-7")).hasCount(1);
      assertThat(topic.rows("Channels", "billing")).hasCount(1);
      assertThat(live.rows("Events", "producer-joined").first()).containsText("nsqd-7");
      assertThat(live.rows("Events", "topic-created")).containsText("orders");
      assertThat(live.rows("Events", "channel-created")).containsText("billing");
      assertThat(overview.count("Nodes")).hasText("1");

      producer.close();

      assertThat(topics.rows("Topics", "orders").locator(".c-producers")).hasText("0");
      assertThat(nodes.page().getByText("No nsqd is connected.")).isVisible();
      assertThat(topic.page().getByText("No nsqd has this topic.")).isVisible();
      assertThat(live.rows("Events", "producer-left").first()).containsText("disconnected");
      assertThat(overview.count("Nodes")).hasText("0");
    }
  }

  @Test
  void theFeedCanBeSearchedAndHeld() throws Exception {
    try (DaemonProcess daemon = DaemonProcess.start()) {
      HttpProbe http = new HttpProbe(daemon.httpPort());
      Window window = windows.open(daemon.httpPort()).go("#/live", "Live").awaitLive();
      http.post("/topic/create?topic=first");
      assertThat(window.rows("Events", "first")).hasCount(1);

      window.button("Hold").click();
      http.post("/topic/create?topic=second");
      assertThat(window.page().getByText("Go on (1 new)")).isVisible();
      assertThat(window.rows("Events", "second")).hasCount(0);
      window.button("Go on (1 new)").click();
      assertThat(window.rows("Events", "second")).hasCount(1);

      window.page().getByLabel("Search events").fill("FIRST");
      assertThat(window.rows("Events", "topic-created")).hasCount(1);
      window.page().getByLabel("topic", new Page.GetByLabelOptions().setExact(true)).uncheck();
      assertThat(window.page().getByText("No event matches.")).isVisible();
    }
  }

  /** What it asked for in a while is what it asked for at first. */
  @Test
  void nothingIsPolled() throws Exception {
    try (DaemonProcess daemon = DaemonProcess.start()) {
      Window window = windows.open(daemon.httpPort()).awaitLive();
      List<String> asked = new CopyOnWriteArrayList<>();
      assertThat(window.page().locator(".rate polyline").first()).isAttached();
      window.page().onRequest((Request request) -> asked.add(request.url()));
      String before = window.page().locator(".rate polyline").first().getAttribute("points");
      // Two more statuses have come.
      assertThat(window.page().locator(".rate polyline").first())
          .not()
          .hasAttribute("points", before);
      assertEquals(List.of(), asked);
    }
  }

  @Test
  void eventsAreReadHoweverTheyAreCut() throws Exception {
    try (DaemonProcess daemon = DaemonProcess.start()) {
      Window window = windows.open(daemon.httpPort()).awaitLive();
      Object wronglyCut =
          window
              .page()
              .evaluate(
                  """
                  async () => {
                    const app = document.querySelector('script[type=module]').src;
                    const { parser } = await import(app.replace('app.js', 'event-stream.js'));
                    const text = ['retry: 1', 'id: 7', '', 'event: a\\r', 'id: 8\\r', 'data: {"x":\\r',
                        'data: 1}\\r', '\\r', ': said', '', 'data:y: z', '', 'data: cut'].join('\\n');
                    const expected = JSON.stringify(
                        [['message', '', '7'], ['a', '{"x":\\n1}', '8'], ['message', 'y: z', null]]);
                    const wrong = [];
                    for (let size = 1; size <= text.length; size++) {
                      const events = [];
                      const parse = parser((...event) => events.push(event));
                      for (let i = 0; i < text.length; i += size) {
                        parse(text.slice(i, i + size));
                      }
                      const read = JSON.stringify(events);
                      read === expected || wrong.push(read);
                    }
                    return wrong;
                  }
                  """);
      assertEquals(List.of(), wronglyCut);
    }
  }

  /** A page that could not be read is read when that can be. */
  @Test
  void aTopicThatCouldNotBeReadIsReadWhenTheConnectionIsBack() throws Exception {
    try (DaemonProcess daemon = DaemonProcess.start()) {
      new HttpProbe(daemon.httpPort()).post("/topic/create?topic=orders");
      Window window = windows.open(daemon.httpPort()).awaitLive().expectRefusals();
      window.page().route("**/ui/topic?*", Route::abort);
      window.go("#/topic/orders", "orders");
      assertThat(window.page().getByRole(AriaRole.ALERT)).hasText("The daemon cannot be reached.");
      window.page().unroute("**/ui/topic?*");
      window.hide();
      window.show();
      assertThat(window.page().getByText("No nsqd has this topic.")).isVisible();
    }
  }

  @Test
  void comesBackWhenTheDaemonDoes() throws Exception {
    int port;
    Window window;
    try (DaemonProcess daemon = DaemonProcess.start()) {
      port = daemon.httpPort();
      new HttpProbe(port).post("/topic/create?topic=before");
      window = windows.open(port).go("#/topics", "Topics").awaitLive();
      assertThat(window.rows("Topics", "before")).hasCount(1);
      window.expectRefusals();
      daemon.terminate();
      daemon.awaitExit(Duration.ofSeconds(20));
    }
    assertThat(window.page().locator(".lamp")).hasText("Not live");
    assertThat(window.page().locator(".notice")).containsText("out of date");
    assertThat(window.rows("Topics", "before")).hasCount(1);

    try (DaemonProcess again =
        new DaemonLauncher()
            .onlyArguments("-tcp-address=127.0.0.1:0", "-http-address=127.0.0.1:" + port)
            .start()) {
      assertEquals(port, again.httpPort());
      window.awaitLive();
      assertThat(window.page().locator(".notice")).hasCount(0);
      // A daemon on its own comes back empty.
      assertThat(window.page().getByText("There are no topics yet.")).isVisible();
      new HttpProbe(port).post("/topic/create?topic=after");
      assertThat(window.rows("Topics", "after")).hasCount(1);
    }
  }

  @Test
  void firstPaintIsSmallAndTheSecondSmaller() throws Exception {
    try (DaemonProcess daemon = DaemonProcess.start()) {
      Window window = windows.open(daemon.httpPort()).awaitLive();
      String transferred =
          "performance.getEntriesByType('resource')"
              + ".concat(performance.getEntriesByType('navigation'))"
              + ".reduce((sum, e) => sum + e.transferSize, 0)";
      int first = ((Number) window.page().evaluate(transferred)).intValue();
      assertTrue(first > 10_000 && first < 100_000, () -> first + " bytes");
      window.page().reload();
      window.awaitLive();
      int second = ((Number) window.page().evaluate(transferred)).intValue();
      assertTrue(second < 10_000, () -> second + " bytes");
    }
  }
}
