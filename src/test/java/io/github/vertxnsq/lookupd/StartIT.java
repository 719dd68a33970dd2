package io.github.vertxnsq.lookupd;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.vertxnsq.lookupd.http.HttpProbe;
import io.github.vertxnsq.lookupd.process.DaemonLauncher;
import io.github.vertxnsq.lookupd.process.DaemonProcess;
import io.github.vertxnsq.lookupd.process.Sockets;
import io.github.vertxnsq.lookupd.wire.ProducerConnection;
import io.github.vertxnsq.lookupd.wire.ProducerIdentity;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What an nsqd and an operator see of a daemon that is being started. */
final class StartIT {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** As long as the old lookupd does not answer, the daemon is being started. */
  @Test
  void anNsqdOfTheSameSecondConnectsAndIsAnsweredWhenTheDaemonIsReady() throws Exception {
    try (ServerSocket oldLookupd = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      int port = Sockets.freePort();
      DaemonLauncher launcher =
          new DaemonLauncher()
              .onlyArguments(
                  "-tcp-address=127.0.0.1:" + port,
                  "-http-address=127.0.0.1:0",
                  "-seed-from=http://127.0.0.1:" + oldLookupd.getLocalPort());
      try (DaemonProcess daemon = launcher.start();
          Socket question = oldLookupd.accept();
          ProducerConnection nsqd = ProducerConnection.await(port)) {
        nsqd.sendIdentify(
            ProducerIdentity.numbered("early", 1).toJson().toString().getBytes(US_ASCII));
        assertFalse(daemon.stderr().stream().anyMatch(line -> line.contains("TCP: listening")));

        question
            .getOutputStream()
            .write("HTTP/1.1 404 X\r\nContent-Length: 0\r\n\r\n".getBytes(US_ASCII));
        assertEquals(
            daemon.httpPort(),
            new ObjectMapper().readTree(nsqd.readAnswer()).path("http_port").asInt());
        assertEquals(port, daemon.tcpPort());
      }
    }
  }

  @Test
  void nothingIsToBeSeenOfTheRehearsal() throws Exception {
    try (DaemonProcess daemon = DaemonProcess.start()) {
      HttpProbe http = new HttpProbe(daemon.httpPort());
      daemon.tcpPort();
      assertEquals("{\"producers\":[]}", http.get("/nodes").text());
      assertEquals("{\"topics\":[]}", http.get("/topics").text());
      for (String line : http.get("/metrics").text().lines().toList()) {
        boolean counts =
            line.startsWith("nsqlookupd_commands_total") || line.contains("result=\"found\"");
        assertTrue(!counts || line.endsWith(" 0") || line.endsWith(" 0.0"), line);
      }
      daemon.terminate();
      assertEquals(0, daemon.awaitExit(PATIENCE));
      List<String> lines = daemon.stderr();
      assertEquals(1, lines.stream().filter(line -> line.contains("HTTP: listening")).count());
      assertFalse(lines.stream().anyMatch(line -> line.contains("client(")), lines::toString);
    }
  }

  /** The early port looks at the settings beside the start itself. */
  @Test
  void saysOneLineOfTwoListenersAtOneAddress() throws Exception {
    String taken = "127.0.0.1:" + Sockets.freePort();
    try (DaemonProcess daemon =
        new DaemonLauncher()
            .onlyArguments("-tcp-address=" + taken, "-http-address=" + taken)
            .start()) {
      assertEquals(2, daemon.awaitExit(PATIENCE));
      assertEquals(1, daemon.stderr().size(), daemon.stderr()::toString);
      assertTrue(daemon.stderr().get(0).contains(taken), daemon.stderr()::toString);
    }
  }

  @Test
  void saysWhereTheConsoleIs() throws Exception {
    try (DaemonProcess daemon = DaemonProcess.start()) {
      String line = daemon.awaitLogLine("the console is at", PATIENCE);
      assertTrue(
          line.endsWith("HTTP: the console is at http://127.0.0.1:" + daemon.httpPort() + "/ui/"),
          line);
    }
    DaemonLauncher everywhere =
        new DaemonLauncher()
            .onlyArguments(
                "-tcp-address=127.0.0.1:0", "-http-address=:0", "-broadcast-address=::1");
    try (DaemonProcess daemon = everywhere.start()) {
      daemon.awaitLogLine(" HTTP: listening on \\[::\\]:[1-9]\\d*$", PATIENCE); // as Go says it
      String line = daemon.awaitLogLine("the console is at", PATIENCE);
      assertTrue(line.endsWith(" at http://[::1]:" + daemon.httpPort() + "/ui/"), line);
    }
    try (DaemonProcess daemon = DaemonProcess.start("-ui=false")) {
      daemon.tcpPort();
      assertFalse(daemon.stderr().stream().anyMatch(line -> line.contains("console")));
    }
  }
}
