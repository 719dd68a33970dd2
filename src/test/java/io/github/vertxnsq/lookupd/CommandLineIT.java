package io.github.vertxnsq.lookupd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.vertxnsq.lookupd.http.HttpProbe;
import io.github.vertxnsq.lookupd.process.DaemonLauncher;
import io.github.vertxnsq.lookupd.process.DaemonProcess;
import io.github.vertxnsq.lookupd.wire.ProducerConnection;
import io.github.vertxnsq.lookupd.wire.ProducerIdentity;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the jar makes of its arguments, and how it says no. */
class CommandLineIT {
  private static final Duration EXIT = Duration.ofSeconds(20);

  @Test
  void takesOneDashOrTwoAndTheValueBehindEqualsOrSpace() throws Exception {
    DaemonLauncher launcher =
        new DaemonLauncher()
            .onlyArguments(
                "-tcp-address",
                "127.0.0.1:0",
                "--http-address",
                "127.0.0.1:0",
                "-broadcast-address=lookup.example",
                "--tombstone-lifetime=1h30m",
                "-verbose",
                "-log-level",
                "INFO");
    try (DaemonProcess daemon = launcher.start()) {
      assertEquals(
          "lookup.example", identifyAt(daemon.tcpPort()).path("broadcast_address").asText());
    }
  }

  @Test
  void answersIdentifyWithTheRealPortsOfPortZero() throws Exception {
    try (DaemonProcess daemon = DaemonProcess.start()) {
      JsonNode self = identifyAt(daemon.tcpPort());
      assertEquals(daemon.tcpPort(), self.path("tcp_port").asInt());
      assertEquals(daemon.httpPort(), self.path("http_port").asInt());
    }
  }

  @Test
  void answersIdentifyWithWhatItIsToldToBroadcast() throws Exception {
    try (DaemonProcess daemon =
        DaemonProcess.start(
            "-broadcast-address=lookup.example",
            "-broadcast-tcp-port=14160",
            "-broadcast-http-port=14161")) {
      JsonNode self = identifyAt(daemon.tcpPort());
      assertEquals("lookup.example", self.path("broadcast_address").asText());
      assertEquals(14160, self.path("tcp_port").asInt());
      assertEquals(14161, self.path("http_port").asInt());
    }
  }

  /** By the settings that it has itself, wherever they stand. */
  @Test
  void asksARunningDaemonHowItIs(@TempDir Path folder) throws Exception {
    try (DaemonProcess daemon = DaemonProcess.start()) {
      Path file = folder.resolve("nsqlookupd.toml");
      Files.writeString(file, "http_address = \"127.0.0.1:%d\"\n".formatted(daemon.httpPort()));
      String config = "-config=" + file;

      assertEquals("0 []", healthcheck("-healthcheck", config));
      assertEquals("0 []", healthcheck(config, "-healthcheck=http://0.0.0.0:" + daemon.httpPort()));
      daemon.terminate();
      assertEquals(0, daemon.awaitExit(EXIT));
      assertEquals(
          "1 [-healthcheck: http://127.0.0.1:%d/ping: Connection refused]"
              .formatted(daemon.httpPort()),
          healthcheck("-healthcheck", config));
    }
  }

  private static String healthcheck(String... arguments) throws Exception {
    try (DaemonProcess asking = new DaemonLauncher().onlyArguments(arguments).start()) {
      int code = asking.awaitExit(EXIT);
      assertEquals(List.of(), asking.stdout());
      return code + " " + asking.stderr();
    }
  }

  @Test
  void printsItsVersion() throws Exception {
    try (DaemonProcess daemon = DaemonProcess.start("-version")) {
      assertEquals(0, daemon.awaitExit(EXIT));
      assertEquals(1, daemon.stdout().size(), daemon.stdout()::toString);
      assertTrue(
          daemon
              .stdout()
              .get(0)
              .matches("nsqlookupd v1\\.3\\.0 \\(built w/java\\d+\\) vertx-nsq .+"),
          daemon.stdout()::toString);
      assertEquals(List.of(), daemon.stderr());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"-h", "--help"})
  void printsTheUsageWhenAsked(String flag) throws Exception {
    try (DaemonProcess daemon = DaemonProcess.start(flag)) {
      assertEquals(0, daemon.awaitExit(EXIT));
      List<String> printed = new ArrayList<>(daemon.stdout());
      printed.addAll(daemon.stderr());
      assertNamesEveryFlag(printed);
    }
  }

  @Test
  void refusesAnUnknownFlagAndPrintsTheUsage() throws Exception {
    try (DaemonProcess daemon = DaemonProcess.start("-no-such-flag=1")) {
      assertEquals(2, daemon.awaitExit(EXIT));
      assertSaysOnce(daemon, "-no-such-flag");
      assertTrue(daemon.stderr().get(0).contains("-no-such-flag"), daemon.stderr()::toString);
      assertNamesEveryFlag(daemon.stderr());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "tcp-address, nowhere",
    "http-address, 127.0.0.1:http-port",
    "log-level, loud",
    "tombstone-lifetime, 45 apples",
    "inactive-producer-timeout, soon",
    "broadcast-tcp-port, many",
  })
  void refusesAValueThatDoesNotParseAndNamesTheFlag(String flag, String value) throws Exception {
    try (DaemonProcess daemon = DaemonProcess.start("-" + flag, value)) {
      assertEquals(2, daemon.awaitExit(EXIT));
      assertSaysOnce(daemon, "flag -" + flag);
    }
  }

  /** As entry points of images and published cookbooks have them. */
  @Test
  void passesItsOwnNameAndTruthValuesBehindSwitches() throws Exception {
    DaemonLauncher launcher =
        new DaemonLauncher()
            .onlyArguments(
                "/nsqlookupd", "--verbose", "false", "-ui", "false", "-broadcast-address=a.example")
            .arguments("-tcp-address", "127.0.0.1:0", "-http-address", "127.0.0.1:0");
    try (DaemonProcess daemon = launcher.start()) {
      assertEquals("a.example", identifyAt(daemon.tcpPort()).path("broadcast_address").asText());
      assertEquals(404, new HttpProbe(daemon.httpPort()).get("/ui/").status());
      assertSaysOnce(daemon, " WARNING: argument \"/nsqlookupd\": ");
      assertSaysOnce(daemon, " WARNING: flag -verbose: the \"false\" behind it counts");
      assertSaysOnce(daemon, " WARNING: flag -ui: the \"false\" behind it counts");
    }
  }

  @Test
  void refusesAStrayWordWithAHint() throws Exception {
    try (DaemonProcess daemon = DaemonProcess.start("-tcp-address=", ":4160")) {
      assertEquals(2, daemon.awaitExit(EXIT));
      assertSaysOnce(
          daemon, "unexpected argument: \":4160\"; is there a blank behind \"-tcp-address=\"?");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"tcp", "http"})
  void namesTheAddressThatIsTaken(String protocol) throws Exception {
    try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String taken = "127.0.0.1:" + other.getLocalPort();
      String free = protocol.equals("tcp") ? "http" : "tcp";
      DaemonLauncher launcher =
          new DaemonLauncher()
              .onlyArguments(
                  "-" + protocol + "-address=" + taken, "-" + free + "-address=127.0.0.1:0");
      try (DaemonProcess daemon = launcher.start()) {
        assertEquals(1, daemon.awaitExit(EXIT));
        assertSaysOnce(daemon, taken);
      }
    }
  }

  private static JsonNode identifyAt(int tcpPort) throws Exception {
    try (ProducerConnection producer = ProducerConnection.open(tcpPort)) {
      return producer.identify(ProducerIdentity.numbered("cli", 0));
    }
  }

  private static void assertNamesEveryFlag(List<String> usage) {
    String text = String.join("\n", usage);
    for (String flag :
        List.of(
            "config",
            "version",
            "log-level",
            "log-prefix",
            "verbose",
            "tcp-address",
            "http-address",
            "broadcast-address",
            "inactive-producer-timeout",
            "tombstone-lifetime")) {
      assertTrue(text.contains("-" + flag), () -> "no -" + flag + " in the usage:\n" + text);
    }
  }

  /** One line says it, and none of a stack trace comes along. */
  private static void assertSaysOnce(DaemonProcess daemon, String what) {
    List<String> stderr = daemon.stderr();
    assertEquals(1, stderr.stream().filter(line -> line.contains(what)).count(), stderr::toString);
    assertFalse(stderr.stream().anyMatch(line -> line.startsWith("\tat ")), stderr::toString);
  }
}
