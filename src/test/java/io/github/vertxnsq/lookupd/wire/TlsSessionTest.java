package io.github.vertxnsq.lookupd.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vertxnsq.lookupd.LocalLookupd;
import io.github.vertxnsq.lookupd.config.LimitSettings;
import io.github.vertxnsq.lookupd.config.Options;
import io.github.vertxnsq.lookupd.config.Settings;
import io.github.vertxnsq.lookupd.config.TlsSettings;
import io.github.vertxnsq.lookupd.process.Eventually;
import io.github.vertxnsq.lookupd.tls.TestCa;
import io.github.vertxnsq.lookupd.tls.TlsSockets;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a producer's connection does over TLS, beyond what it does without. */
@Timeout(120)
class TlsSessionTest {
  private static final Duration SOON = Duration.ofSeconds(10);

  @TempDir private Path dir;
  private TestCa ca;
  private Options options;

  @BeforeEach
  void issue() throws Exception {
    ca = TestCa.named("ca");
    Path cert = dir.resolve("crt");
    Path key = dir.resolve("key");
    TestCa.write(ca.issue("lookupd"), cert, key);
    options =
        LocalLookupd.onLoopback()
            .with(TlsSettings.TCP_TLS_ADDRESS, "127.0.0.1:0")
            .with(TlsSettings.TLS_CERT, cert.toString())
            .with(TlsSettings.TLS_KEY, key.toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void aProducerIsListedAndGoesWithItsConnection(String version) throws Exception {
    try (LocalLookupd lookupd = LocalLookupd.start(options)) {
      try (ProducerConnection producer = connect(lookupd, ca.client(), version)) {
        assertEquals(
            lookupd.tcpPort(),
            producer.identify(ProducerIdentity.numbered("tls", 0)).path("tcp_port").asInt());
        producer.must("REGISTER orders").must("PING");
        assertEquals(1, producers(lookupd));
      }
      Eventually.holds("it is gone", SOON, () -> producers(lookupd) == 0);
    }
  }

  private static int producers(LocalLookupd lookupd) throws Exception {
    return lookupd.http().get("/lookup?topic=orders").json().path("producers").size();
  }

  /** More than may be pending; that only this side has ended, TLS can say from version 1.3 on. */
  @RepeatedTest(5)
  void aClientThatHasSentMuchIsAnsweredAllOfIt() throws Exception {
    try (LocalLookupd lookupd = LocalLookupd.start(options);
        ProducerConnection producer = connect(lookupd, ca.client())) {
      producer.identify(ProducerIdentity.numbered("tls", 0));
      producer.send("PING\n".repeat(10_000));
      producer.shutdownOutput();
      for (int i = 0; i < 10_000; i++) {
        assertEquals("OK", producer.readAnswer());
      }
      producer.expectEndOfStream();
    }
  }

  /** Over a stream that goes on, as a sidecar may have one: only TLS says that it is over. */
  @Test
  void aClientThatOnlySaysGoodbyeIsDoneToo() throws Exception {
    try (LocalLookupd lookupd = LocalLookupd.start(options);
        Socket stream = new Socket(InetAddress.getLoopbackAddress(), lookupd.tcpTlsPort());
        Socket tls = overTls(stream)) {
      tls.setSoTimeout((int) SOON.toMillis());
      ProducerConnection producer = ProducerConnection.over(tls);
      producer.must("PING");
      producer.shutdownOutput();
      producer.expectEndOfStream();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void anErrorArrivesAlthoughMuchMoreWasSentBehindIt(String version) throws Exception {
    try (LocalLookupd lookupd = LocalLookupd.start(options);
        ProducerConnection producer = connect(lookupd, ca.client(), version)) {
      producer.send("PING\nNONSENSE\n" + "x".repeat(2 << 20));
      assertEquals("OK", producer.readAnswer());
      assertEquals("E_INVALID invalid command NONSENSE", producer.readAnswer());
      producer.expectEndOfStream();
    }
  }

  @Test
  void theLimitsHoldForBothPortsTogether() throws Exception {
    try (LocalLookupd lookupd =
            LocalLookupd.start(
                options
                    .with(LimitSettings.MAX_CONNECTIONS, "2")
                    .with(LimitSettings.IDENTIFY_TIMEOUT, "2s"));
        ProducerConnection plain = lookupd.connect();
        ProducerConnection secure = connect(lookupd, ca.client())) {
      plain.identify(ProducerIdentity.numbered("plain", 1));
      secure.identify(ProducerIdentity.numbered("secure", 2));
      try (Socket third = TlsSockets.connect(ca.client(), lookupd.tcpTlsPort())) {
        assertEquals(-1, third.getInputStream().read());
      }
      secure.shutdownOutput();
      secure.expectEndOfStream();
      try (ProducerConnection stranger = connect(lookupd, ca.client())) {
        stranger.expectEndOfStream(); // it has said nothing
      }
      plain.must("PING");
      String metrics = lookupd.http().get("/metrics").text();
      assertTrue(metrics.contains("nsqlookupd_connections_refused_total 1.0"), metrics);
      assertTrue(
          metrics.contains("nsqlookupd_connections_dropped_total{reason=\"unidentified\"} 1.0"),
          metrics);
    }
  }

  /** Who does not even take TLS's goodbye is not waited for, and counted once. */
  @Test
  void whoTakesNothingIsDroppedAtOnce() throws Exception {
    Options impatient = options.with(Settings.INACTIVE_PRODUCER_TIMEOUT, "500ms");
    try (LocalLookupd lookupd = LocalLookupd.start(impatient);
        Socket stream = new Socket(InetAddress.getLoopbackAddress(), lookupd.tcpTlsPort())) {
      Socket deaf = overTls(stream); // not closed by itself: that would wait for the sender
      new Thread(() -> sendUntilClosed(deaf), "sender").start();
      Eventually.holds(
          "it is closed, and was counted once",
          SOON,
          () -> {
            String metrics = lookupd.http().get("/metrics").text();
            return metrics.contains("nsqlookupd_connections 0.0")
                && metrics.contains("nsqlookupd_connections_dropped_total{reason=\"silent\"} 1.0");
          });
    }
  }

  /** Both can be closed apart from each other. */
  private Socket overTls(Socket stream) throws Exception {
    return ca.client()
        .getSocketFactory()
        .createSocket(stream, "localhost", stream.getPort(), false);
  }

  private static void sendUntilClosed(Socket socket) {
    byte[] pings = ("  V1" + "PING\n".repeat(1_000)).getBytes(UTF_8);
    try {
      socket.getOutputStream().write(pings);
      while (true) {
        socket.getOutputStream().write(pings, 4, pings.length - 4);
      }
    } catch (IOException closed) {
      // as it was to be
    }
  }

  @Test
  void aStopDoesNotWaitForProducersToEnd() throws Exception {
    try (LocalLookupd lookupd = LocalLookupd.start(options);
        ProducerConnection producer = connect(lookupd, ca.client())) {
      producer.must("PING");
      assertTimeout(Duration.ofSeconds(2), lookupd::stop);
      producer.expectEndOfStream();
    }
  }

  @Test
  void aClientWithoutACertificateIsNotServedWhereOneIsRequired() throws Exception {
    TestCa clients = TestCa.named("clients");
    X509Bundle own = clients.issue("sidecar");
    X509Bundle strange = TestCa.named("clients").issue("sidecar");
    Options required =
        options.with(TlsSettings.TLS_CLIENT_CA, clients.writeTo(dir.resolve("clients")).toString());
    try (LocalLookupd lookupd = LocalLookupd.start(required)) {
      try (ProducerConnection producer = connect(lookupd, ca.client(own))) {
        producer.must("PING");
      }
      for (SSLContext stranger : new SSLContext[] {ca.client(), ca.client(strange)}) {
        assertThrows(
            IOException.class,
            () -> {
              try (ProducerConnection producer = connect(lookupd, stranger)) {
                producer.must("PING");
              }
            });
      }
    }
    try (LocalLookupd lookupd =
            LocalLookupd.start(required.with(TlsSettings.TLS_CLIENT_AUTH, "request"));
        ProducerConnection producer = connect(lookupd, ca.client())) {
      producer.must("PING");
    }
  }

  @Test
  void aNewCertificateIsShownToNewConnectionsWhileOldOnesGoOn() throws Exception {
    try (LocalLookupd lookupd = LocalLookupd.start(options);
        ProducerConnection producer = connect(lookupd, ca.client())) {
      producer.must("PING");
      BigInteger before = TlsSockets.serial(ca.client(), lookupd.tcpTlsPort());

      X509Bundle next = ca.issue("lookupd");
      TestCa.write(next, dir.resolve("crt"), dir.resolve("key"));

      BigInteger after = next.getCertificate().getSerialNumber();
      assertNotEquals(before, after);
      Eventually.holds(
          "the new certificate is shown",
          SOON,
          () -> TlsSockets.serial(ca.client(), lookupd.tcpTlsPort()).equals(after));
      producer.must("PING");
    }
  }

  private static ProducerConnection connect(
      LocalLookupd lookupd, SSLContext client, String... versions) throws IOException {
    return ProducerConnection.over(TlsSockets.connect(client, lookupd.tcpTlsPort(), versions));
  }
}
