package io.github.vertxnsq.lookupd.hostile;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.vertxnsq.lookupd.http.HttpProbe;
import io.github.vertxnsq.lookupd.process.DaemonProcess;
import io.github.vertxnsq.lookupd.process.Eventually;
import io.github.vertxnsq.lookupd.wire.ProducerConnection;
import io.github.vertxnsq.lookupd.wire.ProducerIdentity;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Connections to the producers' port that are too many, too busy or too rude. */
class HostileProducersIT extends UnderAttack {
  private static final Duration SETTLED = Duration.ofSeconds(20);
  private static final Duration FLOOD = Duration.ofSeconds(8);
  private static final int DEAF = 150;
  private static final int FEW = 10;
  private static final byte[] PINGS = "PING\n".repeat(10_000).getBytes(UTF_8);
  private static final String IDENTITY =
      ProducerIdentity.numbered("stranger", 0).toJson().toString();

  @Test
  void holdsThousandsOfSilentConnections() throws Exception {
    try (Strangers silent = Strangers.connect(3_000, tcpPort(), Stranger::connect)) {
      awaitConnections(silent.count() + 1);
      assertUnharmed();
    }
  }

  @Test
  void closesSilentConnectionsWhenTheirTimeIsOver(@TempDir Path directory) throws Exception {
    Path file = Files.writeString(directory.resolve("lookupd.toml"), "identify_timeout = \"2s\"\n");
    try (DaemonProcess impatient = DaemonProcess.start("-config=" + file);
        Strangers silent = Strangers.connect(3_000, impatient.tcpPort(), Stranger::connect)) {
      for (Stranger one : silent) {
        assertEquals("", one.readToEnd());
      }
    }
  }

  @Test
  void closesHalfClosedConnections() throws Exception {
    try (Strangers strangers = Strangers.connect(500, tcpPort(), Stranger::connect)) {
      for (Stranger one : strangers) {
        one.send("  V1PING\nREGIS").shutdownOutput();
      }
      for (Stranger one : strangers) {
        assertEquals("\0\0\0\2OK", one.readToEnd());
      }
    }
  }

  @Test
  void forgetsConnectionsResetInTheMiddleOfABody() throws Exception {
    try (Strangers strangers = Strangers.connect(500, tcpPort(), Stranger::connect)) {
      for (Stranger one : strangers) {
        one.send("  V1IDENTIFY\n\0\0\u00ff\u00ff" + "{".repeat(1_000)).reset();
      }
    }
    awaitConnections(1);
  }

  @Test
  void bearsThoseThatPingWithoutAnIdentityAndNeverRead() throws Exception {
    try (Flood flood = new Flood(DEAF, tcpPort(), "  V1".getBytes(UTF_8))) {
      flood.send(PINGS, FLOOD);
      assertUnharmed();
    }
  }

  @Test
  void bearsThoseThatPingWithAnIdentityAndNeverRead() throws Exception {
    String size = "\0\0\0" + (char) IDENTITY.length();
    byte[] first = ("  V1IDENTIFY\n" + size + IDENTITY).getBytes(ISO_8859_1);
    try (Flood flood = new Flood(DEAF, tcpPort(), first)) {
      flood.send(PINGS, FLOOD);
      assertUnharmed();
    }
  }

  /** What they were sent and did not read must not keep the daemon from closing. */
  @Test
  void closesThoseThatNeverReadWhenTheyAreSilentForTooLong() throws Exception {
    try (DaemonProcess impatient = DaemonProcess.start("-inactive-producer-timeout=1s");
        Flood flood = new Flood(FEW, impatient.tcpPort(), "  V1".getBytes(UTF_8))) {
      flood.send(PINGS, FLOOD);
      HttpProbe http = new HttpProbe(impatient.httpPort());
      Eventually.holds("all are closed", SETTLED, () -> http.metric("nsqlookupd_connections") == 0);
      assertEquals(FEW, http.metric("nsqlookupd_connections_dropped_total{reason=\"silent\"}"));
    }
  }

  @Test
  void listsAnIdentityOnceThatConnectsAThousandTimes() throws Exception {
    List<ProducerConnection> alike = new ArrayList<>();
    try {
      for (int i = 0; i < 1_000; i++) {
        ProducerConnection one = ProducerConnection.open(tcpPort());
        alike.add(one);
        one.identify(ProducerIdentity.numbered("alike", 0));
        one.must("REGISTER alike#ephemeral channel#ephemeral").must("PING");
      }
      assertEquals(1, producersOf("alike%23ephemeral"));
      assertUnharmed();
    } finally {
      for (ProducerConnection one : alike) {
        one.close();
      }
    }
    awaitConnections(1);
    assertEquals(404, http().get("/lookup?topic=alike%23ephemeral").status());
  }

  @Test
  void forgetsTenThousandRegistrationsOfAConnectionThatIsReset() throws Exception {
    int topics = 10_000;
    StringBuilder pipelined = new StringBuilder();
    for (int i = 0; i < topics; i++) {
      pipelined.append("REGISTER many").append(i).append("#ephemeral\n");
    }
    try (ProducerConnection stranger = ProducerConnection.open(tcpPort())) {
      stranger.identify(ProducerIdentity.numbered("stranger", 0));
      stranger.send(pipelined.toString());
      for (int i = 0; i < topics; i++) {
        assertEquals("OK", stranger.readAnswer());
      }
      assertEquals(1, producersOf("many9999%23ephemeral"));
      stranger.reset();
    }
    Eventually.holds(
        "only the good topic", SETTLED, () -> !http().get("/topics").text().contains("many"));
  }

  private static int producersOf(String topic) throws Exception {
    return http().get("/lookup?topic=" + topic).json().path("producers").size();
  }

  /** The good producer's is one of them. */
  private static void awaitConnections(int count) throws Exception {
    String line = "\nnsqlookupd_connections " + count + ".0\n";
    Eventually.holds(
        count + " connections", SETTLED, () -> http().get("/metrics").text().contains(line));
  }
}
