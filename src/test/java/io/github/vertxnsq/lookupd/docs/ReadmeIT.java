package io.github.vertxnsq.lookupd.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.vertxnsq.lookupd.auth.NewToken;
import io.github.vertxnsq.lookupd.http.HttpProbe;
import io.github.vertxnsq.lookupd.process.ChildProcess;
import io.github.vertxnsq.lookupd.process.DaemonProcess;
import io.github.vertxnsq.lookupd.process.Eventually;
import io.github.vertxnsq.lookupd.tls.TestCa;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What README.md says can be done, can be done. */
final class ReadmeIT {
  @TempDir private Path dir;

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  /** Each answer of the session, a JSON object, comes out on its own. */
  @Test
  void theFirstSessionWorksWhenPasted() throws Exception {
    try (DaemonProcess daemon = DaemonProcess.start()) {
      String script =
          Readme.read().section("A first session").shell().stream()
              .collect(Collectors.joining("\nsync_with_daemon\n"))
              .replace("/dev/tcp/127.0.0.1/4160", "/dev/tcp/127.0.0.1/" + daemon.tcpPort())
              .replace("127.0.0.1:4161", "127.0.0.1:" + daemon.httpPort());
      // A person takes longer to paste the next block than the daemon to answer the last one.
      String awaitAnswer =
          "sync_with_daemon() { until curl -s http://127.0.0.1:%d/topics | grep -q orders; do :; done; }\n"
              .formatted(daemon.httpPort());

      List<JsonNode> answers = run(awaitAnswer + script);

      assertEquals("billing", answers.get(0).path("channels").path(0).asText());
      assertEquals(4150, answers.get(0).path("producers").path(0).path("tcp_port").asInt());
      assertTrue(answers.get(1).path("producers").isEmpty(), "tombstoned");
      assertEquals("orders", answers.get(2).path("topics").path(0).asText());
      assertEquals("{\"topics\":[]}", new HttpProbe(daemon.httpPort()).get("/topics").text());
    }
  }

  @Test
  void whatIsAskedForMachinesIsAnsweredWhenPasted() throws Exception {
    try (DaemonProcess daemon = DaemonProcess.start()) {
      daemon.tcpPort(); // the last to open
      assertEquals("[]", pasted("Service discovery for Prometheus", daemon));
      String description = pasted("The HTTP surface for machines", daemon);
      assertTrue(description.contains("\"openapi\": \"3.1."), description);
    }
  }

  @Test
  void whatIsWatchedIsToldWhenPasted() throws Exception {
    try (DaemonProcess daemon = DaemonProcess.start()) {
      daemon.tcpPort(); // the last to open
      String told =
          output(script("Watching", daemon).replaceAll("(?m)^curl -sN.*", "timeout 2 $0 || true"));
      assertTrue(told.contains("HTTP/1.1 304 Not Modified"), told);
      assertTrue(told.contains("event: lookup\ndata: {\"time\":"), told);
    }
  }

  @Test
  void theConsoleIsWhereItIsSaidToBe() throws Exception {
    try (DaemonProcess daemon = DaemonProcess.start()) {
      daemon.tcpPort();
      String url = "http://127.0.0.1:" + daemon.httpPort() + "/ui/";
      assertEquals("302 " + url, pasted("Console", daemon));
    }
  }

  /** Each names all, so that whichever is started again finds the others. */
  @Test
  void anyOfTheCommandsForAClusterStartsItsMemberAgain() throws Exception {
    List<String> commands = Readme.read().section("A cluster").shell().get(0).lines().toList();
    assertEquals(3, commands.size());
    List<Integer> free = freePorts(12);
    List<ChildProcess> started = new ArrayList<>();
    try {
      for (int i = 0; i < commands.size(); i++) {
        started.add(start(commands.get(i), free));
      }
      for (int i = 0; i < commands.size(); i++) {
        awaitThree(free.get(4 * i + 1));
      }
      started.get(0).kill();
      awaitGone(started.get(0));
      started.add(start(commands.get(0), free));
      awaitThree(free.get(1));
    } finally {
      started.forEach(ChildProcess::close);
    }
  }

  private static ChildProcess start(String command, List<Integer> free) throws IOException {
    String moved = command.replace("target/nsqlookupd.jar", System.getProperty("nsqlookupd.jar"));
    for (int i = 0; i < free.size(); i++) {
      String port = "41%d%d".formatted(6 + i / 4, i % 4);
      moved = moved.replaceAll(":" + port + "\\b", ":" + free.get(i));
    }
    return ChildProcess.start(new ProcessBuilder("bash", "-c", "exec " + moved));
  }

  /** It may have been killed before it had anything to say. */
  private static void awaitGone(ChildProcess killed) throws InterruptedException {
    killed.awaitExit(PATIENCE);
  }

  /** Is ready, and sees all three, from the moment at which it answers. */
  private static void awaitThree(int httpPort) throws Exception {
    HttpProbe http = new HttpProbe(httpPort);
    Eventually.holds(
        "ready",
        Duration.ofSeconds(60),
        () -> {
          try {
            return http.get("/health/ready").status() == 200;
          } catch (IOException notYetOpen) {
            return false;
          }
        });
    Eventually.holds(
        "three", PATIENCE, () -> http.get("/cluster").json().path("members").size() == 3);
    assertEquals(0, http.get("/cluster").json().path("missing").size());
  }

  private static List<Integer> freePorts(int count) throws IOException {
    List<ServerSocket> held = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      held.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
    }
    List<Integer> ports = held.stream().map(ServerSocket::getLocalPort).toList();
    for (ServerSocket socket : held) {
      socket.close();
    }
    return ports;
  }

  private static String pasted(String section, DaemonProcess daemon) throws Exception {
    return output(script(section, daemon));
  }

  private static String script(String section, DaemonProcess daemon) throws Exception {
    return String.join("\n", Readme.read().section(section).shell())
        .replace("127.0.0.1:4161", "127.0.0.1:" + daemon.httpPort());
  }

  private static List<JsonNode> run(String script) throws IOException, InterruptedException {
    ObjectMapper json = new ObjectMapper();
    return json.readerFor(JsonNode.class).<JsonNode>readValues(output(script)).readAll();
  }

  private static String output(String script) throws IOException, InterruptedException {
    try (ChildProcess bash = ChildProcess.start(new ProcessBuilder("bash", "-ec", script))) {
      assertEquals(0, bash.awaitExit(PATIENCE), () -> String.join("\n", bash.stderr()));
      return String.join("\n", bash.stdout());
    }
  }

  @Test
  void namesEveryMetricOfOurs() throws Exception {
    Set<String> named = new TreeSet<>(Readme.read().all("`(nsqlookupd_[a-z_]+)"));
    TestCa ca = TestCa.named("ca");
    Path cas = ca.writeTo(dir.resolve("ca"));
    Path cert = dir.resolve("crt");
    Path key = dir.resolve("key");
    TestCa.write(ca.issue("lookupd"), cert, key);
    Path tokens = Files.writeString(dir.resolve("tokens"), NewToken.make("admin:alice").line());
    assertEquals(
        named,
        shown(
            "-https-address=127.0.0.1:0",
            "-tls-cert=" + cert,
            "-tls-key=" + key,
            "-auth-token-file=" + tokens,
            "-data-path=" + dir.resolve("data"),
            "-cluster",
            "-cluster-tls-cert=" + cert,
            "-cluster-tls-key=" + key,
            "-cluster-tls-ca=" + cas,
            "-cluster-address=127.0.0.1:0",
            "-cluster-bus-address=:0",
            "-cluster-join-timeout=100ms"));

    named.removeIf(name -> name.matches("nsqlookupd_(cluster|tls|auth|data)_.*"));
    assertEquals(named, shown());
  }

  /** What a daemon with these arguments shows of its own. */
  private static Set<String> shown(String... arguments) throws Exception {
    try (DaemonProcess daemon = DaemonProcess.start(arguments)) {
      daemon.tcpPort(); // the last to open
      return new HttpProbe(daemon.httpPort())
          .get("/metrics")
          .text()
          .lines()
          .filter(line -> line.startsWith("# TYPE nsqlookupd_"))
          .map(line -> line.split(" ", -1)[2])
          .filter(name -> !name.endsWith("_max")) // of a timer, beside what it is the most of
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }
}
