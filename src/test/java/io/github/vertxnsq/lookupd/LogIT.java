package io.github.vertxnsq.lookupd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vertxnsq.lookupd.http.HttpProbe;
import io.github.vertxnsq.lookupd.process.DaemonProcess;
import io.github.vertxnsq.lookupd.wire.ProducerConnection;
import io.github.vertxnsq.lookupd.wire.ProducerIdentity;
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
