package io.github.vertxnsq.lookupd;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.github.vertxnsq.lookupd.http.HttpProbe;
import io.github.vertxnsq.lookupd.process.DaemonProcess;
import io.github.vertxnsq.lookupd.process.Eventually;
import io.github.vertxnsq.lookupd.wire.ProducerConnection;
import io.github.vertxnsq.lookupd.wire.ProducerIdentity;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a running daemon takes from its configuration file when that is edited. */
class ReloadIT {
  // The file is looked at every few seconds.
  private static final Duration RELOAD = Duration.ofSeconds(30);

  @TempDir Path directory;
  private Path file;

  @BeforeEach
  void nameFile() {
    file = directory.resolve("nsqlookupd.cfg");
  }

  @Test
  void takesTombstoneLifetimeAndLogLevel() throws Exception {
    Files.writeString(file, "tombstone_lifetime = \"1h\"\nlog_level = \"debug\"\n");
    try (DaemonProcess daemon = DaemonProcess.start("-config=" + file);
        ProducerConnection producer = ProducerConnection.open(daemon.tcpPort())) {
      ProducerIdentity identity = ProducerIdentity.numbered("reload", 0);
      producer.identify(identity);
      producer.must("REGISTER orders");
      HttpProbe http = new HttpProbe(daemon.httpPort());
      Tombstones tombstones = new Tombstones(http, "orders", identity);
      tombstones.set();
      assertEquals(0, tombstones.listed());

      // The tombstones show when the file has been read, which the log cannot say at this level.
      replaceFile("tombstone_lifetime = \"300ms\"\nlog_level = \"error\"\n");
      Eventually.holds(
          "a tombstone ends", RELOAD, () -> tombstones.endsWithin(Duration.ofSeconds(1)));
      http.get("/ping?at=error");

      replaceFile("tombstone_lifetime = \"300ms\"\nlog_level = \"debug\"\n");
      Eventually.holds(
          "requests are logged again",
          RELOAD,
          () -> {
            http.get("/ping?at=debug");
            return isLogged(daemon, "/ping?at=debug");
          });
      assertFalse(isLogged(daemon, "/ping?at=error"));
    }
  }

  @Test
  void saysWhatNeedsARestart() throws Exception {
    Files.writeString(file, "broadcast_address = \"before\"\n");
    try (DaemonProcess daemon = DaemonProcess.start("-config=" + file)) {
      daemon.httpPort();
      replaceFile("broadcast_address = \"after\"\n");
      daemon.awaitLogLine("broadcast_address.*restart", RELOAD);
      try (ProducerConnection producer = ProducerConnection.open(daemon.tcpPort())) {
        assertEquals(
            "before",
            producer
                .identify(ProducerIdentity.numbered("reload", 0))
                .path("broadcast_address")
                .asText());
      }
    }
  }

  private static boolean isLogged(DaemonProcess daemon, String text) {
    return daemon.stderr().stream().anyMatch(line -> line.contains(text));
  }

  /** In one step, as editors and Kubernetes do it. */
  private void replaceFile(String text) throws Exception {
    Path next = Files.writeString(directory.resolve("next"), text);
    Files.move(next, file, ATOMIC_MOVE);
  }
}
