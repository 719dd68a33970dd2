package io.github.vertxnsq.lookupd.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vertxnsq.lookupd.process.DaemonLauncher;
import io.github.vertxnsq.lookupd.process.DaemonProcess;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The members of a cluster, as each of them shows it. */
@Timeout(180)
class ConsoleClusterIT {
  private static final Duration START = Duration.ofSeconds(30);
  private static final Pattern LISTENING =
      Pattern.compile(" INFO: CLUSTER: listening on (\\S+), for messages on ");

  @RegisterExtension final Windows windows = new Windows();

  private static DaemonProcess member(String... arguments) throws Exception {
    return new DaemonLauncher()
        .arguments("-cluster", "-cluster-address=127.0.0.1:0", "-cluster-bus-address=:0")
        .arguments("-cluster-join-timeout=2s")
        .arguments(arguments)
        .start();
  }

  /** Where other members connect to it. */
  static String address(DaemonProcess member) throws Exception {
    Matcher said = LISTENING.matcher(member.awaitLogLine(LISTENING.pattern(), START));
    assertTrue(said.find());
    return said.group(1);
  }

  @Test
  void membersComeAndGoAndLeaveOrphans() throws Exception {
    try (DaemonProcess first = member();
        Fleet fleet = new Fleet(first.tcpPort())) {
      Window overview = windows.open(first.httpPort()).awaitLive();
      Window cluster = windows.open(first.httpPort()).go("#/cluster", "Cluster").awaitLive();
      Window live = windows.open(first.httpPort()).go("#/live", "Live").awaitLive();
      assertThat(cluster.rows("Members", "this one")).containsText("in step");

      try (DaemonProcess second = member("-cluster-peers=" + address(first));
          Fleet others = new Fleet(second.tcpPort())) {
        fleet.join(Fleet.nsqd(0), "orders");
        others.join(Fleet.nsqd(1), "orders");
        assertThat(cluster.rows("Members", "in step")).hasCount(2);
        assertThat(cluster.rows("Members", address(second)).locator(".c-producers")).hasText("1");
        assertThat(cluster.rows("Origins", "present")).hasCount(2);
        assertThat(overview.rows("Members", "in step")).hasCount(2);
        assertThat(live.rows("Events", "member-joined")).containsText(address(second));
        // By another member, and all the same here.
        assertThat(overview.count("Nodes")).hasText("2");
        assertThat(live.rows("Events", "nsqd-1.example.net").first())
            .containsText("producer-joined");

        second.kill();

        assertThat(cluster.rows("Members", "")).hasCount(1);
        assertThat(cluster.rows("Origins", "orphans").locator(".c-producers")).hasText("1");
        assertThat(cluster.page().locator(".explain .badge")).hasText("1 orphan");
        assertThat(overview.link("1 connection of a member that is gone")).isVisible();
        assertThat(live.rows("Events", "member-left")).hasCount(1);
      }
    }
  }
}
