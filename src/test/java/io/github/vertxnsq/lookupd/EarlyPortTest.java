package io.github.vertxnsq.lookupd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.github.vertxnsq.lookupd.config.HostAndPort;
import io.github.vertxnsq.lookupd.config.MembershipSettings;
import io.github.vertxnsq.lookupd.config.Setting;
import io.github.vertxnsq.lookupd.config.Settings;
import io.github.vertxnsq.lookupd.limits.PacedTransport;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
final class EarlyPortTest {
  private static final Map<String, String> NO_ENVIRONMENT = Map.of();
  private static final int PATIENCE_MILLIS = 10_000;

  private final PacedTransport transport = new PacedTransport();
  private final Vertx vertx = Vertx.builder().withTransport(transport).build();
  private HostAndPort address;

  @TempDir private Path folder;

  @BeforeEach
  void chooseAPort() throws IOException {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      address = new HostAndPort("127.0.0.1", free.getLocalPort());
    }
  }

  @AfterEach
  void close() throws Exception {
    vertx.close().await(10, TimeUnit.SECONDS);
  }

  /**
   * Often, since who is accepted too early is dropped only where one thread is ahead of another.
   */
  @RepeatedTest(30)
  void whoConnectsBeforeThereIsAServerIsAnsweredByIt() throws Exception {
    handOver(EarlyPort.open(flags(Settings.TCP_ADDRESS, address), NO_ENVIRONMENT));
    assertEarlyAndLateAreAnswered();
  }

  private void assertEarlyAndLateAreAnswered() throws Exception {
    try (Socket early = connect()) {
      early.getOutputStream().write('a');
      assertEquals(address.port(), listen(address.port()).actualPort());
      assertEquals('a', early.getInputStream().read());
      try (Socket late = connect()) {
        late.getOutputStream().write('b');
        assertEquals('b', late.getInputStream().read());
      }
    }
  }

  @Test
  void aPortThatTheSystemChoosesStaysTheSame() throws Exception {
    HostAndPort any = new HostAndPort("127.0.0.1", 0);
    EarlyPort port = EarlyPort.open(flags(Settings.TCP_ADDRESS, any), NO_ENVIRONMENT);
    port.handOver(vertx, transport, any).await(10, TimeUnit.SECONDS);
    address = new HostAndPort("127.0.0.1", listen(0).actualPort());
    try (Socket producer = connect()) {
      producer.getOutputStream().write('a');
      assertEquals('a', producer.getInputStream().read());
    }
  }

  @Test
  void theAddressComesFromAnySource() throws Exception {
    Path file =
        Files.writeString(folder.resolve("n.toml"), "tcp_address = \"%s\"".formatted(address));
    handOver(EarlyPort.open(Map.of(Settings.CONFIG, file.toString()), NO_ENVIRONMENT));
    assertEarlyAndLateAreAnswered();

    chooseAPort();
    handOver(EarlyPort.open(Map.of(), Map.of("NSQLOOKUPD_TCP_ADDRESS", address.toString())));
    assertEarlyAndLateAreAnswered();
  }

  @Test
  void aMemberOfAClusterHasNone() throws Exception {
    handOver(
        EarlyPort.open(
            Map.of(Settings.TCP_ADDRESS, address.toString(), MembershipSettings.CLUSTER, "true"),
            NO_ENVIRONMENT));
    assertFalse(isOpen());
  }

  @Test
  void thereIsNoneWhereSettingsCannotBeUsed() throws Exception {
    handOver(
        EarlyPort.open(
            Map.of(Settings.TCP_ADDRESS, address.toString(), Settings.HTTP_ADDRESS, "nonsense"),
            NO_ENVIRONMENT));
    assertFalse(isOpen());
    handOver(
        EarlyPort.open(
            Map.of(
                Settings.TCP_ADDRESS,
                address.toString(),
                Settings.CONFIG,
                folder.resolve("missing").toString()),
            NO_ENVIRONMENT));
    assertFalse(isOpen());
  }

  /** The file of settings may change between the first look and the second. */
  @Test
  void onePortIsClosedWhenAnotherOneIsWanted() throws Exception {
    EarlyPort port = EarlyPort.open(flags(Settings.TCP_ADDRESS, address), NO_ENVIRONMENT);
    HostAndPort other = new HostAndPort("127.0.0.1", 0);
    port.handOver(vertx, transport, other).await(10, TimeUnit.SECONDS);
    assertFalse(isOpen());
    assertFalse(listen(0).actualPort() == address.port());
  }

  /** Whose the port is, the start finds out, and says. */
  @Test
  void onePortThatIsTakenLeavesTheNextOneAlone() throws Exception {
    try (ServerSocket taken =
        new ServerSocket(address.port(), 1, InetAddress.getByName(address.host()))) {
      handOver(EarlyPort.open(flags(Settings.TCP_ADDRESS, address), NO_ENVIRONMENT));
      assertFalse(listen(0).actualPort() == taken.getLocalPort());
    }
  }

  private static Map<Setting<?>, String> flags(Setting<?> setting, HostAndPort value) {
    return Map.of(setting, value.toString());
  }

  private void handOver(EarlyPort port) throws Exception {
    port.handOver(vertx, transport, address).await(10, TimeUnit.SECONDS);
  }

  /** Sends back what it is sent. */
  private NetServer listen(int port) throws Exception {
    return vertx
        .createNetServer()
        .connectHandler(socket -> socket.handler(socket::write))
        .listen(port, "127.0.0.1")
        .await(10, TimeUnit.SECONDS);
  }

  private Socket connect() throws IOException {
    Socket socket = new Socket();
    socket.setSoTimeout(PATIENCE_MILLIS);
    socket.connect(new InetSocketAddress(address.host(), address.port()), PATIENCE_MILLIS);
    return socket;
  }

  private boolean isOpen() {
    try {
      connect().close();
      return true;
    } catch (IOException refused) {
      return false;
    }
  }
}
