package io.github.vertxnsq.lookupd.cluster;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.hazelcast.client.HazelcastClient;
import com.hazelcast.client.config.ClientConfig;
import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.instance.EndpointQualifier;
import com.hazelcast.instance.impl.HazelcastInstanceProxy;
import com.hazelcast.internal.server.tcp.TcpServer;
import com.hazelcast.internal.server.tcp.TcpServerConnectionManager;
import io.github.vertxnsq.lookupd.EngineEnder;
import io.github.vertxnsq.lookupd.cluster.ClusterSettings.Place;
import io.github.vertxnsq.lookupd.files.NamedFile;
import io.github.vertxnsq.lookupd.metrics.TlsMeters;
import io.github.vertxnsq.lookupd.metrics.VertxMeters;
import io.github.vertxnsq.lookupd.process.Eventually;
import io.github.vertxnsq.lookupd.tls.Certificates;
import io.github.vertxnsq.lookupd.tls.TestCa;
import io.github.vertxnsq.lookupd.tls.TlsFiles;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.reflect.Field;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Somebody who is no member reaches the ports that are for members. */
@Timeout(120)
class MemberPortsIT {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final Duration BEFORE_THEIR_TIME_IS_UP = Strangers.PATIENCE.minusSeconds(2);
  private static final int READ_MILLIS = 10_000;
  private static final Place FREE = new Place("127.0.0.1", 0);
  private static final Place ON_THE_SAME_HOST = new Place("", 0);

  @TempDir private Path dir;

  private final List<ClusterEngine> running = new ArrayList<>();
  private final List<Certificates> opened = new ArrayList<>();
  private final Vertx files = Vertx.vertx();

  @AfterEach
  void close() throws Exception {
    for (ClusterEngine engine : running) {
      await(engine.close());
    }
    opened.forEach(Certificates::close);
    await(files.close());
  }

  @Test
  void aClientOfTheEngineIsNotServed() throws Exception {
    ClusterEngine member = join(Optional.empty());
    ClientConfig client = new ClientConfig().setClusterName("blue");
    client.getNetworkConfig().addAddress(address(member));
    client
        .getConnectionStrategyConfig()
        .getConnectionRetryConfig()
        .setClusterConnectTimeoutMillis(0);

    assertThrows(IllegalStateException.class, () -> HazelcastClient.newHazelcastClient(client));
    assertStillWorks(member);
  }

  @Test
  void whatIsNoPacketOfMembersIsNotRead() throws Exception {
    ClusterEngine member = join(Optional.empty());
    int port = port(address(member));

    assertDisconnected(port, "GET / HTTP/1.1\r\n\r\n".getBytes(US_ASCII));
    assertDisconnected(port, new byte[1 << 16]);
    assertDisconnected(port, packet(Integer.MAX_VALUE));
    assertDisconnected(port, packet(HazelcastNode.BoundedPackets.MAX_BYTES + 1));
    assertDisconnected(port, packet(-1));
    assertStillWorks(member);
  }

  /** Members' protocol, and the header of a packet: version, flags, partition, length. */
  private static byte[] packet(int length) {
    return ByteBuffer.allocate(3 + 11)
        .put("HZC".getBytes(US_ASCII))
        .put((byte) 4)
        .putShort((short) 0)
        .putInt(-1)
        .putInt(length)
        .array();
  }

  @Test
  void whatIsNoMessageOfMembersIsNotRead() throws Exception {
    ClusterEngine member = join(Optional.empty());
    int port = busPort(member);

    assertDisconnected(port, frame(Integer.MAX_VALUE, 2, 11));
    assertDisconnected(port, frame(-1, 2, 11));
    assertDisconnected(port, frame(0, 2, 11));
    assertDisconnected(port, frame(100, 2, 5)); // a double; some codecs make objects of any class
    assertDisconnected(port, frame(100, 2, -1)); // somebody's own codec
    assertDisconnected(port, new byte[] {0, 0, 0, 3, 2, 11, 0}); // whole, but says nothing
    assertStillWorks(member);
  }

  /** A bound of all connections together, beside that of one message. */
  @Test
  void unfinishedMessagesDoNotFillTheMemory() throws Exception {
    ClusterEngine member = join(Optional.empty());
    int port = busPort(member);
    long bound = Runtime.getRuntime().maxMemory() / 4;
    int each = 15 << 20;
    byte[] part = new byte[1 << 20];
    List<Socket> attackers = new ArrayList<>();
    int ended = 0;
    try {
      for (long sent = 0; sent < 2 * bound; sent += each) {
        Socket attacker = new Socket(InetAddress.getLoopbackAddress(), port);
        attackers.add(attacker);
        try {
          OutputStream out = attacker.getOutputStream();
          out.write(frame(16 << 20, 2, 11));
          for (int i = 0; i < each / part.length; i++) {
            out.write(part);
          }
        } catch (IOException disconnected) {
          ended++;
        }
      }
      for (Socket attacker : attackers) {
        ended += isEnded(attacker, 50) ? 1 : 0;
      }
      assertTrue(ended > 0, "nobody was disconnected");
      assertStillWorks(member);
    } finally {
      for (Socket attacker : attackers) {
        attacker.close();
      }
    }
  }

  private static boolean isEnded(Socket socket, int millis) throws IOException {
    socket.setSoTimeout(millis);
    try {
      return socket.getInputStream().read() < 0;
    } catch (SocketTimeoutException open) {
      return false;
    } catch (IOException reset) {
      return true;
    }
  }

  private static byte[] frame(int length, int version, int codec) {
    return ByteBuffer.allocate(6).putInt(length).put((byte) version).put((byte) codec).array();
  }

  @Test
  void withCertificatesWhoHasNoneIsNotListenedTo() throws Exception {
    TestCa ca = TestCa.named("ca");
    ClusterEngine member = join(Optional.of(certificates("one", ca, ca)));
    ClusterEngine second = join(Optional.of(certificates("two", ca, ca)), address(member));
    Eventually.holds("two members", PATIENCE, () -> second.membership().members().size() == 2);

    int port = port(address(member));
    assertDisconnected(port, packet(20));
    assertDisconnected(port, "HZC".getBytes(US_ASCII));
    ClusterEngine stranger = join(Optional.empty(), address(member));
    ClusterEngine other =
        join(Optional.of(certificates("three", TestCa.named("other"), ca)), address(member));

    assertEquals(Set.of(stranger.membership().self()), stranger.membership().members());
    assertEquals(Set.of(other.membership().self()), other.membership().members());
    assertEquals(2, member.membership().members().size());
    Eventually.holds("knows why", PATIENCE, () -> answers(other) && answers(stranger));
    assertFalse(other.membership().mayBeAlone());
    assertStillWorks(member);
  }

  private static boolean answers(ClusterEngine engine) {
    return engine.membership().missing().stream().anyMatch(Membership.Missing::answers);
  }

  @Test
  void saysThatTheEngineHasEnded() throws Exception {
    ClusterEngine member = join(Optional.empty());
    running.remove(member);
    assertFalse(member.membership().hasEnded());

    HazelcastInstance engine = Hazelcast.getAllHazelcastInstances().iterator().next();
    engine.getLifecycleService().terminate();

    await(member.ended());
    assertTrue(member.membership().hasEnded());
    await(member.close());
  }

  @Test
  void saysThatNobodyIsAccepted() throws Exception {
    ClusterEngine member = join(Optional.empty());
    assertFalse(member.membership().hasEnded());

    EngineEnder.closePort(Hazelcast.getAllHazelcastInstances().iterator().next());

    assertTrue(await(member.ended()).contains("accepts no other members"));
    assertTrue(member.membership().hasEnded());
  }

  /** The engine would keep each connection that has not proven who it is. */
  @Test
  void whoDoesNotProveWhoItIsLeavesNothing() throws Exception {
    TestCa ca = TestCa.named("ca");
    ClusterEngine member = join(Optional.of(certificates("one", ca, ca)));
    int port = port(address(member));
    for (int i = 0; i < 50; i++) {
      assertDisconnected(port, new byte[] {'H', 'Z', 'C', -1, -1}); // no record of TLS
    }
    assertFewStay(port);

    TcpServer server =
        (TcpServer)
            ((HazelcastInstanceProxy) Hazelcast.getAllHazelcastInstances().iterator().next())
                .getOriginal()
                .node
                .getServer();
    Field kept =
        TcpServerConnectionManager.class.getSuperclass().getDeclaredField("acceptedChannels");
    kept.setAccessible(true);
    Set<?> accepted = (Set<?>) kept.get(server.getConnectionManager(EndpointQualifier.MEMBER));
    Eventually.holds("nothing is kept", PATIENCE, accepted::isEmpty);
    assertEquals(Set.of(), Set.copyOf(server.getConnections()));
  }

  @Test
  void fewWhoSayNothingStay() throws Exception {
    ClusterEngine member = join(Optional.empty());
    assertFewStay(port(address(member)));
    assertFewStay(busPort(member));
    assertStillWorks(member);
  }

  @Test
  void fewWhoBeginNoHandshakeStay() throws Exception {
    TestCa ca = TestCa.named("ca");
    ClusterEngine member = join(Optional.of(certificates("one", ca, ca)));
    assertFewStay(port(address(member)));
    assertFewStay(busPort(member));
    assertStillWorks(member);
  }

  /** Of those who are there at once, and none of them after some seconds. */
  private static void assertFewStay(int port) throws Exception {
    List<Socket> idle = new ArrayList<>();
    try {
      for (int i = 0; i < 200; i++) {
        idle.add(new Socket(InetAddress.getLoopbackAddress(), port));
      }
      Eventually.holds(
          "few are left", BEFORE_THEIR_TIME_IS_UP, () -> open(idle) <= Strangers.MAX_SILENT);
      Eventually.holds("none is left", PATIENCE, () -> open(idle) == 0);
    } finally {
      for (Socket socket : idle) {
        socket.close();
      }
    }
  }

  private static long open(List<Socket> sockets) throws IOException {
    long open = 0;
    for (Socket socket : sockets) {
      open += isEnded(socket, 1) ? 0 : 1;
    }
    return open;
  }

  private ClusterEngine join(Optional<Certificates> certificates, String... peers)
      throws Exception {
    ClusterEngine engine =
        await(
            ClusterEngine.start(
                new ClusterSettings(
                    "blue",
                    FREE,
                    ON_THE_SAME_HOST,
                    new Place("", 0),
                    List.of(peers),
                    "",
                    Duration.ofSeconds(2)),
                certificates,
                new VertxOptions(),
                VertxMeters.factory(new SimpleMeterRegistry())));
    running.add(engine);
    return engine;
  }

  private Certificates certificates(String name, TestCa issuer, TestCa trusted) throws Exception {
    Path cert = dir.resolve(name + ".crt");
    Path key = dir.resolve(name + ".key");
    TestCa.write(issuer.issue(name), cert, key);
    Path cas = trusted.writeTo(dir.resolve(name + ".ca"));
    Certificates certificates =
        await(
            Certificates.open(
                files,
                Duration.ofSeconds(5),
                new TlsFiles(
                    new NamedFile("cert", cert),
                    new NamedFile("key", key),
                    Optional.of(new NamedFile("ca", cas))),
                new TlsMeters(new SimpleMeterRegistry(), name)));
    opened.add(certificates);
    return certificates;
  }

  private static String address(ClusterEngine engine) {
    return engine.membership().addresses().get(engine.membership().self());
  }

  private static int port(String address) {
    return Integer.parseInt(address.substring(address.lastIndexOf(':') + 1));
  }

  private static int busPort(ClusterEngine engine) {
    return new BusServer(engine.vertx()).port();
  }

  private static void assertDisconnected(int port, byte[] sent) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(READ_MILLIS);
      socket.getOutputStream().write(sent);
      socket.getInputStream().readAllBytes(); // what the engine says of itself, or why it refuses
    } catch (SocketException reset) {
      return;
    }
  }

  /** Another member can join, and send messages. */
  private void assertStillWorks(ClusterEngine member) throws Exception {
    assertFalse(member.ended().isComplete());
    await(
        member
            .vertx()
            .eventBus()
            .<Buffer>consumer("echo", message -> message.reply(message.body()))
            .completion());
    assertEquals(
        "still here",
        await(member.vertx().eventBus().<Buffer>request("echo", Buffer.buffer("still here")))
            .body()
            .toString());
  }

  private static <T> T await(Future<T> future) throws Exception {
    return future.await(PATIENCE.toSeconds(), TimeUnit.SECONDS);
  }
}
