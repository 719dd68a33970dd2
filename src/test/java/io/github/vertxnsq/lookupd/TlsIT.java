package io.github.vertxnsq.lookupd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vertxnsq.lookupd.http.HttpProbe;
import io.github.vertxnsq.lookupd.http.RawHttp;
import io.github.vertxnsq.lookupd.process.ChildProcess;
import io.github.vertxnsq.lookupd.process.Curl;
import io.github.vertxnsq.lookupd.process.DaemonLauncher;
import io.github.vertxnsq.lookupd.process.DaemonProcess;
import io.github.vertxnsq.lookupd.process.Eventually;
import io.github.vertxnsq.lookupd.process.InstalledJava;
import io.github.vertxnsq.lookupd.tls.TestCa;
import io.github.vertxnsq.lookupd.tls.TlsSockets;
import io.netty.pkitesting.X509Bundle;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The jar's TLS as other programs see it: curl and OpenSSL. */
@Timeout(180)
class TlsIT {
  private static final Duration SOON = Duration.ofSeconds(20);

  /** Files are looked at every few seconds. */
  private static final Duration RELOAD = Duration.ofSeconds(30);

  @TempDir private Path dir;
  private TestCa ca;
  private Path caFile;
  private Path cert;
  private Path key;

  @BeforeEach
  void issue() throws Exception {
    ca = TestCa.named("ca");
    caFile = ca.writeTo(dir.resolve("ca"));
    cert = dir.resolve("crt");
    key = dir.resolve("key");
    TestCa.write(ca.issueRsa("lookupd"), cert, key);
  }

  private DaemonLauncher daemon(String... more) {
    return new DaemonLauncher()
        .arguments("-https-address=127.0.0.1:0", "-tcp-tls-address=127.0.0.1:0")
        .arguments("-tls-cert=" + cert, "-tls-key=" + key)
        .arguments(more);
  }

  @Test
  void curlAsksAndOrders() throws Exception {
    try (DaemonProcess daemon = daemon().start()) {
      String https = "https://localhost:" + daemon.httpsPort();
      String ca = caFile.toString();
      assertEquals(
          new Curl(0, 200, ""),
          Curl.run("--cacert", ca, "-X", "POST", https + "/topic/create?topic=orders"));
      assertEquals(
          new Curl(0, 200, "{\"channels\":[],\"producers\":[]}"),
          Curl.run("--cacert", ca, https + "/lookup?topic=orders"));
      assertEquals(200, Curl.run("--cacert", ca, "--http2", https + "/ping").status());
      assertNotEquals(0, Curl.run(https + "/ping").exit(), "a CA that curl does not know");
      assertEquals(200, new HttpProbe(daemon.httpPort()).get("/topics").status());
    }
  }

  /** Where no JDK 25 is to be found this is the test above once more. */
  @Test
  void curlAsksAndOrdersOfJava25() throws Exception {
    Path java = InstalledJava.java25().orElse(InstalledJava.current());
    try (DaemonProcess daemon = daemon().java(java).start()) {
      assertEquals(
          200,
          Curl.run(
                  "--cacert",
                  caFile.toString(),
                  "https://localhost:" + daemon.httpsPort() + "/ping")
              .status());
    }
  }

  @Test
  void versionsOfTlsBefore12AreRefused() throws Exception {
    try (DaemonProcess daemon = daemon().start()) {
      for (int port : new int[] {daemon.httpsPort(), daemon.tcpTlsPort()}) {
        for (String version : List.of("-tls1", "-tls1_1")) {
          try (ChildProcess openssl = openssl(port, version, "-cipher", "ALL:@SECLEVEL=0")) {
            assertNotEquals(0, openssl.awaitExit(SOON), version);
          }
        }
        for (String version : List.of("-tls1_2", "-tls1_3")) {
          try (ChildProcess openssl = openssl(port, version)) {
            openssl.awaitStdout("a session", line -> line.contains("Verify return code: 0"), SOON);
          }
        }
      }
    }
  }

  @Test
  void aProducerBehindASidecarIsListed() throws Exception {
    try (DaemonProcess daemon = daemon().start();
        ChildProcess openssl = openssl(daemon.tcpTlsPort(), "-quiet")) {
      // What nsqd sends, through a program that only encrypts; sizes are raw bytes.
      String me =
          "{\"broadcast_address\":\"127.0.0.1\",\"tcp_port\":4150,\"http_port\":4151,"
              + "\"version\":\"1.3.0\",\"hostname\":\"me\"}";
      openssl.send(
          "  V1IDENTIFY\n\0\0\0" + (char) me.length() + me + "REGISTER orders billing\nPING");
      HttpProbe http = new HttpProbe(daemon.httpPort());
      Eventually.holds(
          "it is listed",
          SOON,
          () -> http.get("/lookup?topic=orders").json().path("producers").size() == 1);
      daemon.awaitLogLine(" INFO: DB: client\\(127\\.0\\.0\\.1:\\d+\\) REGISTER.*billing", SOON);
    }
  }

  /** Without it a client would have to fear that somebody cut the connection. */
  @Test
  void afterAnErrorTheConnectionEndsInTlsOwnWay() throws Exception {
    try (DaemonProcess daemon = daemon().start();
        ChildProcess openssl = openssl(daemon.tcpTlsPort(), "-msg", "-ign_eof")) {
      openssl.send("  V1NONSENSE");
      openssl.awaitStdout(
          "a goodbye", line -> line.matches("<<< TLS 1\\.3, Alert .*close_notify"), SOON);
    }
  }

  @Test
  void whoHasNoCertificateIsNotLetInWhereOneIsRequired() throws Exception {
    TestCa clients = TestCa.named("clients");
    TestCa.write(clients.issueRsa("sidecar"), dir.resolve("own"), dir.resolve("own.key"));
    TestCa.write(
        TestCa.named("clients").issueRsa("sidecar"),
        dir.resolve("false"),
        dir.resolve("false.key"));
    Path clientCa = clients.writeTo(dir.resolve("clients"));
    try (DaemonProcess daemon = daemon("-tls-client-ca=" + clientCa).start()) {
      String https = "https://localhost:" + daemon.httpsPort() + "/topics";
      String ca = caFile.toString();
      assertEquals(200, curlAs(dir.resolve("own"), https).status());
      assertNotEquals(0, curlAs(dir.resolve("false"), https).exit());
      assertNotEquals(0, Curl.run("--cacert", ca, https).exit());

      int port = daemon.tcpTlsPort();
      String own = dir.resolve("own").toString();
      try (ChildProcess openssl = openssl(port, "-quiet", "-cert", own, "-key", own + ".key")) {
        openssl.send("  V1PING");
        awaitPings(daemon, 1);
      }
      String strange = dir.resolve("false").toString();
      for (List<String> nobody :
          List.of(List.<String>of(), List.of("-cert", strange, "-key", strange + ".key"))) {
        try (ChildProcess openssl = openssl(port, nobody.toArray(String[]::new))) {
          openssl.send("  V1PING");
          assertNotEquals(0, openssl.awaitExit(SOON));
        }
      }
      awaitPings(daemon, 1);
    }
  }

  private static void awaitPings(DaemonProcess daemon, int count) throws Exception {
    HttpProbe http = new HttpProbe(daemon.httpPort());
    String metric = "nsqlookupd_commands_total{command=\"ping\",result=\"ok\"} " + count + ".0\n";
    Eventually.holds("so many PINGs", SOON, () -> http.get("/metrics").text().contains(metric));
  }

  private Curl curlAs(Path client, String url) throws Exception {
    return Curl.run(
        "--cacert", caFile.toString(), "--cert", client.toString(), "--key", client + ".key", url);
  }

  @Test
  void aNewCertificateIsTakenWithoutLosingAConnection() throws Exception {
    try (DaemonProcess daemon = daemon().start();
        RawHttp old = RawHttp.over(TlsSockets.connect(ca.client(), daemon.httpsPort()))) {
      assertEquals(200, old.sendRequest("GET", "/ping").readAnswer().status());

      Files.writeString(key, "no key");
      daemon.awaitLogLine(
          " ERROR: tls-key: file " + key + ": no private key in PEM.* stays in force", RELOAD);
      assertEquals(
          200,
          Curl.run(
                  "--cacert",
                  caFile.toString(),
                  "https://localhost:" + daemon.httpsPort() + "/ping")
              .status());

      X509Bundle next = ca.issue("lookupd");
      TestCa.write(next, cert, key);
      daemon.awaitLogLine(" INFO: tls-cert: file " + cert + ".* now in force as changed", RELOAD);
      for (int port : new int[] {daemon.httpsPort(), daemon.tcpTlsPort()}) {
        Eventually.holds(
            "it is shown",
            SOON,
            () ->
                TlsSockets.serial(ca.client(), port)
                    .equals(next.getCertificate().getSerialNumber()));
      }
      assertEquals(200, old.sendRequest("GET", "/ping").readAnswer().status());
      String metrics = new HttpProbe(daemon.httpPort()).get("/metrics").text();
      assertTrue(
          metrics.contains(
              "nsqlookupd_tls_reloads_total{certificate=\"clients\",result=\"ok\"} 1.0"),
          metrics);
      daemon.terminate();
      assertEquals(0, daemon.awaitExit(SOON));
    }
  }

  @Test
  void sendsPlainClientsToThePortThatIsOpen() throws Exception {
    try (DaemonProcess daemon = daemon("-tls-required").start()) {
      String plain = "http://127.0.0.1:" + daemon.httpPort();
      assertEquals(
          new Curl(
              0, 403, "{\"message\":\"TLS_REQUIRED\",\"https_port\":" + daemon.httpsPort() + "}"),
          Curl.run(plain + "/channels?topic=orders"));
      assertEquals(new Curl(0, 200, "OK"), Curl.run(plain + "/ping"));
    }
  }

  @Test
  void whatCannotBeUsedIsSaidInOneLine() throws Exception {
    Path other = dir.resolve("other");
    TestCa.write(ca.issueRsa("lookupd"), dir.resolve("unused"), other);
    assertExits("tls-cert: file /none: there is no such file", "-tls-cert=/none");
    assertExits(
        "tls-key: file " + other + ": not the key of the certificate in " + cert,
        "-tls-key=" + other);
    assertExits(
        "tls-client-ca: file " + key + ": no certificate in PEM: .*", "-tls-client-ca=" + key);
    assertExits(
        "cluster-tls-cert: file /none: there is no such file",
        "-cluster",
        "-cluster-tls-cert=/none",
        "-cluster-tls-key=/none",
        "-cluster-tls-ca=/none");
  }

  private void assertExits(String line, String... arguments) throws Exception {
    try (DaemonProcess daemon = daemon(arguments).start()) {
      assertEquals(2, daemon.awaitExit(SOON));
      assertEquals(1, daemon.stderr().size(), daemon.stderr()::toString);
      assertTrue(daemon.stderr().get(0).matches(line), daemon.stderr().get(0));
      assertEquals(List.of(), daemon.stdout());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"HTTPS", "TCP TLS"})
  void namesTheAddressThatIsTaken(String what) throws Exception {
    try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String taken = "127.0.0.1:" + other.getLocalPort();
      String flag = what.equals("HTTPS") ? "-https-address=" : "-tcp-tls-address=";
      try (DaemonProcess daemon = daemon(flag + taken).start()) {
        assertEquals(1, daemon.awaitExit(SOON));
        String last = daemon.stderr().get(daemon.stderr().size() - 1);
        assertTrue(last.contains(" FATAL: " + what + ": listen (" + taken + ") failed - "), last);
      }
    }
  }

  private ChildProcess openssl(int port, String... more) throws Exception {
    List<String> command = new ArrayList<>(List.of("openssl", "s_client"));
    Collections.addAll(command, "-connect", "127.0.0.1:" + port, "-CAfile", caFile.toString());
    Collections.addAll(command, "-verify_return_error");
    Collections.addAll(command, more);
    return ChildProcess.start(new ProcessBuilder(command));
  }
}
