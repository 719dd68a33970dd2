package io.github.vertxnsq.lookupd.kubernetes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vertxnsq.lookupd.process.Eventually;
import io.github.vertxnsq.lookupd.process.ToldWhenNotRun;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The pods that the overlays make get ready, and those of a cluster find each other. */
@ExtendWith(ToldWhenNotRun.class)
@Timeout(240)
class PodsIT {
  private static final Duration FOUND = Duration.ofSeconds(90);
  private static final Duration KNOWN = Duration.ofSeconds(10);

  @TempDir Path folder;
  private final List<RunningPod> pods = new ArrayList<>();
  private PodNetwork network;

  @AfterEach
  void close() {
    pods.forEach(RunningPod::close);
    if (network != null) { // none where this machine allows none
      network.close();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"10.0.0.1", "fd00::1"})
  void theSingleDaemonGetsReady(String address) throws Exception {
    network = PodNetwork.with(List.of(address));
    start(Overlay.render("single"), address, List.of());

    pods.get(0).awaitReady();

    pods.get(0).stop();
  }

  @ParameterizedTest
  @ValueSource(strings = {"10.0.0.", "fd00::"})
  void threeThatStartTogetherFindEachOther(String subnet) throws Exception {
    List<String> addresses = List.of(subnet + "1", subnet + "2", subnet + "3");
    network = PodNetwork.with(addresses);
    Overlay overlay = Overlay.render("cluster");
    for (String address : addresses) {
      start(overlay, address, addresses);
    }

    awaitThatAllSeeAll();

    assertEquals("200 ", pods.get(1).ask("POST", "/topic/create?topic=orders"));
    Eventually.holds(
        "another member knows",
        KNOWN,
        () -> pods.get(2).ask("GET", "/topics").equals("200 {\"topics\":[\"orders\"]}"));
    for (RunningPod pod : pods) {
      pod.stop();
    }
  }

  /** As when pods are faster than what makes DNS of them. */
  @Test
  void theyDoSoWhenDnsHasThemLater() throws Exception {
    List<String> addresses = List.of("10.0.0.1", "10.0.0.2", "10.0.0.3");
    network = PodNetwork.with(addresses);
    Overlay overlay = Overlay.render("cluster");
    for (String address : addresses) {
      start(overlay, address, List.of(address));
    }
    for (RunningPod pod : pods) {
      pod.awaitLogLine(" one of 1 member\\(s\\) of nsqlookupd$");
    }
    for (RunningPod pod : pods) {
      pod.know(addresses);
    }

    awaitThatAllSeeAll();
  }

  /** As who comes by the name of the Service, over HTTPS. */
  @ParameterizedTest
  @ValueSource(strings = {"10.0.0.", "fd00::"})
  void threeThatAreSecuredDoWhatAnAdminSays(String subnet) throws Exception {
    List<String> addresses = List.of(subnet + "1", subnet + "2", subnet + "3");
    network = PodNetwork.with(addresses);
    Secrets secrets = Secrets.make(folder.resolve("ca"));
    Overlay overlay = Overlay.render("secure");
    for (String address : addresses) {
      start(overlay.with(secrets.all()), address, addresses);
    }

    awaitThatAllSeeAll();

    RunningPod first = pods.get(0);
    String create = "/topic/create?topic=orders";
    String unauthorized = "401 {\"message\":\"UNAUTHORIZED\"}";
    assertEquals(unauthorized, first.ask("POST", create));
    assertEquals(unauthorized, secrets.ask(first, "POST", create));
    assertEquals("200 ", secrets.askAsAdmin(first, "POST", create));
    for (RunningPod pod : pods) {
      Eventually.holds(
          "every member knows",
          KNOWN,
          () -> secrets.ask(pod, "GET", "/topics").equals("200 {\"topics\":[\"orders\"]}"));
      String expiry = "nsqlookupd_tls_certificate_expiry_timestamp_seconds{certificate=\"cluster\"";
      assertTrue(pod.ask("GET", "/metrics").contains(expiry));
    }

    Secrets others = Secrets.make(folder.resolve("other-ca"));
    first.mount(overlay.with(others.withMembersOf(secrets)));
    first.awaitLogLine(" INFO: tls-cert: file .* now in force as changed$");
    first.awaitLogLine(" INFO: auth-token-file: file .* now in force as changed$");
    Eventually.holds(
        "the new certificate is shown",
        KNOWN,
        () -> others.ask(first, "GET", "/ping").equals("200 OK"));
    assertEquals("200 ", others.askAsAdmin(first, "POST", create));
    for (RunningPod pod : pods) {
      pod.stop();
    }
  }

  private void start(Overlay overlay, String address, List<String> peers) throws Exception {
    String name = "nsqlookupd-" + pods.size();
    pods.add(RunningPod.start(folder.resolve(name), network, overlay, name, address, peers));
  }

  private void awaitThatAllSeeAll() throws Exception {
    for (RunningPod pod : pods) {
      pod.awaitReady();
    }
    for (RunningPod pod : pods) {
      Eventually.holds("each sees all", FOUND, () -> seesAll(pod));
    }
  }

  private static boolean seesAll(RunningPod pod) throws Exception {
    String cluster = pod.ask("GET", "/cluster");
    return List.of("nsqlookupd-0", "nsqlookupd-1", "nsqlookupd-2").stream()
        .allMatch(name -> cluster.contains("\"" + name + ".nsqlookupd-peers.nsq.svc\""));
  }
}
