package io.github.vertxnsq.lookupd.limits;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.UnixOperatingSystemMXBean;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.net.NetServer;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class PacedTransportTest {
  private static final int CLIENTS = 300;

  private final Vertx vertx = Vertx.builder().withTransport(new PacedTransport()).build();
  private final List<Socket> clients = new ArrayList<>();
  private final CountDownLatch busy = new CountDownLatch(1);

  @AfterEach
  void close() throws Exception {
    busy.countDown();
    for (Socket client : clients) {
      client.close();
    }
    vertx.close().await(10, TimeUnit.SECONDS);
  }

  private static long openFiles() {
    return ((UnixOperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getOpenFileDescriptorCount();
  }

  /** Else a burst of them would take the files that the daemon needs for itself. */
  @Test
  void onlyFewConnectionsAreOpenThatNoEventLoopHasLookedAt() throws Exception {
    CountDownLatch isBusy = new CountDownLatch(1);
    NetServer server = vertx.createNetServer();
    server.connectHandler(
        socket -> {
          socket.write(Buffer.buffer("x"));
          if (isBusy.getCount() > 0) {
            isBusy.countDown();
            awaitQuietly(busy);
          }
        });
    server.listen(0, "127.0.0.1").await(10, TimeUnit.SECONDS);
    connect(server.actualPort());
    assertTrue(isBusy.await(10, TimeUnit.SECONDS));
    long before = openFiles();

    for (int i = 0; i < CLIENTS; i++) {
      connect(server.actualPort());
    }
    for (int i = 0; i < CLIENTS; i++) { // the thread that accepts has had its turn so often
      ((VertxInternal) vertx).acceptorEventLoopGroup().submit(() -> {}).get();
    }
    long accepted = openFiles() - before - CLIENTS;
    assertTrue(
        accepted <= PacedTransport.MAX_UNSEEN + 5, // something else may have opened a file
        () -> accepted + " of " + CLIENTS + " are open");

    busy.countDown();
    for (Socket client : clients) {
      assertEquals('x', client.getInputStream().read());
    }
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void connect(int port) throws Exception {
    clients.add(new Socket(InetAddress.getLoopbackAddress(), port));
  }
}
