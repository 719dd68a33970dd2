package io.github.vertxnsq.lookupd.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import io.github.vertxnsq.lookupd.http.HttpProbe;
import io.github.vertxnsq.lookupd.process.DaemonProcess;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What can be done from the console, and what happens when it cannot. */
@Timeout(180)
class ConsoleActionsIT {
  @RegisterExtension final Windows windows = new Windows();

  private DaemonProcess daemon;
  private Fleet fleet;
  private HttpProbe http;
  private Window window;

  @BeforeEach
  void start() throws Exception {
    daemon = DaemonProcess.start("-max-topics=3", "-tombstone-lifetime=6s");
    fleet = new Fleet(daemon.tcpPort());
    fleet.join(Fleet.nsqd(0), "orders billing");
    fleet.join(Fleet.nsqd(1), "orders billing");
    http = new HttpProbe(daemon.httpPort());
    window = windows.open(daemon.httpPort()).awaitLive();
  }

  @AfterEach
  void stop() throws Exception {
    fleet.close();
    daemon.close();
  }

  private String topics() throws Exception {
    return http.get("/topics").text();
  }

  @Test
  void createsATopic() throws Exception {
    window.go("#/topics", "Topics").button("New topic").click();
    Locator name = window.dialog().getByLabel("Name of the topic");
    assertThat(name).isFocused();
    name.fill("no blanks");
    assertThat(window.inDialog("Create")).isDisabled();
    name.fill("clicks#ephemeral");
    window.inDialog("Create").click();
    assertThat(window.page().locator("h1")).containsText("clicks#ephemeral");
    assertEquals("{\"topics\":[\"clicks#ephemeral\",\"orders\"]}", topics());
    assertThat(window.page().getByRole(AriaRole.STATUS))
        .hasText("Created the topic clicks#ephemeral.");
  }

  @Test
  void saysWhereItHappensWhatWentWrong() throws Exception {
    http.post("/topic/create?topic=second");
    http.post("/topic/create?topic=third");
    window.expectRefusals().go("#/topics", "Topics").button("New topic").click();
    window.dialog().getByLabel("Name of the topic").fill("fourth");
    window.inDialog("Create").click();
    assertThat(window.dialog().getByRole(AriaRole.ALERT))
        .hasText("There are as many topics as -max-topics allows.");
    window.page().keyboard().press("Escape");
    assertThat(window.dialog()).hasCount(0);
    assertThat(window.button("New topic")).isFocused();
  }

  @Test
  void deletesATopicWhoseNameWasTyped() throws Exception {
    window.go("#/topic/orders", "orders").button("Delete topic").click();
    Locator typed = window.dialog().getByLabel("Type its name to confirm");
    Locator delete = window.inDialog("Delete topic");
    assertThat(delete).isDisabled();
    typed.fill("order");
    assertThat(delete).isDisabled();
    typed.press("Enter");
    assertThat(window.dialog()).isVisible();
    assertEquals("{\"topics\":[\"orders\"]}", topics());
    typed.fill("orders");
    delete.click();
    assertThat(window.page().locator("h1")).hasText("Topics");
    assertThat(window.page().getByText("There are no topics yet.")).isVisible();
    assertEquals("{\"topics\":[]}", topics());
  }

  @Test
  void createsAndDeletesAChannel() throws Exception {
    window.go("#/topic/orders", "orders").button("New channel").click();
    window.dialog().getByLabel("Name of the channel").fill("audit");
    window.inDialog("Create").click();
    assertThat(window.rows("Channels", "audit")).hasCount(1);
    assertEquals(
        "{\"channels\":[\"audit\",\"billing\"]}", http.get("/channels?topic=orders").text());

    http.post("/channel/create?topic=orders&channel=cards");
    assertThat(window.rows("Channels", "cards")).hasCount(1);
    window.button("Delete channel billing").click();
    window.dialog().getByLabel("Type its name to confirm").fill("billing");
    window.inDialog("Delete channel").click();
    assertThat(window.rows("Channels", "billing")).hasCount(0);
    assertThat(window.rows("Channels", "cards")).isFocused();
    assertEquals("{\"channels\":[\"audit\",\"cards\"]}", http.get("/channels?topic=orders").text());
  }

  @Test
  void aTombstoneCountsDownAndIsOver() {
    window.go("#/topic/orders", "orders").button("Tombstone nsqd-0.example.net:4151").click();
    assertThat(window.dialog()).containsText("Hide nsqd-0.example.net:4151 from orders?");
    window.inDialog("Tombstone").click();
    Locator state = window.rows("Producers", "nsqd-0").locator(".c-state");
    assertThat(state).hasText(Pattern.compile("hidden 0:0[1-6]"));
    assertThat(state).hasText("hidden 0:02");
    assertThat(state).hasText("hidden 0:01");
    assertThat(state).hasText("listed");
    assertThat(window.rows("Producers", "nsqd-1").locator(".c-state")).hasText("listed");
  }

  /** What was asked for goes on, and whoever asked for it does not find themselves elsewhere. */
  @Test
  void aDialogThatIsClosedMeanwhileTellsHowItEnded() {
    List<Route> held = new CopyOnWriteArrayList<>();
    window.page().route("**/topic/delete?*", held::add);
    window.go("#/topic/orders", "orders").button("Delete topic").click();
    window.dialog().getByLabel("Type its name to confirm").fill("orders");
    window.page().waitForRequest("**/topic/delete?*", window.inDialog("Delete topic")::click);
    window.page().keyboard().press("Escape");
    assertThat(window.dialog()).hasCount(0);
    window.link("Nodes").click();
    window.expectRefusals();
    held.get(0)
        .fulfill(new Route.FulfillOptions().setStatus(503).setBody("{\"message\":\"BUSY\"}"));
    assertThat(window.dialog()).containsText("The daemon is busy");
    window.inDialog("Close").click();

    window.go("#/topic/orders", "orders").button("Delete topic").click();
    window.dialog().getByLabel("Type its name to confirm").fill("orders");
    window.page().waitForRequest("**/topic/delete?*", window.inDialog("Delete topic")::click);
    window.page().keyboard().press("Escape");
    window.link("Nodes").click();
    held.get(1).resume();
    assertThat(window.page().getByRole(AriaRole.STATUS)).hasText("Deleted the topic orders.");
    assertThat(window.page().locator("h1")).hasText("Nodes");
  }

  @Test
  void whatADialogIsNotToldToDoIsNotDone() throws Exception {
    window.go("#/topic/orders", "orders").button("Delete topic").click();
    window.dialog().getByLabel("Type its name to confirm").fill("orders");
    window.inDialog("Cancel").click();
    assertThat(window.dialog()).hasCount(0);
    assertThat(window.button("Delete topic")).isFocused();
    assertEquals("{\"topics\":[\"orders\"]}", topics());
  }
}
