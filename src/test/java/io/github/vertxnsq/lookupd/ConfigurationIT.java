package io.github.vertxnsq.lookupd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vertxnsq.lookupd.config.HostName;
import io.github.vertxnsq.lookupd.http.HttpProbe;
import io.github.vertxnsq.lookupd.process.DaemonLauncher;
import io.github.vertxnsq.lookupd.process.DaemonProcess;
import io.github.vertxnsq.lookupd.wire.ProducerConnection;
import io.github.vertxnsq.lookupd.wire.ProducerIdentity;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where the jar's settings come from: flags before environment before file. */
class ConfigurationIT {
  private static final Duration EXIT = Duration.ofSeconds(20);
  private static final Duration LINE = Duration.ofSeconds(10);
  // Far above the 300 ms that are set, far below the 300 s they would be if they were seconds.
  private static final Duration TOMBSTONE = Duration.ofSeconds(10);
  private static final List<String> FREE_PORTS =
      List.of("tcp_address = \"127.0.0.1:0\"", "http_address = \"127.0.0.1:0\"");

  @TempDir Path directory;
  private Path file;

  @BeforeEach
  void writeFile() throws Exception {
    file = Files.write(directory.resolve("nsqlookupd.cfg"), FREE_PORTS);
  }

  @Test
  void readsTheReferencesFile() throws Exception {
    append(
        "## as nsqlookupd's own example has them",
        "log_level = \"info\"",
        "broadcast_address = \"from-file\"",
        "inactive_producer_timeout = \"300s\"",
        "tombstone_lifetime = \"45s\"");
    try (DaemonProcess daemon = withFile().start()) {
      assertEquals("from-file", broadcastAddress(daemon));
    }
  }

  @Test
  void takesABareNumberInTheFileForMilliseconds() throws Exception {
    append("tombstone_lifetime = 300");
    try (DaemonProcess daemon = withFile().start();
        ProducerConnection producer = ProducerConnection.open(daemon.tcpPort())) {
      ProducerIdentity identity = ProducerIdentity.numbered("config", 0);
      producer.identify(identity);
      producer.must("REGISTER orders");
      HttpProbe http = new HttpProbe(daemon.httpPort());
      assertTrue(new Tombstones(http, "orders", identity).endsWithin(TOMBSTONE));
    }
  }

  @Test
  void prefersTheEnvironmentToTheFileAndFlagsToBoth() throws Exception {
    append("broadcast_address = \"from-file\"");
    DaemonLauncher launcher =
        withFile().environment("NSQLOOKUPD_BROADCAST_ADDRESS", "from-environment");
    try (DaemonProcess daemon = launcher.start()) {
      assertEquals("from-environment", broadcastAddress(daemon));
    }
    launcher.arguments("-broadcast-address=from-flag");
    try (DaemonProcess daemon = launcher.start()) {
      assertEquals("from-flag", broadcastAddress(daemon));
    }
  }

  @Test
  void runsOnTheEnvironmentAlone() throws Exception {
    DaemonLauncher launcher =
        new DaemonLauncher()
            .onlyArguments()
            .environment("NSQLOOKUPD_TCP_ADDRESS", "127.0.0.1:0")
            .environment("NSQLOOKUPD_HTTP_ADDRESS", "127.0.0.1:0")
            .environment("NSQLOOKUPD_TOMBSTONE_LIFETIME", "1h30m")
            .environment("NSQLOOKUPD_BROADCAST_ADDRESS", "from-environment");
    try (DaemonProcess daemon = launcher.start()) {
      assertEquals("from-environment", broadcastAddress(daemon));
    }
  }

  @Test
  void ignoresWhatKubernetesInjectsForAServiceCalledNsqlookupd() throws Exception {
    DaemonLauncher launcher =
        new DaemonLauncher()
            .environment("NSQLOOKUPD_PORT", "tcp://10.0.0.1:4160")
            .environment("NSQLOOKUPD_SERVICE_HOST", "10.0.0.1")
            .environment("NSQLOOKUPD_SERVICE_PORT", "4160")
            .environment("NSQLOOKUPD_SERVICE_PORT_HTTP", "4161")
            .environment("NSQLOOKUPD_PORT_4160_TCP", "tcp://10.0.0.1:4160")
            .environment("NSQLOOKUPD_PORT_4160_TCP_PROTO", "tcp")
            .environment("NSQLOOKUPD_PORT_4160_TCP_PORT", "4160")
            .environment("NSQLOOKUPD_PORT_4160_TCP_ADDR", "10.0.0.1");
    try (DaemonProcess daemon = launcher.start()) {
      assertEquals(200, new HttpProbe(daemon.httpPort()).get("/ping").status());
      assertFalse(
          daemon.stderr().stream().anyMatch(line -> line.contains("10.0.0.1")),
          daemon.stderr()::toString);
    }
  }

  @Test
  void takesWhatIsEmptyForUnset() throws Exception {
    append("http_instances = \"\"", "tombstone_lifetime = \"\"", "broadcast_address = \"\"");
    DaemonLauncher launcher =
        withFile()
            .arguments(
                "-tcp-address=", "--inactive-producer-timeout", "", "-cluster=", "-seed-from=")
            .environment("NSQLOOKUPD_HTTP_ADDRESS", "")
            .environment("NSQLOOKUPD_MAX_TOPICS", "")
            .environment("NSQLOOKUPD_UI", "")
            .environment("NSQLOOKUPD_TLS_CERT", "");
    try (DaemonProcess daemon = launcher.start()) {
      assertEquals(HostName.ofThisMachine(), broadcastAddress(daemon));
      assertEquals(200, new HttpProbe(daemon.httpPort()).get("/ping").status());
      assertOneLineSays(
          daemon, " WARNING: file " + file + ", key broadcast_address: it is empty", "");
      assertFalse(says(daemon, "from the environment"), daemon.stderr()::toString);
    }
  }

  @Test
  void ignoresAnEnvironmentThatTellsClientsWhereLookupdsAre() throws Exception {
    DaemonLauncher launcher =
        withFile()
            .environment("NSQLOOKUPD_HTTP_ADDRESS", "127.0.0.1:4161, 10.0.0.101:4161")
            .environment("NSQLOOKUPD_TCP_ADDRESS", "192.0.2.1:4160")
            .environment("NSQLOOKUPD_MAX_TOPICS", "7")
            .environment("NSQLOOKUPD_LOG_PREFIX", "p ");
    try (DaemonProcess daemon = launcher.start()) {
      assertEquals(200, new HttpProbe(daemon.httpPort()).get("/ping").status());
      assertOneLineSays(daemon, " WARNING: environment NSQLOOKUPD_HTTP_ADDRESS: ", "ignored");
      assertOneLineSays(daemon, " WARNING: environment NSQLOOKUPD_TCP_ADDRESS: ", "ignored");
      assertOneLineSays(
          daemon,
          "settings from the environment: NSQLOOKUPD_LOG_PREFIX, NSQLOOKUPD_MAX_TOPICS",
          "");
      assertTrue(
          daemon.stderr().stream().allMatch(line -> line.startsWith("p ")),
          daemon.stderr()::toString);
    }
  }

  @Test
  void listensWhereGoWould() throws Exception {
    DaemonLauncher launcher =
        new DaemonLauncher()
            .onlyArguments("-tcp-address=[::1%lo]:", "-http-address=[::1%lo]:")
            .arguments("-health-address=127.0.0.1:");
    try (DaemonProcess daemon = launcher.start()) {
      daemon.awaitLogLine("TCP: listening on \\[::1%lo\\]:\\d+$", LINE);
      try (Socket producer = new Socket(InetAddress.getAllByName("::1")[0], daemon.tcpPort())) {
        assertTrue(producer.isConnected());
      }
      try (Socket consumer = new Socket(InetAddress.getAllByName("::1")[0], daemon.httpPort())) {
        assertTrue(consumer.isConnected());
      }
      daemon.awaitLogLine("HEALTH: listening on 127\\.0\\.0\\.1:[1-9]\\d+$", LINE);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "-http-address=:41610 -health-address=:41610, -health-address: :41610 is where http-address",
    "-tcp-address=:41610 -http-address=127.0.0.1:41610, -http-address: 127.0.0.1:41610 is where tcp",
  })
  void refusesTwoListenersWithOneAddress(String arguments, String trouble) throws Exception {
    DaemonLauncher launcher = new DaemonLauncher().onlyArguments(arguments.split(" ", -1));
    try (DaemonProcess daemon = launcher.start()) {
      assertEquals(2, daemon.awaitExit(EXIT));
      assertOneLineSays(daemon, "flag " + trouble, "41610");
      assertEquals(1, daemon.stderr().size(), daemon.stderr()::toString);
    }
  }

  /** Vert.x would share one between those that it is asked for in the same way. */
  @Test
  void sharesNoPortThatTheSystemChose() throws Exception {
    try (DaemonProcess daemon = DaemonProcess.start("-health-address=127.0.0.1:0")) {
      String health = daemon.awaitLogLine("HEALTH: listening on ", LINE).replaceFirst(".*:", "");
      Set<Integer> ports = Set.of(daemon.tcpPort(), daemon.httpPort(), Integer.parseInt(health));
      assertEquals(3, ports.size());
      for (int i = 0; i < 6; i++) {
        assertEquals(200, new HttpProbe(daemon.httpPort()).get("/topics").status());
        assertEquals(404, new HttpProbe(Integer.parseInt(health)).get("/topics").status());
      }
    }
  }

  @Test
  void takesAnythingForVerboseAndAFileThatBeginsWithAByteOrderMark() throws Exception {
    append("verbose = [\"very\"]", "broadcast_address = \"$(POD_IP)\"");
    Files.writeString(file, "\ufeff" + Files.readString(file));
    try (DaemonProcess daemon =
        withFile().arguments("-verbose=3").environment("NSQLOOKUPD_VERBOSE", "yes").start()) {
      assertEquals("$(POD_IP)", broadcastAddress(daemon));
      assertOneLineSays(daemon, " WARNING: file " + file, "\"$(POD_IP)\" has a place in it");
    }
  }

  @Test
  void namesTheEnvironmentVariableThatDoesNotParse() throws Exception {
    try (DaemonProcess daemon =
        new DaemonLauncher().environment("NSQLOOKUPD_TOMBSTONE_LIFETIME", "soon").start()) {
      assertEquals(2, daemon.awaitExit(EXIT));
      assertOneLineSays(daemon, "environment NSQLOOKUPD_TOMBSTONE_LIFETIME", "");
    }
  }

  @Test
  void namesTheFileAndTheKeyThatDoesNotParse() throws Exception {
    append("log_level = \"loud\"");
    try (DaemonProcess daemon = withFile().start()) {
      assertEquals(2, daemon.awaitExit(EXIT));
      assertOneLineSays(daemon, "file " + file, "key log_level");
    }
  }

  @Test
  void refusesAFileThatIsNotThere() throws Exception {
    Files.delete(file);
    try (DaemonProcess daemon = withFile().start()) {
      assertNotEquals(0, daemon.awaitExit(EXIT));
      assertOneLineSays(daemon, "file " + file, "");
    }
  }

  @Test
  void warnsOfAnUnknownKeyAndRuns() throws Exception {
    append("no_such_key = 1", "log-level = \"debug\"");
    try (DaemonProcess daemon = withFile().start()) {
      daemon.awaitLogLine(" WARN(ING)?: .*no_such_key", LINE);
      daemon.awaitLogLine(" WARN(ING)?: .*log-level.*its name in a file is log_level", LINE);
      assertEquals(200, new HttpProbe(daemon.httpPort()).get("/ping").status());
    }
  }

  @Test
  void refusesAnUnknownKeyWhenStrict() throws Exception {
    append("no_such_key = 1");
    try (DaemonProcess daemon = withFile().arguments("-strict-config").start()) {
      assertEquals(2, daemon.awaitExit(EXIT));
      assertOneLineSays(daemon, "file " + file, "no_such_key");
    }
  }

  private DaemonLauncher withFile() {
    return new DaemonLauncher().onlyArguments("-config=" + file);
  }

  private void append(String... lines) throws Exception {
    Files.write(file, List.of(lines), StandardOpenOption.APPEND);
  }

  private static String broadcastAddress(DaemonProcess daemon) throws Exception {
    try (ProducerConnection producer = ProducerConnection.open(daemon.tcpPort())) {
      return producer
          .identify(ProducerIdentity.numbered("config", 0))
          .path("broadcast_address")
          .asText();
    }
  }

  private static boolean says(DaemonProcess daemon, String what) {
    return daemon.stderr().stream().anyMatch(line -> line.contains(what));
  }

  private static void assertOneLineSays(DaemonProcess daemon, String source, String key) {
    List<String> stderr = daemon.stderr();
    assertEquals(
        1,
        stderr.stream().filter(line -> line.contains(source) && line.contains(key)).count(),
        stderr::toString);
    assertTrue(stderr.stream().noneMatch(line -> line.startsWith("\tat ")), stderr::toString);
  }
}
