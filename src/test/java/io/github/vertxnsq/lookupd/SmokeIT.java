package io.github.vertxnsq.lookupd;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.vertxnsq.lookupd.http.HttpProbe;
import io.github.vertxnsq.lookupd.process.DaemonLauncher;
import io.github.vertxnsq.lookupd.process.DaemonProcess;
import io.github.vertxnsq.lookupd.process.InstalledJava;
import io.github.vertxnsq.lookupd.wire.ProducerConnection;
import io.github.vertxnsq.lookupd.wire.ProducerIdentity;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The jar does its work: on the Java the tests run on, and on the newest it is meant for. */
class SmokeIT {
  private static final Duration EXIT = Duration.ofSeconds(5);

  @Test
  void worksOnThisJava() throws Exception {
    registersListsAndEnds(new DaemonLauncher());
  }

  /** Where no JDK 25 is to be found this is the test above once more. */
  @Test
  void worksOnJava25() throws Exception {
    DaemonLauncher launcher = new DaemonLauncher();
    InstalledJava.java25().ifPresent(launcher::java);
    registersListsAndEnds(launcher);
  }

  @Test
  void hasTheOriginalsVersion() throws Exception {
    try (DaemonProcess daemon = DaemonProcess.start()) {
      HttpProbe.Answer info = new HttpProbe(daemon.httpPort()).get("/info");
      assertEquals(200, info.status());
      assertEquals("{\"version\":\"1.3.0\"}", info.text());
    }
  }

  private static void registersListsAndEnds(DaemonLauncher launcher) throws Exception {
    try (DaemonProcess daemon = launcher.start();
        ProducerConnection producer = ProducerConnection.open(daemon.tcpPort())) {
      producer.identify(ProducerIdentity.numbered("smoke", 0));
      producer.must("REGISTER orders billing");

      HttpProbe.Answer lookup = new HttpProbe(daemon.httpPort()).get("/lookup?topic=orders");
      assertEquals(200, lookup.status());
      JsonNode listed = lookup.json().path("producers").path(0);
      assertEquals("smoke-0", listed.path("broadcast_address").asText());
      assertEquals(4150, listed.path("tcp_port").asInt());
      assertEquals("billing", lookup.json().path("channels").path(0).asText());

      daemon.terminate();
      assertEquals(0, daemon.awaitExit(EXIT));
    }
  }
}
