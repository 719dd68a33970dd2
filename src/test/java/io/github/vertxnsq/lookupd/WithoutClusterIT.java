package io.github.vertxnsq.lookupd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vertxnsq.lookupd.http.HttpProbe;
import io.github.vertxnsq.lookupd.process.DaemonLauncher;
import io.github.vertxnsq.lookupd.process.DaemonProcess;
import io.github.vertxnsq.lookupd.process.Sockets;
import io.github.vertxnsq.lookupd.wire.ProducerConnection;
import io.github.vertxnsq.lookupd.wire.ProducerIdentity;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Who does not cluster pays nothing for it. */
class WithoutClusterIT {
  private static final Duration EXIT = Duration.ofSeconds(5);

  // "[0.312s][info][class,load] io.vertx.core.Vertx source: …", with other decorations by choice
  private static final Pattern OF_CLUSTERS =
      Pattern.compile(
          "(com\\.hazelcast|io\\.vertx\\.spi\\.cluster|io\\.github\\.vertxnsq\\.lookupd\\.cluster)"
              + "\\.");

  @Test
  void loadsNoClassOfItAndOpensNoPortForIt() throws Exception {
    DaemonLauncher launcher =
        new DaemonLauncher()
            .jvmFlags("-Xlog:class+load:stdout")
            // Without -cluster they count for nothing.
            .arguments("-cluster-address=127.0.0.1:0", "-cluster-peers=127.0.0.1:1");
    try (DaemonProcess daemon = launcher.start();
        ProducerConnection producer = ProducerConnection.open(daemon.tcpPort())) {
      producer.identify(ProducerIdentity.numbered("single", 0));
      producer.must("REGISTER orders billing");
      HttpProbe http = new HttpProbe(daemon.httpPort());
      for (String path : List.of("/lookup?topic=orders", "/metrics", "/health/ready", "/debug")) {
        assertEquals(200, http.get(path).status());
      }

      assertEquals(
          Set.of(daemon.tcpPort(), daemon.httpPort()), Sockets.of(daemon.pid()).listeningPorts());
      daemon.terminate();
      assertEquals(0, daemon.awaitExit(EXIT));
      List<String> loaded = daemon.stdout();
      assertTrue(loaded.stream().anyMatch(line -> line.contains(Lookupd.class.getName())));
      assertEquals(List.of(), loaded.stream().filter(OF_CLUSTERS.asPredicate()).toList());
    }
  }
}
