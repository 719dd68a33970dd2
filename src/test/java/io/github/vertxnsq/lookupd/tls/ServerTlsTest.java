package io.github.vertxnsq.lookupd.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vertxnsq.lookupd.files.NamedFile;
import io.github.vertxnsq.lookupd.limits.ClientMemory;
import io.github.vertxnsq.lookupd.limits.HeapLevel;
import io.github.vertxnsq.lookupd.limits.MemoryBudget;
import io.github.vertxnsq.lookupd.metrics.HandshakeMeters;
import io.github.vertxnsq.lookupd.metrics.TlsMeters;
import io.github.vertxnsq.lookupd.process.Eventually;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.pkitesting.X509Bundle;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;
import io.vertx.junit5.VertxExtension;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A server's TLS against clients that mean no good. */
@Timeout(120)
@ExtendWith(VertxExtension.class)
class ServerTlsTest {
  private static final int MAX_HANDSHAKES = 2;
  private static final Duration SOON = Duration.ofSeconds(10);

  @TempDir private Path dir;
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final ClientMemory memory = ClientMemory.ofThisProcess(HeapLevel.UNKNOWN, meters);
  private TestCa ca;
  private TestCa clients;
  private Path clientCa;
  private Certificates certificates;
  private int port;

  @BeforeEach
  void open(Vertx vertx) throws Exception {
    ca = TestCa.named("ca");
    clients = TestCa.named("clients");
    clientCa = clients.writeTo(dir.resolve("clients"));
    TestCa.write(ca.issueRsa("lookupd"), dir.resolve("crt"), dir.resolve("key"));
    TlsFiles files =
        new TlsFiles(
            new NamedFile("tls-cert", dir.resolve("crt")),
            new NamedFile("tls-key", dir.resolve("key")),
            Optional.of(new NamedFile("tls-client-ca", clientCa)));
    certificates =
        Certificates.open(vertx, Duration.ofMillis(20), files, new TlsMeters(meters, "clients"))
            .await();
  }

  @AfterEach
  void close() {
    certificates.close();
  }

  private ServerTls tls(ClientAuth clientAuth) {
    return new ServerTls(certificates, clientAuth, MAX_HANDSHAKES, new HandshakeMeters(meters));
  }

  private void listen(Vertx vertx, ClientAuth clientAuth) throws Exception {
    ServerTls tls = tls(clientAuth);
    NetServer server =
        vertx
            .createNetServer(tls.secure(new NetServerOptions(), memory.input()))
            .connectHandler(ServerTlsTest::greet)
            .exceptionHandler(tls::handshakeFailed)
            .listen(0, "127.0.0.1")
            .await();
    tls.keep(server::updateSSLOptions);
    port = server.actualPort();
  }

  private static void greet(NetSocket socket) {
    socket.write("!");
  }

  /** Vert.x fails where two threads update servers of one port at once. */
  @Test
  void serversAreUpdatedOneAfterTheOther() {
    ServerTls tls = tls(ClientAuth.REQUEST);
    Promise<Boolean> first = Promise.promise();
    AtomicInteger begun = new AtomicInteger();
    tls.keep(
        options -> {
          begun.incrementAndGet();
          return first.future();
        });
    tls.keep(
        options -> {
          begun.incrementAndGet();
          return Future.succeededFuture(true);
        });

    assertEquals(1, begun.get());
    first.fail("one that fails holds up nobody");
    assertEquals(2, begun.get());
  }

  @Test
  void whoSaysNothingIsDropped(Vertx vertx) throws Exception {
    listen(vertx, ClientAuth.REQUEST);
    try (Socket silent = connect()) {
      silent.setSoTimeout(20_000);
      assertEquals(-1, silent.getInputStream().read());
      assertEquals(1, count("failed"));
    }
  }

  /** Neither others, nor who is behind the same address. */
  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.2", "127.0.0.1"})
  void whoSaysNothingKeepsNobodyOut(String address, Vertx vertx) throws Exception {
    listen(vertx, ClientAuth.REQUEST);
    List<Socket> silent = new ArrayList<>();
    try {
      for (int round = 1; round <= 5; round++) {
        for (int i = 0; i < 4; i++) {
          silent.add(new Socket(InetAddress.getLoopbackAddress(), port, local(address), 0));
        }
        int begun = silent.size() - MAX_HANDSHAKES;
        Eventually.holds("all were seen", SOON, () -> count("refused") >= begun);
        assertTrue(isGreeted(ca.client()), "round " + round);
      }
      assertEquals(-1, silent.get(0).getInputStream().read(), "the oldest made room");
    } finally {
      for (Socket each : silent) {
        each.close();
      }
    }
    Eventually.holds(
        "no place is lost",
        SOON,
        () -> {
          try (SSLSocket one = TlsSockets.connect(ca.client(), port);
              SSLSocket other = TlsSockets.connect(ca.client(), port)) {
            return one.getInputStream().read() == '!' && other.getInputStream().read() == '!';
          }
        });
  }

  private static InetAddress local(String address) throws IOException {
    return InetAddress.getByName(address);
  }

  /** Nothing else sees it: there is no connection yet. */
  @Test
  void aRecordThatDoesNotComeWholeIsHeld(Vertx vertx) throws Exception {
    listen(vertx, ClientAuth.REQUEST);
    try (Socket slow = connect()) {
      byte[] mostOfARecord = new byte[16_000];
      System.arraycopy(new byte[] {0x16, 3, 1, 0x40, 0}, 0, mostOfARecord, 0, 5);
      slow.getOutputStream().write(mostOfARecord);
      Eventually.holds(
          "it is held", SOON, () -> memory.input().held().directBytes() >= mostOfARecord.length);
    }
    Eventually.holds(
        "nothing is held", SOON, () -> memory.input().held().equals(new MemoryBudget.Sizes(0, 0)));
  }

  @Test
  void whoIsGreetedHoldsNothing(Vertx vertx) throws Exception {
    listen(vertx, ClientAuth.REQUEST);
    try (SSLSocket socket = TlsSockets.connect(ca.client(), port)) {
      assertEquals('!', socket.getInputStream().read());
      socket.getOutputStream().write(1);
      Eventually.holds(
          "nothing is held",
          SOON,
          () -> memory.input().held().equals(new MemoryBudget.Sizes(0, 0)));
    }
  }

  /** Those of a handshake under the old CA would say nothing about the new one. */
  @Test
  void aSessionFromBeforeIsNotResumedUnderOtherCas(Vertx vertx) throws Exception {
    listen(vertx, ClientAuth.REQUIRED);
    X509Bundle own = clients.issue("sidecar");
    SSLContext client = ca.client(own); // remembers its sessions
    assertTrue(isGreeted(client));
    assertTrue(isGreeted(client));

    TestCa.named("others").writeTo(clientCa);

    Eventually.holds("it is not let in any more", SOON, () -> !isGreeted(client));
  }

  private boolean isGreeted(SSLContext client) {
    try (SSLSocket socket = TlsSockets.connect(client, port)) {
      return socket.getInputStream().read() == '!';
    } catch (IOException refused) {
      return false;
    }
  }

  private Socket connect() throws IOException {
    return new Socket(InetAddress.getLoopbackAddress(), port);
  }

  private double count(String what) {
    return meters.get("nsqlookupd.tls.handshakes." + what).counter().count();
  }
}
