package io.github.vertxnsq.lookupd.kubernetes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vertxnsq.lookupd.Lookupd;
import io.github.vertxnsq.lookupd.cluster.ClusterEngine;
import io.github.vertxnsq.lookupd.http.HttpProbe;
import io.github.vertxnsq.lookupd.process.DaemonProcess;
import io.github.vertxnsq.lookupd.process.Eventually;
import io.github.vertxnsq.lookupd.process.JvmComplaints;
import io.github.vertxnsq.lookupd.process.ToldWhenNotRun;
import io.github.vertxnsq.lookupd.tls.TestCa;
import io.github.vertxnsq.lookupd.tls.TlsSockets;
import io.github.vertxnsq.lookupd.wire.ProducerConnection;
import io.github.vertxnsq.lookupd.wire.ProducerIdentity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The image's trimmed Java runs the daemon, where nothing can be written. */
@ExtendWith(ToldWhenNotRun.class)
@Timeout(180)
class ImageIT {
  private static final Duration EXIT = Duration.ofSeconds(5);
  private static final Duration START = Duration.ofSeconds(60);
  private static final Duration KNOWN = Duration.ofSeconds(10);
  private static final String[] MEMBER = {
    "-cluster", "-cluster-address=127.0.0.1:0", "-cluster-bus-address=:0"
  };
  private static final String[] TLS = {
    "-https-address=127.0.0.1:0",
    "-tcp-tls-address=127.0.0.1:0",
    "-tls-cert=/etc/crt",
    "-tls-key=/etc/key",
    "-tls-client-ca=/etc/ca",
    "-cluster-tls-cert=/etc/crt",
    "-cluster-tls-key=/etc/key",
    "-cluster-tls-ca=/etc/ca",
    "-auth-token-file=/etc/tokens"
  };

  @TempDir Path folder;
  private Container container;

  @BeforeEach
  void makeContainer() throws Exception {
    container = Container.in(folder);
  }

  /** The image is made by the same step of the build as the folder that is tested here. */
  @Test
  void isWhatTheDockerfileMakes() throws Exception {
    Dockerfile dockerfile = Dockerfile.read();
    assertEquals("mvn -B -q -Dmaven.test.skip package exec:exec@image", dockerfile.build());
    String pom = Files.readString(Path.of("pom.xml"));
    assertTrue(pom.contains("<id>image</id>"));
    assertTrue(pom.contains("<argument>" + dockerfile.place() + "</argument>"));
  }

  /** In layers, none of which holds what another one does. */
  @Test
  void hasAllOfTheProgramOnce() throws Exception {
    Path image = Path.of("target", "image");
    Dockerfile dockerfile = Dockerfile.read();
    List<Path> layers =
        dockerfile.layers().stream()
            .filter(layer -> layer.from().startsWith("program"))
            .peek(
                layer ->
                    assertEquals(
                        dockerfile.place().resolve(Path.of("program").relativize(layer.from())),
                        layer.to()))
            .map(layer -> image.resolve(layer.from()))
            .toList();
    try (Stream<Path> files = Files.walk(image.resolve("program"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        assertEquals(1, layers.stream().filter(file::startsWith).count(), file::toString);
      }
    }
    assertEquals("program/lib/runtime", dockerfile.layers().get(0).from().toString());
    assertEquals("program/lib/libraries.jar", dockerfile.layers().get(1).from().toString());
  }

  /**
   * The names that the image of the original has for it, with what compose files and charts say.
   */
  @ParameterizedTest
  @ValueSource(strings = {"/nsqlookupd", "/bin/nsqlookupd", "/usr/local/bin/nsqlookupd"})
  void runsUnderEveryNameOfTheOriginal(String program) throws Exception {
    assertEquals(List.of(), Dockerfile.read().entrypoint());
    try (DaemonProcess daemon =
        container
            .launcher(List.of(), program)
            .arguments("--broadcast-address=nsqlookupd")
            .start()) {
      String ping = "-healthcheck=http://127.0.0.1:" + daemon.httpPort();

      assertEquals("nsqlookupd\n", Files.readString(Path.of("/proc/" + daemon.pid() + "/comm")));
      assertEquals("0 []", healthcheck(program, ping));
      endsInGoodOrder(daemon);
      assertEquals(
          "1 [-healthcheck: http://127.0.0.1:%d/ping: Connection refused]"
              .formatted(daemon.httpPort()),
          healthcheck(program, ping));
    }
  }

  private String healthcheck(String program, String argument) throws Exception {
    try (DaemonProcess asking =
        container.launcher(List.of(), program).onlyArguments(argument).start()) {
      int code = asking.awaitExit(START);
      return code + " " + asking.stderr();
    }
  }

  @Test
  void runsADaemonByItself() throws Exception {
    try (DaemonProcess daemon = container.launcher().start();
        ProducerConnection producer = ProducerConnection.open(daemon.tcpPort())) {
      producer.identify(ProducerIdentity.numbered("image", 0));
      producer.must("REGISTER orders billing");

      HttpProbe http = new HttpProbe(daemon.httpPort());
      assertEquals("OK", http.get("/ping").text());
      assertEquals(
          "image-0",
          http.get("/lookup?topic=orders").json().at("/producers/0/broadcast_address").asText());
      assertEquals(200, http.get("/health/ready").status());
      String metrics = http.get("/metrics").text();
      assertTrue(metrics.contains("\nnsqlookupd_producers 1.0\n"), metrics);
      // Each is of another module's, and would be missing without a word.
      assertTrue(metrics.contains("\njvm_memory_used_bytes{"), metrics);
      assertTrue(metrics.contains("\nprocess_cpu_usage "), metrics);
      assertEquals("65532", userOf(daemon));

      endsInGoodOrder(daemon);
      assertHasComplainedOfNothing(daemon);
    }
  }

  @Test
  void runsMembersOfACluster() throws Exception {
    try (DaemonProcess first = container.launcher().arguments(MEMBER).start();
        DaemonProcess second = joining(first);
        DaemonProcess third = joining(first)) {
      third.tcpPort(); // it knows the others
      try (ProducerConnection producer = ProducerConnection.open(second.tcpPort())) {
        producer.identify(ProducerIdentity.numbered("image", 0));
        producer.must("REGISTER orders billing");

        HttpProbe http = new HttpProbe(third.httpPort());
        Eventually.holds(
            "the third knows what the second was told",
            KNOWN,
            () -> http.get("/lookup?topic=orders").text().contains("\"image-0\""));
        assertEquals(3, http.get("/cluster").json().path("members").size());
        Eventually.holds(
            "its metrics say so",
            KNOWN,
            () -> http.get("/metrics").text().contains("\nnsqlookupd_cluster_members 3.0\n"));
      }
      endsInGoodOrder(third);
      endsInGoodOrder(second);
      endsInGoodOrder(first);
    }
  }

  private DaemonProcess joining(DaemonProcess first, String... more) throws Exception {
    Matcher said =
        Pattern.compile("CLUSTER: listening on (\\S+),")
            .matcher(first.awaitLogLine("CLUSTER: listening on", START));
    assertTrue(said.find());
    return container
        .launcher()
        .arguments(MEMBER)
        .arguments("-cluster-peers=" + said.group(1))
        .arguments(more)
        .start();
  }

  @Test
  void startsFromTheArchive() throws Exception {
    List<String> loaded;
    try (DaemonProcess daemon =
        container
            .launcher()
            .jvmFlags("-Xlog:class+load:stdout")
            .arguments(MEMBER)
            .arguments("-cluster-join-timeout=100ms")
            .start()) {
      daemon.tcpPort();
      daemon.terminate();
      assertEquals(0, daemon.awaitExit(EXIT));
      loaded = daemon.stdout();
    }
    for (Class<?> each : List.of(Lookupd.class, ClusterEngine.class, Object.class)) {
      String line = each.getName() + " source: shared objects file";
      assertTrue(loaded.stream().anyMatch(said -> said.endsWith(line)), line);
    }
  }

  /** The curves of most certificates are in a module that nothing asks for by name. */
  @Test
  void speaksTls() throws Exception {
    try (OldLookupdOverTls old = OldLookupdOverTls.start(folder)) {
      Files.copy(old.trustStore(), container.file("etc/trusted.p12"));
      try (DaemonProcess daemon =
          container
              .launcher()
              .jvmFlags(
                  "-Djavax.net.ssl.trustStore=/etc/trusted.p12",
                  "-Djavax.net.ssl.trustStorePassword=" + OldLookupdOverTls.PASSWORD)
              .arguments("-seed-from=" + old.url())
              .start()) {
        daemon.tcpPort(); // it has asked
        assertEquals(
            "{\"topics\":[\"" + OldLookupdOverTls.TOPIC + "\"]}",
            new HttpProbe(daemon.httpPort()).get("/topics").text(),
            daemon.stderr()::toString);
      }
    }
  }

  /** All that TLS is used for; classes that are missing would show on the first handshake only. */
  @ParameterizedTest
  @ValueSource(strings = {"EC", "RSA"})
  void membersAndClientsProveWhoTheyAre(String keys) throws Exception {
    TestCa ca = keys.equals("RSA") ? TestCa.ofRsa("ca") : TestCa.named("ca");
    TestCa.write(ca.issue("member"), container.file("etc/crt"), container.file("etc/key"));
    ca.writeTo(container.file("etc/ca"));
    Files.writeString(container.file("etc/tokens"), "admin alice cert\n");
    SSLContext alice = ca.client(ca.issue("alice"));
    SSLContext bob = ca.client(ca.issue("bob"));
    try (DaemonProcess first =
            container
                .launcher()
                .arguments(MEMBER)
                .arguments("-cluster-join-timeout=100ms") // there is nobody yet
                .arguments(TLS)
                .start();
        DaemonProcess second = joining(first, TLS)) {
      HttpProbe https = HttpProbe.overTls(alice, second.httpsPort());
      try (ProducerConnection producer =
          ProducerConnection.over(TlsSockets.connect(bob, first.tcpTlsPort()))) {
        producer.identify(ProducerIdentity.numbered("image", 0));
        producer.must("REGISTER orders billing");

        Eventually.holds(
            "the second knows what the first was told",
            KNOWN,
            () -> https.get("/lookup?topic=orders").text().contains("\"image-0\""));
      }
      String create = "/topic/create?topic=returns";
      assertEquals(401, HttpProbe.overTls(bob, second.httpsPort()).post(create).status());
      assertEquals(200, https.post(create).status());
      HttpProbe nobody = HttpProbe.overTls(ca.client(), second.httpsPort());
      assertThrows(IOException.class, () -> nobody.get("/ping"));

      endsInGoodOrder(second);
      assertHasComplainedOfNothing(second);
      endsInGoodOrder(first);
    }
  }

  /** It has neither written files nor had the JVM complain that it could not. */
  private void endsInGoodOrder(DaemonProcess daemon) throws Exception {
    daemon.terminate();
    assertEquals(0, daemon.awaitExit(EXIT));
    assertEquals(List.of(), container.inTmp());
    assertEquals(List.of(), daemon.stdout());
    assertEquals(List.of(), JvmComplaints.in(daemon.stderr()));
  }

  private static void assertHasComplainedOfNothing(DaemonProcess daemon) {
    assertTrue(
        daemon.stderr().stream().noneMatch(line -> line.matches(".* (WARN\\w*|ERROR): .*")),
        () -> String.join("\n", daemon.stderr()));
  }

  private static String userOf(DaemonProcess daemon) throws Exception {
    String status = Files.readString(Path.of("/proc", Long.toString(daemon.pid()), "status"));
    Matcher uid = Pattern.compile("(?m)^Uid:\\s+(\\d+)").matcher(status);
    assertTrue(uid.find(), status);
    return uid.group(1);
  }
}
