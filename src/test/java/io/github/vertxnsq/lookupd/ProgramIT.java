package io.github.vertxnsq.lookupd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vertxnsq.lookupd.cluster.ClusterEngine;
import io.github.vertxnsq.lookupd.http.HttpProbe;
import io.github.vertxnsq.lookupd.process.ChildProcess;
import io.github.vertxnsq.lookupd.process.DaemonLauncher;
import io.github.vertxnsq.lookupd.process.DaemonProcess;
import io.github.vertxnsq.lookupd.process.JvmComplaints;
import io.github.vertxnsq.lookupd.process.MachineAllows;
import io.github.vertxnsq.lookupd.process.ToldWhenNotRun;
import io.github.vertxnsq.lookupd.wire.ProducerConnection;
import io.github.vertxnsq.lookupd.wire.ProducerIdentity;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The native launcher is the daemon: one process, of its name, that ends as the jar does. */
@ExtendWith(ToldWhenNotRun.class)
final class ProgramIT {
  private static final Duration EXIT = Duration.ofSeconds(5);
  private static final Duration REFUSED = Duration.ofSeconds(30);

  @TempDir private Path folder;

  /** By a symbolic link, as it is in {@code /usr/bin}, and in an image. */
  @Test
  void isOneProcessOfItsName() throws Exception {
    Path link = Files.createSymbolicLink(folder.resolve("nsqlookupd"), MachineAllows.program());
    try (DaemonProcess daemon = new DaemonLauncher().program(link).start();
        ProducerConnection producer = ProducerConnection.open(daemon.tcpPort())) {
      producer.identify(ProducerIdentity.numbered("program", 0));
      producer.must("REGISTER orders billing");

      assertEquals(
          "program-0",
          new HttpProbe(daemon.httpPort())
              .get("/lookup?topic=orders")
              .json()
              .at("/producers/0/broadcast_address")
              .asText());
      Path process = Path.of("/proc", Long.toString(daemon.pid()));
      assertEquals("nsqlookupd\n", Files.readString(process.resolve("comm")));
      assertEquals(0, ProcessHandle.of(daemon.pid()).orElseThrow().children().count());
      assertTrue(pgrep().contains(Long.toString(daemon.pid())));
      assertFalse(Files.readString(process.resolve("environ")).contains("LD_LIBRARY_PATH"));

      daemon.terminate();
      assertEquals(0, daemon.awaitExit(EXIT));
      assertEquals(List.of(), daemon.stdout());
      assertEquals(List.of(), JvmComplaints.in(daemon.stderr()));
    }
  }

  private static List<String> pgrep() throws Exception {
    try (ChildProcess pgrep = ChildProcess.start(new ProcessBuilder("pgrep", "-x", "nsqlookupd"))) {
      assertEquals(0, pgrep.awaitExit(EXIT));
      return pgrep.stdout();
    }
  }

  /** Where it was ignored, this takes a library of which nothing can be unpacked here. */
  @ParameterizedTest
  @ValueSource(strings = {"--default-signal=INT", "--ignore-signal=INT"})
  void endsOnSigint(String signal) throws Exception {
    try (DaemonProcess daemon =
        new DaemonLauncher()
            .program(MachineAllows.program())
            .wrapper("env", signal)
            .jvmFlags("-Djava.io.tmpdir=" + folder.resolve("missing"))
            .start()) {
      daemon.tcpPort();
      daemon.interrupt();
      assertEquals(0, daemon.awaitExit(EXIT));
      assertFalse(daemon.stderr().stream().anyMatch(line -> line.contains("SIGINT")));
    }
  }

  @ParameterizedTest
  @CsvSource({"-version, 0", "-no-such-flag, 2", "-tcp-address=192.0.2.1:1, 1"})
  void exitsAsTheJarDoes(String argument, int code) throws Exception {
    try (DaemonProcess daemon =
        new DaemonLauncher().program(MachineAllows.program()).arguments(argument).start()) {
      assertEquals(code, daemon.awaitExit(REFUSED), daemon.stderr()::toString);
    }
  }

  /** Of both jars, and of the Java itself. */
  @Test
  void startsFromItsArchive() throws Exception {
    try (DaemonProcess daemon =
        new DaemonLauncher()
            .program(MachineAllows.program())
            .jvmFlags("-Xlog:class+load:stdout")
            .arguments("-cluster", "-cluster-address=127.0.0.1:0", "-cluster-bus-address=:0")
            .arguments("-cluster-join-timeout=100ms")
            .start()) {
      daemon.tcpPort();
      daemon.terminate();
      assertEquals(0, daemon.awaitExit(EXIT));
      for (String name :
          List.of(
              Lookupd.class.getName(),
              ClusterEngine.class.getName(),
              "com.hazelcast.core.Hazelcast",
              "java.lang.Object")) {
        String line = name + " source: shared objects file";
        assertTrue(daemon.stdout().stream().anyMatch(each -> each.endsWith(line)), line);
      }
    }
  }

  /** What stands in jvm.options, each flag as it is. */
  @Test
  void hasTheFlagsOfTheJvm() throws Exception {
    List<String> flags =
        Files.readAllLines(Path.of("conf", "jvm.options")).stream()
            .filter(line -> line.startsWith("-") && !line.contains("SharedArchiveFile"))
            .map(line -> "java-options=" + line)
            .toList();
    List<String> configured =
        Files.readAllLines(
            MachineAllows.program().getParent().resolveSibling("lib/app/nsqlookupd.cfg"));

    assertTrue(configured.containsAll(flags), configured::toString);
  }
}
