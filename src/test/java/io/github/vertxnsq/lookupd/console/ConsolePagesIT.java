package io.github.vertxnsq.lookupd.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import io.github.vertxnsq.lookupd.http.HttpProbe;
import io.github.vertxnsq.lookupd.process.DaemonProcess;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What each page says of a daemon on its own. */
@Timeout(180)
class ConsolePagesIT {
  @RegisterExtension final Windows windows = new Windows();

  private DaemonProcess daemon;
  private Fleet fleet;
  private Window window;

  @BeforeEach
  void start() throws Exception {
    daemon = DaemonProcess.start();
    fleet = new Fleet(daemon.tcpPort());
    fleet.join(Fleet.nsqd(0), "orders billing", "orders audit", "clicks#ephemeral");
    fleet.join(Fleet.nsqd(1), "orders billing");
    fleet.join(Fleet.withVersion(Fleet.nsqd(2), "1.2.1"), "mails");
    new HttpProbe(daemon.httpPort()).post("/topic/create?topic=idle");
    window = windows.open(daemon.httpPort()).awaitLive();
  }

  @AfterEach
  void stop() throws Exception {
    fleet.close();
    daemon.close();
  }

  @Test
  void overviewCountsAndNamesWhatNeedsALook() {
    assertThat(window.page().locator("h1")).hasText("Overview");
    assertThat(window.count("Topics")).hasText("4");
    assertThat(window.count("Nodes")).hasText("3");
    assertThat(window.count("Channels")).hasText("2");
    assertThat(window.count("Tombstones")).hasText("0");
    assertThat(window.link("1 node not on 1.3.0 as most are")).isVisible();
    assertThat(window.link("1 topic without a producer")).isVisible();
    assertThat(window.page().getByText("A daemon on its own")).isVisible();
    // This very page asks for something, and so does who looks at it; rates come with the second
    // status.
    assertThat(window.page().locator(".rate")).hasCount(3);
    assertThat(window.page().locator(".rate polyline").first()).isAttached();
    window.link("1 topic without a producer").click();
    assertThat(window.rows("Topics", "").first()).containsText("idle");
  }

  @Test
  void topicsAreListedWithTheirProducers() {
    window.go("#/topics", "Topics");
    assertThat(window.table("Topics")).hasAttribute("aria-rowcount", "5");
    assertThat(window.rows("Topics", "orders").locator(".c-producers")).hasText("2");
    assertThat(window.rows("Topics", "orders").locator(".c-place")).hasText("eu-1a, eu-1b");
    assertThat(window.rows("Topics", "idle")).containsText("no producer");
    window.link("clicks#ephemeral").click();
    assertThat(window.page().locator("h1")).hasText("clicks#ephemeralephemeral");
    assertThat(window.rows("Producers", "nsqd-0.example.net:4151")).hasCount(1);
  }

  @Test
  void aTopicHasChannelsAndProducers() {
    window.go("#/topic/orders", "orders");
    assertThat(window.rows("Channels", "billing").locator(".c-producers")).hasText("2");
    assertThat(window.rows("Channels", "audit").locator(".c-producers")).hasText("1");
    Locator first = window.rows("Producers", "nsqd-0.example.net:4151");
    assertThat(first.locator(".c-host")).hasText("host-0");
    assertThat(first.locator(".c-place")).hasText("eu-1a / eu-1");
    assertThat(first.locator(".c-version")).hasText("1.3.0");
    assertThat(first.locator(".c-state")).hasText("listed");
    assertThat(first.locator(".c-age")).containsText(" s");
    assertThat(window.rows("Producers", "nsqd-2")).hasCount(0);
  }

  @Test
  void aTopicThatIsNotThereCanBeMade() {
    window.expectRefusals().go("#/topic/never", "never");
    assertThat(window.page().getByText("There is no such topic.")).isVisible();
    window.button("Create it").click();
    assertThat(window.page().getByText("No channel yet.")).isVisible();
    assertThat(window.page().getByText("No nsqd has this topic.")).isVisible();
  }

  @Test
  void nodesShowWhatEachProducesAndWhichVersionDiffers() {
    window.go("#/nodes", "Nodes");
    assertThat(window.rows("Nodes", "nsqd-0.example.net:4151").locator(".c-topics")).hasText("2");
    assertThat(window.rows("Nodes", "differs")).hasCount(1);
    assertThat(window.rows("Nodes", "differs").locator(".c-node")).containsText("nsqd-2");
    assertThat(window.rows("Nodes", "nsqd-1").locator(".c-heard")).containsText("ago");
    window.link("nsqd-0.example.net:4151").click();
    assertThat(window.page().locator("h1")).hasText("nsqd-0.example.net:4151");
    assertThat(window.table("Topics of this nsqd").locator(".c-name").nth(1))
        .hasText("clicks#ephemeral");
    assertThat(window.page().locator(".facts")).containsText("nsqd-0.example.net:4150");
  }

  @Test
  void whatIsNotThereIsSaidInWords() throws Exception {
    window.go("#/cluster", "Cluster");
    assertThat(window.page().getByText("This daemon is on its own.")).isVisible();
    window.go("#/node/nobody:1:2", "nobody:1:2");
    assertThat(window.page().getByText("This nsqd is not listed.")).isVisible();
    window.go("#/nothing/like/this", "No such page");
    window.go("#/topic/%zz", "No such page");
    try (DaemonProcess empty = DaemonProcess.start()) {
      Window other = windows.open(empty.httpPort()).awaitLive();
      other.go("#/topics", "Topics");
      assertThat(other.page().getByText("There are no topics yet.")).isVisible();
      other.go("#/nodes", "Nodes");
      assertThat(other.page().getByText("No nsqd is connected.")).isVisible();
      other.go("#/live", "Live");
      assertThat(other.page().getByText("Nothing has changed since this page was opened."))
          .isVisible();
    }
  }

  @Test
  void whatTheAddressSaysIsWhatIsShownAndBackGoesBack() {
    window.link("Topics").first().click();
    assertThat(window.page().locator("h1")).hasText("Topics");
    assertThat(window.page().locator("h1")).isFocused();
    assertThat(window.page()).hasTitle("Topics · nsqlookupd");
    window.link("orders").click();
    assertThat(window.page()).hasTitle("orders · nsqlookupd");
    window.page().goBack();
    assertThat(window.page().locator("h1")).hasText("Topics");
    assertThat(window.page().locator("nav [aria-current=page]")).hasText("Topics");
  }
}
