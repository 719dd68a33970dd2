package io.github.vertxnsq.lookupd.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.deque.html.axecore.results.AxeResults;
import com.microsoft.playwright.Page;
import io.github.vertxnsq.lookupd.http.HttpProbe;
import io.github.vertxnsq.lookupd.process.DaemonLauncher;
import io.github.vertxnsq.lookupd.process.DaemonProcess;
import io.github.vertxnsq.lookupd.wire.ProducerIdentity;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Every page in every look: nothing for axe to find, nothing beyond the window's edge, and a
 * picture for a person. The daemons are two members of a cluster, with a dozen nsqds.
 */
@Timeout(180)
class ConsoleLooksIT {
  private static final List<String> SERVICES =
      List.of(
          "orders",
          "orders.paid",
          "billing.invoices",
          "mail.outbound",
          "mail.bounces",
          "search.index",
          "audit",
          "clicks",
          "sessions",
          "thumbnails",
          "exports#ephemeral");

  /** The page's fragments, and what their heading says. */
  private static final Map<String, String> PAGES =
      new TreeMap<>(
          Map.of(
              "overview", "Overview",
              "topics", "Topics",
              "topic", "orders.paid",
              "nodes", "Nodes",
              "node", "nsqd-4.example.net:4151",
              "cluster", "Cluster",
              "live", "Live"));

  private static final Map<String, String> FRAGMENTS =
      Map.of(
          "overview", "#/",
          "topic", "#/topic/orders.paid",
          "node", "#/node/nsqd-4.example.net%3A4150%3A4151");

  private static final List<DaemonProcess> DAEMONS = new ArrayList<>();
  private static Fleet fleet;
  private static int port;

  @RegisterExtension final Windows windows = new Windows();

  @BeforeAll
  static void start() throws Exception {
    DAEMONS.add(member("10.0.0.1"));
    DAEMONS.add(member("10.0.0.2", "-cluster-peers=" + ConsoleClusterIT.address(DAEMONS.get(0))));
    port = DAEMONS.get(0).httpPort();
    DAEMONS.get(1).tcpPort();
    fleet = new Fleet(DAEMONS.get(0).tcpPort());
    for (int i = 0; i < 12; i++) {
      ProducerIdentity nsqd = Fleet.nsqd(i);
      List<String> registrations = new ArrayList<>();
      for (int j = 0; j < SERVICES.size(); j++) {
        if ((i + j) % 3 != 0) {
          registrations.add(SERVICES.get(j) + " archive");
          registrations.add(SERVICES.get(j) + " " + (j % 2 == 0 ? "billing" : "metrics"));
        }
      }
      fleet.join(
          i % 5 == 3 ? Fleet.withVersion(nsqd, "1.2.1") : nsqd,
          registrations.toArray(String[]::new));
    }
    HttpProbe http = new HttpProbe(port);
    http.post("/topic/create?topic=reports.monthly");
  }

  private static DaemonProcess member(String name, String... arguments) throws Exception {
    return new DaemonLauncher()
        .arguments("-cluster", "-cluster-address=127.0.0.1:0", "-cluster-bus-address=:0")
        .arguments("-broadcast-address=" + name, "-cluster-join-timeout=2s")
        .arguments(arguments)
        .start();
  }

  @AfterAll
  static void stop() throws Exception {
    if (fleet != null) {
      fleet.close();
    }
    DAEMONS.forEach(DaemonProcess::close);
  }

  @ParameterizedTest
  @EnumSource
  void everyPage(Look look) throws Exception {
    Window window = windows.open(port, look).awaitLive();
    happen();
    for (Map.Entry<String, String> page : PAGES.entrySet()) {
      String name = page.getKey();
      window.go(FRAGMENTS.getOrDefault(name, "#/" + name), page.getValue());
      assertThat(window.page().locator(".loading")).hasCount(0);
      check(window, name, look);
    }
  }

  @ParameterizedTest
  @EnumSource
  void everyDialog(Look look) throws Exception {
    Window window = windows.open(port, look).awaitLive().go("#/topic/orders", "orders");
    window.button("Delete topic").click();
    window.dialog().getByLabel("Type its name to confirm").fill("orde");
    check(window, "dialog-delete", look);
    window.page().keyboard().press("Escape");
    window.button("New channel").click();
    check(window, "dialog-create", look);
  }

  /** So that there is something to see. */
  private static void happen() throws Exception {
    HttpProbe http = new HttpProbe(port);
    http.post("/topic/tombstone?topic=orders.paid&node=nsqd-4.example.net:4151");
    http.post("/channel/create?topic=orders&channel=shipping");
    http.post("/channel/delete?topic=orders&channel=shipping");
    fleet.join(Fleet.nsqd(20), "orders billing").close();
  }

  private static void check(Window window, String name, Look look) {
    assertEquals(0, window.sideways(), name);
    window.screenshot(name + "-" + look);
    assertEquals(List.of(), findings(window.page()), name);
  }

  /** What axe finds that would keep somebody from using the page. */
  private static List<String> findings(Page page) {
    AxeResults results = new AxeBuilder(page).setLegacyMode(true).analyze();
    assertTrue(
        results.getPasses().stream().anyMatch(rule -> rule.getId().equals("color-contrast")),
        "axe has looked");
    return results.getViolations().stream()
        .filter(rule -> Set.of("serious", "critical").contains(rule.getImpact()))
        .map(
            rule ->
                rule.getId()
                    + ": "
                    + rule.getNodes().get(0).getHtml()
                    + " "
                    + rule.getNodes().get(0).getFailureSummary())
        .toList();
  }
}
