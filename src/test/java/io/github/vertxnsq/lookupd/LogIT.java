package io.github.vertxnsq.lookupd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.vertxnsq.lookupd.http.HttpProbe;
import io.github.vertxnsq.lookupd.process.DaemonProcess;
import io.github.vertxnsq.lookupd.wire.ProducerConnection;
import io.github.vertxnsq.lookupd.wire.ProducerIdentity;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The log has the reference's form, so that what reads the one reads the other. */
class LogIT {
  private static final Duration EXIT = Duration.ofSeconds(5);
  // "[nsqlookupd] 2026/11/23 01:11:17.123456 INFO: TCP: listening on 127.0.0.1:4160"
  private static final Pattern LINE =
      Pattern.compile(
          "^\\[nsqlookupd\\] \\d{4}/\\d\\d/\\d\\d \\d\\d:\\d\\d:\\d\\d\\.\\d{6} [A-Z]+: .*");
  // What whoever connects says, in the hope that it becomes a line.
  private static final String FORGED = "[nsqlookupd] 2001/01/01 00:00:00.000000 INFO: forged";
  private static final char ESCAPE = '\u001b';

  @Test
  void cannotBeForgedByWhatPeersSay() throws Exception {
    try (DaemonProcess daemon = DaemonProcess.start("-log-level=debug");
        ProducerConnection producer = ProducerConnection.open(daemon.tcpPort());
        ProducerConnection badTopic = ProducerConnection.open(daemon.tcpPort())) {
      String said = "h\n" + FORGED + "\r" + FORGED + ESCAPE + "[31mred";
      producer.identify(ProducerIdentity.numbered("log", 0).withHostname(said));
      badTopic.identify(ProducerIdentity.numbered("log", 1));
      assertTrue(badTopic.ask("REGISTER b\r" + ESCAPE + "[31m").startsWith("E_BAD_TOPIC"));
      try (ProducerConnection badMagic =
          ProducerConnection.openWith("\n" + ESCAPE + "[1", daemon.tcpPort())) {
        assertEquals("E_BAD_PROTOCOL", badMagic.readAnswer());
      }
      new HttpProbe(daemon.httpPort()).get("/lookup?topic=%0A%1B%5B31m");

      // All that was to be logged has been when the daemon has ended.
      daemon.terminate();
      assertEquals(0, daemon.awaitExit(EXIT));
      assertAllInForm(daemon);
    }
  }

  @Test
  void hasTheReferencesForm() throws Exception {
    try (DaemonProcess daemon = DaemonProcess.start();
        ProducerConnection producer = ProducerConnection.open(daemon.tcpPort())) {
      producer.identify(ProducerIdentity.numbered("log", 0));
      producer.must("REGISTER orders billing");
      daemon.awaitLogLine(" INFO: DB: client\\(.*\\) REGISTER category:channel key:orders", EXIT);

      HttpProbe http = new HttpProbe(daemon.httpPort());
      for (String path : List.of("/metrics", "/health/ready", "/nodes", "/topics")) {
        assertEquals(200, http.get(path).status(), path);
      }
      daemon.terminate();
      assertEquals(0, daemon.awaitExit(EXIT));
      assertAllInForm(daemon);
      assertEquals(
          List.of(), daemon.stderr().stream().filter(line -> !line.contains(" INFO: ")).toList());
    }
  }

  @Test
  void tellsOfRequestsAndPingsAtDebugOnly() throws Exception {
    try (DaemonProcess daemon = DaemonProcess.start("-log-level=debug");
        ProducerConnection producer = ProducerConnection.open(daemon.tcpPort())) {
      producer.identify(ProducerIdentity.numbered("log", 0));
      producer.must("PING");
      new HttpProbe(daemon.httpPort()).get("/lookup?topic=orders");
      daemon.awaitLogLine(" DEBUG: CLIENT\\(.*\\): pinged", EXIT);
      daemon.awaitLogLine(" DEBUG: 404 GET /lookup\\?topic=orders ", EXIT);
    }
    try (DaemonProcess daemon = DaemonProcess.start();
        ProducerConnection producer = ProducerConnection.open(daemon.tcpPort())) {
      producer.identify(ProducerIdentity.numbered("log", 0));
      producer.must("PING");
      new HttpProbe(daemon.httpPort()).get("/lookup?topic=orders");
      daemon.terminate();
      assertEquals(0, daemon.awaitExit(EXIT));
      assertFalse(daemon.stderr().stream().anyMatch(l -> l.contains("pinged")));
      assertFalse(daemon.stderr().stream().anyMatch(l -> l.contains("/lookup")));
    }
  }

  /** As nsqlookupd 1.3.0 words it, control characters escaped. */
  @Test
  void tellsWhatAStrangerSpoke() throws Exception {
    try (DaemonProcess daemon = DaemonProcess.start();
        ProducerConnection web = ProducerConnection.openWith("GET / HTTP", daemon.tcpPort());
        ProducerConnection tls =
            ProducerConnection.openWith("\u0016\u0003\u0001\n", daemon.tcpPort())) {
      assertEquals("E_BAD_PROTOCOL", web.readAnswer());
      assertEquals("E_BAD_PROTOCOL", tls.readAnswer());
      daemon.awaitLogLine(" ERROR: client\\([0-9.:]+\\) bad protocol magic 'GET '$", EXIT);
      daemon.awaitLogLine(
          " ERROR: client\\([0-9.:]+\\) bad protocol magic '\\\\x16\\\\x03\\\\x01\\\\x0a'$", EXIT);
      assertAllInForm(daemon);
    }
  }

  @Test
  void namesWhatGoesWithAConnection() throws Exception {
    try (DaemonProcess daemon = DaemonProcess.start();
        ProducerConnection one = ProducerConnection.open(daemon.tcpPort());
        ProducerConnection another = ProducerConnection.open(daemon.tcpPort())) {
      one.identify(ProducerIdentity.numbered("one", 0));
      one.must("REGISTER orders billing");
      one.must("REGISTER gone");
      one.must("UNREGISTER gone");
      another.identify(ProducerIdentity.numbered("another", 1));
      for (int i = 0; i < 150; i++) {
        another.must("REGISTER many" + i);
      }

      one.shutdownOutput();
      String client = " INFO: DB: client\\([0-9.:]+\\) UNREGISTER ";
      daemon.awaitLogLine(client + "category:client key: subkey:$", EXIT);
      daemon.awaitLogLine(client + "category:topic key:orders subkey:$", EXIT);
      daemon.awaitLogLine(client + "category:channel key:orders subkey:billing$", EXIT);
      another.shutdownOutput();
      daemon.awaitLogLine(client + "of 50 more topics and channels$", EXIT);
      String lines = String.join("\n", daemon.stderr());
      assertEquals(100, lines.split(" UNREGISTER category:topic key:many", -1).length - 1);
      assertEquals(1, lines.split(" UNREGISTER category:topic key:gone", -1).length - 1);
    }
  }

  @Test
  void namesTheChannelsOfATopicThatIsDeleted() throws Exception {
    try (DaemonProcess daemon = DaemonProcess.start()) {
      HttpProbe http = new HttpProbe(daemon.httpPort());
      http.post("/channel/create?topic=orders&channel=billing");
      http.post("/channel/create?topic=orders&channel=audit");
      for (int i = 0; i < 102; i++) {
        http.post("/channel/create?topic=many&channel=c" + i);
      }

      http.post("/topic/delete?topic=orders");
      http.post("/topic/delete?topic=many");
      daemon.awaitLogLine(" INFO: DB: removing channel\\(billing\\) from topic\\(orders\\)$", EXIT);
      daemon.awaitLogLine(" INFO: DB: removing channel\\(audit\\) from topic\\(orders\\)$", EXIT);
      daemon.awaitLogLine(" INFO: DB: removing topic\\(orders\\)$", EXIT);
      daemon.awaitLogLine(" INFO: DB: removing 2 more channels from topic\\(many\\)$", EXIT);
    }
  }

  @Test
  void writesAddressesAsGoDoes() throws Exception {
    try (DaemonProcess daemon = DaemonProcess.start("-tcp-address=[::1]:0");
        Socket socket = new Socket(InetAddress.getAllByName("::1")[0], daemon.tcpPort());
        ProducerConnection producer = ProducerConnection.over(socket)) {
      producer.identify(ProducerIdentity.numbered("six", 0));
      producer.must("REGISTER six");
      String address = "[::1]:" + socket.getLocalPort();
      HttpProbe http = new HttpProbe(daemon.httpPort());
      JsonNode listed = http.get("/lookup?topic=six").json().at("/producers/0");
      assertEquals(address, listed.path("remote_address").asText());
      assertEquals(address, http.get("/debug").json().at("/topic:six:/0/id").asText());
      daemon.awaitLogLine(Pattern.quote(" INFO: TCP: new client(" + address + ")"), EXIT);
      daemon.awaitLogLine(Pattern.quote(" INFO: DB: client(" + address + ") REGISTER "), EXIT);
    }
  }

  @Test
  void beginsWithThePrefixAskedFor() throws Exception {
    try (DaemonProcess daemon = DaemonProcess.start("-log-prefix=lookup-7 ")) {
      daemon.tcpPort();
      assertTrue(daemon.stderr().get(0).matches("lookup-7 \\d{4}/.*"), daemon.stderr()::toString);
    }
  }

  private static void assertAllInForm(DaemonProcess daemon) {
    for (String line : daemon.stderr()) {
      assertTrue(LINE.matcher(line).matches(), line);
      assertFalse(line.startsWith(FORGED), line);
      assertEquals(-1, line.indexOf(ESCAPE), line);
    }
  }
}
