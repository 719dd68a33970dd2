package io.github.vertxnsq.lookupd.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vertxnsq.lookupd.LocalLookupd;
import io.github.vertxnsq.lookupd.config.LimitSettings;
import io.github.vertxnsq.lookupd.config.Options;
import io.github.vertxnsq.lookupd.config.Settings;
import io.github.vertxnsq.lookupd.config.TlsSettings;
import io.github.vertxnsq.lookupd.logging.LogCapture;
import io.github.vertxnsq.lookupd.process.Eventually;
import io.github.vertxnsq.lookupd.tls.TestCa;
import io.github.vertxnsq.lookupd.tls.TlsSockets;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Duration;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** HTTPS, and plain HTTP where TLS is wanted. */
@Timeout(120)
class TlsTest {
  private static final Duration SOON = Duration.ofSeconds(10);

  @TempDir private Path dir;
  private TestCa ca;
  private Options options;

  @BeforeEach
  void issue() throws Exception {
    ca = TestCa.named("ca");
    TestCa.write(ca.issue("lookupd"), dir.resolve("crt"), dir.resolve("key"));
    options =
        LocalLookupd.onLoopback()
            .with(TlsSettings.HTTPS_ADDRESS, "127.0.0.1:0")
            .with(TlsSettings.TLS_CERT, dir.resolve("crt").toString())
            .with(TlsSettings.TLS_KEY, dir.resolve("key").toString());
  }

  @Test
  void bothPortsServeTheSame() throws Exception {
    try (LocalLookupd lookupd = LocalLookupd.start(options)) {
      HttpProbe secure = HttpProbe.overTls(ca.client(), lookupd.httpsPort());
      assertEquals(200, secure.post("/topic/create?topic=orders").status());
      assertEquals(200, lookupd.http().post("/channel/create?topic=orders&channel=c").status());

      HttpProbe.Answer answer = secure.get("/lookup?topic=orders");
      assertEquals("{\"channels\":[\"c\"],\"producers\":[]}", answer.text());
      assertEquals(answer.text(), lookupd.http().get("/lookup?topic=orders").text());
      String metrics = secure.get("/metrics").text();
      assertTrue(
          metrics.contains(
              "nsqlookupd_tls_certificate_expiry_timestamp_seconds{certificate=\"clients\"}"),
          metrics);
    }
  }

  @Test
  void whoWaitsOverTlsIsToldAndIsSeenToGo() throws Exception {
    String wait = "GET /topics?wait=10m HTTP/1.1\r\nHost: x\r\nIf-None-Match: *\r\n\r\n";
    try (LocalLookupd lookupd = LocalLookupd.start(options)) {
      try (RawHttp http =
          RawHttp.over(TlsSockets.connect(ca.client(), lookupd.httpsPort(), "TLSv1.3"))) {
        http.send(wait);
        awaitWatchers(1, lookupd);
        lookupd.http().post("/topic/create?topic=orders");
        assertEquals("{\"topics\":[\"orders\"]}", http.readAnswer().text());

        http.send(wait);
        awaitWatchers(1, lookupd);
        assertEquals(304, http.sendRequest("GET", "/ping").readAnswer().status());
        assertEquals("OK", http.readAnswer().text());
        http.send(wait);
        awaitWatchers(1, lookupd);
      }
      awaitWatchers(0, lookupd);
    }
  }

  private static void awaitWatchers(int count, LocalLookupd lookupd) throws Exception {
    Eventually.holds(
        count + " wait", SOON, () -> lookupd.http().metric("nsqlookupd_watchers") == count);
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void speaksTheVersionsOfTlsThatAreStillGood(String version) throws Exception {
    try (LocalLookupd lookupd = LocalLookupd.start(options);
        RawHttp http =
            RawHttp.over(TlsSockets.connect(ca.client(), lookupd.httpsPort(), version))) {
      assertEquals(200, http.sendRequest("GET", "/ping").readAnswer().status());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /lookup?topic=orders",
    "GET, /topics",
    "GET, /channels?topic=orders",
    "GET, /nodes",
    "GET, /debug",
    "GET, /info",
    "GET, /metrics",
    "GET, /cluster",
    "GET, /nothing",
    "POST, /topic/create?topic=orders",
    "POST, /topic/delete?topic=orders",
    "POST, /topic/tombstone?topic=orders&node=a:1",
    "POST, /channel/create?topic=orders&channel=c",
    "POST, /channel/delete?topic=orders&channel=c",
    "OPTIONS, /topic/create",
    "DELETE, /lookup",
  })
  void sendsPlainClientsToTheOtherPort(String method, String target) throws Exception {
    try (LocalLookupd lookupd = startRequired()) {
      HttpProbe.Answer answer = lookupd.http().request(method, target);

      assertEquals(403, answer.status());
      assertEquals(
          "{\"message\":\"TLS_REQUIRED\",\"https_port\":" + lookupd.httpsPort() + "}",
          answer.text());
      assertEquals(
          "nsq; version=1.0", answer.headers().firstValue("X-NSQ-Content-Type").orElse(""));
      HttpProbe secure = HttpProbe.overTls(ca.client(), lookupd.httpsPort());
      assertEquals("{\"topics\":[]}", secure.get("/topics").text());
    }
  }

  @Test
  void whatWasSentToTheOtherPortIsAuditedToo() throws Exception {
    try (LocalLookupd lookupd = startRequired();
        LogCapture audit = new LogCapture("io.github.vertxnsq.audit")) {
      lookupd.http().request("OPTIONS", "/topic/create");
      lookupd.http().post("/topic/create?topic=orders");
      String line = audit.next();
      assertTrue(line.startsWith("INFO AUDIT: status=403 who=- from=127.0.0.1:"), line);
    }
  }

  @Test
  void answersPlainClientsThatOnlyAskWhetherItIsThere() throws Exception {
    try (LocalLookupd lookupd = startRequired()) {
      for (String path : new String[] {"/ping", "/health/live", "/health/ready"}) {
        assertEquals(200, lookupd.http().get(path).status());
      }
    }
  }

  private LocalLookupd startRequired() {
    return LocalLookupd.start(options.with(TlsSettings.TLS_REQUIRED, "true"));
  }

  @Test
  void theLimitOfConnectionsHoldsForBothPortsTogether() throws Exception {
    Options few =
        options.with(Settings.HTTP_INSTANCES, "1").with(LimitSettings.MAX_HTTP_CONNECTIONS, "1");
    try (LocalLookupd lookupd = LocalLookupd.start(few);
        RawHttp plain = RawHttp.open(lookupd.httpPort())) {
      assertEquals(200, plain.sendRequest("GET", "/ping").readAnswer().status());
      plain.send("GET /topics?wait=1m HTTP/1.1\r\nHost: x\r\nIf-None-Match: *\r\n\r\n");
      try (SSLSocket secure = TlsSockets.connect(ca.client(), lookupd.httpsPort())) {
        assertEquals(-1, secure.getInputStream().read());
      }
      assertEquals(304, plain.sendRequest("GET", "/ping").readAnswer().status());
      assertEquals(200, plain.readAnswer().status());
    }
  }

  @Test
  void aNewCertificateIsShownToNewConnectionsWhileOldOnesGoOn() throws Exception {
    try (LocalLookupd lookupd = LocalLookupd.start(options);
        RawHttp old = RawHttp.over(TlsSockets.connect(ca.client(), lookupd.httpsPort()))) {
      assertEquals(200, old.sendRequest("GET", "/ping").readAnswer().status());

      X509Bundle next = ca.issueRsa("lookupd");
      TestCa.write(next, dir.resolve("crt"), dir.resolve("key"));

      BigInteger after = next.getCertificate().getSerialNumber();
      Eventually.holds(
          "the new certificate is shown",
          SOON,
          () -> TlsSockets.serial(ca.client(), lookupd.httpsPort()).equals(after));
      for (int i = 0; i < 10; i++) { // whichever instance it comes to
        assertEquals(after, TlsSockets.serial(ca.client(), lookupd.httpsPort()));
      }
      assertEquals(200, old.sendRequest("GET", "/ping").readAnswer().status());
    }
  }

  /** An attacker's way to make the other side sign and sign. */
  @Test
  void refusesNewHandshakesWithinAConnection() throws Exception {
    try (LocalLookupd lookupd = LocalLookupd.start(options);
        SSLSocket socket = TlsSockets.connect(ca.client(), lookupd.httpsPort(), "TLSv1.2")) {
      assertThrows(
          IOException.class,
          () -> {
            socket.startHandshake();
            RawHttp.over(socket).sendRequest("GET", "/ping").readAnswer();
          });
    }
  }

  @Test
  void aClientThatDoesNotKnowTheCaTurnsAway() throws Exception {
    try (LocalLookupd lookupd = LocalLookupd.start(options)) {
      TestCa other = TestCa.named("ca");
      assertThrows(
          SSLException.class, () -> TlsSockets.connect(other.client(), lookupd.httpsPort()));
    }
  }
}
