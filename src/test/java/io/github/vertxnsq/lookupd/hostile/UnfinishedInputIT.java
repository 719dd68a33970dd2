package io.github.vertxnsq.lookupd.hostile;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vertxnsq.lookupd.http.HttpProbe;
import io.github.vertxnsq.lookupd.process.DaemonLauncher;
import io.github.vertxnsq.lookupd.process.DaemonProcess;
import io.github.vertxnsq.lookupd.process.Eventually;
import io.github.vertxnsq.lookupd.wire.ProducerConnection;
import io.github.vertxnsq.lookupd.wire.ProducerIdentity;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Thousands of connections that each begin as much as they may and do not end it: together more
 * than the heap.
 */
@Timeout(120)
final class UnfinishedInputIT {
  private static final int MANY = 2_200;
  private static final Duration SOON = Duration.ofSeconds(10);

  /** An eighth of the heap. */
  private static final long ROOM = 16 << 20;

  private static final String HEAD = "GET /ping HTTP/1.1\r\nHost: x\r\n";

  private DaemonProcess daemon;
  private GoodProducer good;
  private HttpProbe http;

  @BeforeEach
  void start() throws Exception {
    daemon = new DaemonLauncher().jvmFlags("@conf/jvm.options", "-Xmx128m").start();
    good = new GoodProducer(daemon.tcpPort());
    http = new HttpProbe(daemon.httpPort());
  }

  @AfterEach
  void stop() throws Exception {
    good.assertWasAlwaysAnswered();
    assertEquals(200, http.get("/lookup?topic=" + GoodProducer.TOPIC).status());
    good.close();
    daemon.close();
  }

  @Test
  void bodiesOfIdentify() throws Exception {
    byte[] most = ("  V1IDENTIFY\n\0\1\0\0" + "{".repeat(65_000)).getBytes(ISO_8859_1);
    try (Strangers strangers = Strangers.connect(MANY, daemon.tcpPort(), Stranger::connect)) {
      for (Stranger one : strangers) {
        one.sendWhatIsTaken(most);
      }
      assertRoomIsKept("nsqlookupd_connections_dropped_total{reason=\"no_room\"}");
      try (ProducerConnection usual = ProducerConnection.open(daemon.tcpPort())) {
        usual.identify(ProducerIdentity.numbered("usual", 0));
        usual.must("REGISTER usual#ephemeral");
      }
    }
  }

  @Test
  void headsOfRequests() throws Exception {
    String header = "X: " + "x".repeat(145) + "\r\n";
    byte[] most = (HEAD + header.repeat(98)).getBytes(ISO_8859_1);
    try (Strangers strangers = Strangers.connect(MANY, daemon.httpPort(), Stranger::connect)) {
      for (Stranger one : strangers) {
        one.sendWhatIsTaken(most);
      }
      assertRoomIsKept("nsqlookupd_http_connections_dropped_total{reason=\"no_room\"}");
    }
  }

  /** Of four bytes each; nobody reads them, and a request may have thousands. */
  @Test
  void trailersOfRequests() throws Exception {
    String chunked =
        "POST /topic/create?topic=never HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n";
    byte[] most = (chunked + "0\r\n" + "a:\r\n".repeat(4_000)).getBytes(ISO_8859_1);
    try (Strangers strangers = Strangers.connect(MANY, daemon.httpPort(), Stranger::connect)) {
      for (Stranger one : strangers) {
        one.sendWhatIsTaken(most);
      }
      assertTrue(heldBytes() < 2 * ROOM, heldBytes() + " bytes are held");
    }
  }

  /** With two thousand parameters each, and all the headers that there may be. */
  @Test
  void requestsThatWait() throws Exception {
    String wait =
        "GET /lookup?topic=t%d&wait=10m" + "&a".repeat(1_900) + " HTTP/1.1\r\nHost: x\r\n";
    String tags = "If-None-Match: \"" + "x".repeat(8_000) + "\"\r\n\r\n";
    try (Strangers strangers = Strangers.connect(1_200, daemon.httpPort(), Stranger::connect)) {
      int number = 0;
      for (Stranger one : strangers) {
        one.sendWhatIsTaken((wait.formatted(number++) + tags).getBytes(ISO_8859_1));
      }
      assertRoomIsKept("nsqlookupd_http_connections_dropped_total{reason=\"no_room\"}");
    }
  }

  /** Of a few bytes each, for which the daemon makes objects of many. */
  @Test
  void moreHeadersThanThereMayBe() throws Exception {
    byte[] most = (HEAD + "a:b\r\n".repeat(3_200)).getBytes(ISO_8859_1);
    try (Strangers strangers = Strangers.connect(MANY, daemon.httpPort(), Stranger::connect)) {
      for (Stranger one : strangers) {
        one.sendWhatIsTaken(most);
      }
      for (Stranger one : strangers) {
        String answer = one.readToEnd(); // a reset may destroy it
        assertTrue(answer.isEmpty() || answer.startsWith("HTTP/1.1 431 "), answer);
      }
    }
  }

  private void assertRoomIsKept(String dropped) throws Exception {
    Eventually.holds("some are dropped", SOON, () -> http.metric(dropped) > 0);
    Eventually.holds("room is kept", SOON, () -> heldBytes() < 1.25 * ROOM);
  }

  private double heldBytes() throws Exception {
    return http.metric("nsqlookupd_client_memory_bytes{direction=\"in\",kind=\"heap\"}");
  }
}
