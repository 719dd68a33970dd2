package io.github.vertxnsq.lookupd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vertxnsq.lookupd.process.DaemonLauncher;
import io.github.vertxnsq.lookupd.process.DaemonProcess;
import io.github.vertxnsq.lookupd.process.InstalledJava;
import io.github.vertxnsq.lookupd.process.JvmComplaints;
import io.github.vertxnsq.lookupd.process.Sockets;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The jar as a member of a cluster. */
@Timeout(120)
class ClusterIT {
  private static final Duration EXIT = Duration.ofSeconds(5);
  private static final Duration START = Duration.ofSeconds(30);
  private static final Duration NOTICED = Duration.ofSeconds(10);
  private static final Pattern JOINED =
      Pattern.compile(" INFO: CLUSTER: listening on (\\S+:(\\d+)), for messages on \\S+:(\\d+);");

  @Test
  void daemonsFindEachOtherAndLeaveInGoodOrder() throws Exception {
    findEachOtherAndLeave(ClusterIT::member);
  }

  /** Where no JDK 25 is to be found this is the test above once more. */
  @Test
  void theyDoSoOnJava25() throws Exception {
    Optional<Path> java25 = InstalledJava.java25();
    // Of the engine's use of Unsafe that JVM warns once, whatever the jar's manifest says.
    findEachOtherAndLeave(
        arguments ->
            java25
                .map(
                    java ->
                        member(arguments)
                            .java(java)
                            .jvmFlags("--sun-misc-unsafe-memory-access=allow"))
                .orElseGet(() -> member(arguments)));
  }

  private static void findEachOtherAndLeave(Function<String[], DaemonLauncher> member)
      throws Exception {
    try (DaemonProcess first = member.apply(new String[0]).start();
        DaemonProcess second =
            member.apply(new String[] {"-cluster-peers=" + joined(first).group(1)}).start()) {
      String second4162 = Pattern.quote(joined(second).group(1));
      first.awaitLogLine(" INFO: CLUSTER: joined: .* at " + second4162, START);
      assertEquals(portsSaid(first), Sockets.of(first.pid()).listeningPorts());
      assertEquals(Set.of(), Sockets.of(first.pid()).datagramPorts());

      second.terminate();
      assertEquals(0, second.awaitExit(EXIT));
      first.awaitLogLine(" INFO: CLUSTER: left: .* at " + second4162, NOTICED);
      first.terminate();
      assertEquals(0, first.awaitExit(EXIT));

      assertSaysNothingUnasked(first);
      assertSaysNothingUnasked(second);
    }
  }

  @Test
  void noticesAMemberThatIsKilled() throws Exception {
    try (DaemonProcess first = member().start();
        DaemonProcess second = member("-cluster-peers=" + joined(first).group(1)).start()) {
      String second4162 = Pattern.quote(joined(second).group(1));
      first.awaitLogLine(" INFO: CLUSTER: joined: .* at " + second4162, START);

      second.kill();

      first.awaitLogLine(" WARN\\w*: CLUSTER: lost: \\S+ \\(\\d+\\) at " + second4162, NOTICED);
      first.terminate();
      assertEquals(0, first.awaitExit(EXIT));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"-cluster-address", "-cluster-bus-address"})
  void namesTheAddressThatIsTaken(String flag) throws Exception {
    try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String taken = "127.0.0.1:" + other.getLocalPort();
      try (DaemonProcess daemon = member(flag + "=" + taken).start()) {
        assertEquals(1, daemon.awaitExit(START));
        List<String> said = daemon.stderr();
        assertEquals(1, said.size(), said::toString);
        assertTrue(said.get(0).contains(" FATAL: CLUSTER"), said::toString);
        assertTrue(said.get(0).contains("listen (" + taken + ") failed"), said::toString);
      }
    }
  }

  private static DaemonLauncher member(String... arguments) {
    return new DaemonLauncher()
        .arguments("-cluster", "-cluster-address=127.0.0.1:0", "-cluster-bus-address=:0")
        .arguments(arguments);
  }

  /** What it says once it is a member: the groups are its address, and the ports. */
  private static Matcher joined(DaemonProcess daemon) throws Exception {
    Matcher said = JOINED.matcher(daemon.awaitLogLine(JOINED.pattern(), START));
    assertTrue(said.find());
    return said;
  }

  private static Set<Integer> portsSaid(DaemonProcess daemon) throws Exception {
    Matcher said = joined(daemon);
    return Set.of(
        daemon.tcpPort(),
        daemon.httpPort(),
        Integer.parseInt(said.group(2)),
        Integer.parseInt(said.group(3)));
  }

  /** The JVM has nothing to warn of, nor has the daemon. */
  private static void assertSaysNothingUnasked(DaemonProcess daemon) {
    assertEquals(List.of(), daemon.stdout());
    assertEquals(List.of(), JvmComplaints.in(daemon.stderr()));
    assertFalse(
        daemon.stderr().stream().anyMatch(line -> line.matches(".* (WARN\\w*|ERROR): .*")),
        () -> String.join("\n", daemon.stderr()));
  }
}
