package io.github.vertxnsq.lookupd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vertxnsq.lookupd.http.HttpProbe;
import io.github.vertxnsq.lookupd.process.DaemonLauncher;
import io.github.vertxnsq.lookupd.process.DaemonProcess;
import io.github.vertxnsq.lookupd.process.Eventually;
import io.github.vertxnsq.lookupd.tls.TestCa;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** More connections to the ports of members than a daemon may open files, from who says nothing. */
@Timeout(240)
class StrangersIT {
  private static final int CONNECTIONS = 1_500;
  private static final Duration START = Duration.ofSeconds(60);
  private static final Duration SOON = Duration.ofSeconds(30);
  private static final Duration AT_ONCE = Duration.ofSeconds(2);

  /** The address for the engine, that for the bus. */
  private static final Pattern LISTENING =
      Pattern.compile(" INFO: CLUSTER: listening on (\\S+:(\\d+)), for messages on \\S+:(\\d+);");

  @TempDir private Path dir;

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void theyTakeNothingFromMembersNorFromProbes(boolean overTls) throws Exception {
    String[] certificate = overTls ? certificate() : new String[0];
    try (DaemonProcess daemon =
        member(certificate)
            .arguments("-health-address=127.0.0.1:0")
            .wrapper("prlimit", "--nofile=1024:1024")
            .start()) {
      HttpProbe health = new HttpProbe(healthPort(daemon));
      Matcher listening = LISTENING.matcher(daemon.awaitLogLine(LISTENING.pattern(), START));
      assertTrue(listening.find());
      String address = listening.group(1);
      List<Socket> strangers = new ArrayList<>();
      try {
        for (String port : new String[] {listening.group(2), listening.group(3)}) {
          for (int i = 0; i < CONNECTIONS; i++) {
            strangers.add(new Socket(InetAddress.getLoopbackAddress(), Integer.parseInt(port)));
            if (i % 100 == 0) {
              assertAnswersAtOnce(health);
            }
          }
        }
        try (DaemonProcess further =
            member(certificate).arguments("-cluster-peers=" + address).start()) {
          assertJoins(further);
          assertAnswersAtOnce(health);
        }
      } finally {
        for (Socket stranger : strangers) {
          stranger.close();
        }
      }
      try (DaemonProcess later =
          member(certificate).arguments("-cluster-peers=" + address).start()) {
        assertJoins(later);
      }
      daemon.awaitLogLine(
          " WARNING: CLUSTER: connections to -cluster-address=127.0.0.1:0 .* of 127.0.0.1$", SOON);
      assertEquals(
          List.of(),
          daemon.stderr().stream()
              .filter(line -> line.contains("Too many open files") || line.startsWith("\tat "))
              .toList());
    }
  }

  private static void assertAnswersAtOnce(HttpProbe health) throws Exception {
    assertTrue(
        Eventually.within(AT_ONCE, () -> health.get("/health/live").status() == 200),
        "/health/live");
  }

  private static void assertJoins(DaemonProcess member) throws Exception {
    HttpProbe http = new HttpProbe(member.httpPort());
    Eventually.holds(
        "a member",
        SOON,
        () ->
            http.get("/cluster").json().path("members").size() == 2
                && http.get("/health/ready").status() == 200);
  }

  private static int healthPort(DaemonProcess daemon) throws Exception {
    String line = daemon.awaitLogLine(" INFO: HEALTH: listening on ", START);
    return Integer.parseInt(line.substring(line.lastIndexOf(':') + 1));
  }

  private String[] certificate() throws Exception {
    TestCa ca = TestCa.named("ca");
    Path cert = dir.resolve("crt");
    Path key = dir.resolve("key");
    TestCa.write(ca.issue("member"), cert, key);
    Path cas = ca.writeTo(dir.resolve("cas"));
    return Stream.of("cert=" + cert, "key=" + key, "ca=" + cas)
        .map(file -> "-cluster-tls-" + file)
        .toArray(String[]::new);
  }

  private static DaemonLauncher member(String... arguments) {
    return new DaemonLauncher()
        .arguments("-cluster", "-cluster-address=127.0.0.1:0", "-cluster-bus-address=:0")
        .arguments("-cluster-join-timeout=2s", "-broadcast-address=127.0.0.1")
        .arguments(arguments);
  }
}
