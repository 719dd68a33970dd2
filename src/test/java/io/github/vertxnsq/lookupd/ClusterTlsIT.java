package io.github.vertxnsq.lookupd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vertxnsq.lookupd.http.HttpProbe;
import io.github.vertxnsq.lookupd.process.DaemonLauncher;
import io.github.vertxnsq.lookupd.process.DaemonProcess;
import io.github.vertxnsq.lookupd.process.Eventually;
import io.github.vertxnsq.lookupd.tls.TestCa;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The jar as a member of a cluster whose messages go over TLS. */
@Timeout(300)
class ClusterTlsIT {
  private static final Duration START = Duration.ofSeconds(30);
  private static final Duration SOON = Duration.ofSeconds(20);

  /** Files are looked at every few seconds. */
  private static final Duration RELOAD = Duration.ofSeconds(30);

  private static final Pattern JOINED = Pattern.compile(" INFO: CLUSTER: listening on (\\S+:\\d+)");

  @TempDir private Path dir;
  private TestCa blue;
  private TestCa green;

  @BeforeEach
  void make() throws Exception {
    blue = TestCa.named("blue");
    green = TestCa.named("green");
  }

  /** A member with a certificate and a file of CAs of its own. */
  private DaemonLauncher member(String name, TestCa issuer, String cas) throws Exception {
    Path own = Files.createDirectories(dir.resolve(name));
    TestCa.write(issuer.issue(name), own.resolve("crt"), own.resolve("key"));
    TestCa.write(own.resolve("cas"), cas);
    return plainMember()
        .arguments("-cluster-tls-cert=" + own.resolve("crt"))
        .arguments("-cluster-tls-key=" + own.resolve("key"))
        .arguments("-cluster-tls-ca=" + own.resolve("cas"));
  }

  private static DaemonLauncher plainMember() {
    return new DaemonLauncher()
        .arguments("-cluster", "-cluster-address=127.0.0.1:0", "-cluster-bus-address=:0")
        .arguments("-cluster-join-timeout=2s");
  }

  private static String peers(DaemonProcess first) throws Exception {
    Matcher said = JOINED.matcher(first.awaitLogLine(JOINED.pattern(), START));
    assertTrue(said.find());
    return "-cluster-peers=" + said.group(1);
  }

  /** From one CA to another, in the steps that lose nobody, while members go on talking. */
  @Test
  void membersGoOnWhileTheirCasAreReplaced() throws Exception {
    try (DaemonProcess first = member("first", blue, blue.pem()).start();
        DaemonProcess second = member("second", blue, blue.pem()).arguments(peers(first)).start()) {
      assertTell(first, second, "before");

      for (String name : new String[] {"first", "second"}) {
        TestCa.write(dir.resolve(name).resolve("cas"), blue.pem() + green.pem());
      }
      awaitReload(1, first, second);
      for (String name : new String[] {"first", "second"}) {
        Path own = dir.resolve(name);
        TestCa.write(green.issue(name), own.resolve("crt"), own.resolve("key"));
      }
      awaitReload(2, first, second);
      assertTell(first, second, "between");

      try (DaemonProcess third =
          member("third", green, green.pem()).arguments(peers(first)).start()) {
        third.tcpPort(); // it has all that the others know
        assertTell(third, first, "by-third");
        assertTell(second, third, "to-third");
        assertTell(first, second, "after");
        for (DaemonProcess member : new DaemonProcess[] {first, second, third}) {
          assertFalse(
              member.stderr().stream()
                  .anyMatch(line -> line.matches("\\[nsqlookupd] .* WARNING: .*")),
              () -> String.join("\n", member.stderr()));
        }
        first.terminate();
        assertEquals(0, first.awaitExit(SOON));
      }
    }
  }

  /** Whatever comes in between: a certificate may be seen before its key. */
  private static void awaitReload(int times, DaemonProcess... members) throws Exception {
    for (DaemonProcess member : members) {
      Eventually.holds(
          "its files are taken",
          RELOAD,
          () ->
              new HttpProbe(member.httpPort())
                  .get("/metrics")
                  .text()
                  .contains(
                      "nsqlookupd_tls_reloads_total{certificate=\"cluster\",result=\"ok\"} "
                          + times
                          + ".0"));
    }
  }

  @Test
  void whoHasACertificateOfAnotherCaIsToldNothingAndHeardByNobody() throws Exception {
    assertExchangesNothing(member("stranger", green, green.pem() + blue.pem()));
  }

  @Test
  void whoHasNoCertificateIsToldNothingAndHeardByNobody() throws Exception {
    assertExchangesNothing(plainMember());
  }

  private void assertExchangesNothing(DaemonLauncher launcher) throws Exception {
    try (DaemonProcess first = member("first", blue, blue.pem()).start();
        DaemonProcess second = member("second", blue, blue.pem()).arguments(peers(first)).start()) {
      assertTell(first, second, "before");
      try (DaemonProcess stranger = launcher.arguments(peers(first)).start()) {
        HttpProbe http = new HttpProbe(stranger.httpPort());
        stranger.awaitLogLine(" WARNING: CLUSTER: \\S+ should be a member, and is none: ", START);
        assertEquals(503, http.get("/health/ready").status());
        assertTell(first, second, "meanwhile");
        http.post("/topic/create?topic=its-own"); // which it may refuse, knowing nothing yet
        assertTell(second, first, "after");

        HttpProbe heard = new HttpProbe(first.httpPort());
        assertEquals(
            "{\"topics\":[\"after\",\"before\",\"meanwhile\"]}", heard.get("/topics").text());
        assertEquals(2, heard.get("/cluster").json().path("origins").size());
        HttpProbe.Answer told = http.get("/topics");
        assertTrue(
            told.status() == 503 || told.text().matches("\\{\"topics\":\\[(\"its-own\")?]}"),
            told.text());
        assertEquals(2, members(heard));
        assertTrue(first.stderr().stream().noneMatch(line -> line.startsWith("\tat ")));
      }
    }
  }

  private static int members(HttpProbe http) throws Exception {
    return http.get("/cluster").json().path("members").size();
  }

  /** What is told to one, the other knows. */
  private static void assertTell(DaemonProcess one, DaemonProcess other, String topic)
      throws Exception {
    one.tcpPort();
    other.tcpPort();
    assertEquals(200, new HttpProbe(one.httpPort()).post("/topic/create?topic=" + topic).status());
    Eventually.holds(
        topic + " is known",
        SOON,
        () -> new HttpProbe(other.httpPort()).get("/lookup?topic=" + topic).status() == 200);
  }
}
