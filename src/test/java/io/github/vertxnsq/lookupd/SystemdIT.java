package io.github.vertxnsq.lookupd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vertxnsq.lookupd.http.HttpProbe;
import io.github.vertxnsq.lookupd.process.ChildProcess;
import io.github.vertxnsq.lookupd.process.DaemonLauncher;
import io.github.vertxnsq.lookupd.process.DaemonProcess;
import io.github.vertxnsq.lookupd.process.InstalledJava;
import io.github.vertxnsq.lookupd.process.JvmComplaints;
import io.github.vertxnsq.lookupd.process.MachineAllows;
import io.github.vertxnsq.lookupd.process.NotifyListener;
import io.github.vertxnsq.lookupd.process.ServiceUnit;
import io.github.vertxnsq.lookupd.process.ToldWhenNotRun;
import io.github.vertxnsq.lookupd.wire.ProducerConnection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The unit of the package starts a daemon that tells systemd how it is. */
@ExtendWith(ToldWhenNotRun.class)
final class SystemdIT {
  private static final Path UNIT = Path.of("conf", "nsqlookupd.service");
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** Of the least exposed, 0, to the most, 100; of services without any such lines 96. */
  private static final int MAX_EXPOSURE = 15;

  private static final Pattern READY =
      Pattern.compile("READY=1\nSTATUS=producers on port (\\d+), HTTP on port (\\d+)");

  @TempDir private Path root;
  private ServiceUnit unit;

  @BeforeEach
  void readUnit() throws IOException {
    unit = ServiceUnit.read(UNIT);
  }

  @Test
  void systemdFindsNothingWrongWithTheUnit() throws Exception {
    // It looks whether what is started is there.
    Path copy = root.resolve(UNIT.getFileName());
    String program = MachineAllows.program().toString();
    Files.writeString(copy, Files.readString(UNIT).replace("/usr/bin/nsqlookupd", program));

    assertEquals(
        List.of(), run("systemd-analyze", "verify", "--recursive-errors=no", copy.toString()));
  }

  @Test
  void theUnitLetsTheDaemonDoLittleElse() throws Exception {
    run(
        "systemd-analyze",
        "security",
        "--offline=yes",
        "--threshold=" + MAX_EXPOSURE,
        UNIT.toString());
  }

  /** Also where nothing may be run from, nor written to, the folder for what is temporary. */
  @Test
  void servesAndTells() throws Exception {
    Path settings = Files.createDirectories(root.resolve("etc/nsqlookupd"));
    Files.copy(Path.of("conf", "nsqlookupd.toml"), settings.resolve("nsqlookupd.toml"));
    Files.createDirectories(root.resolve("etc/default"));
    Files.writeString(
        root.resolve("etc/default/nsqlookupd"),
        """
        NSQLOOKUPD_TCP_ADDRESS=127.0.0.1:0
        NSQLOOKUPD_HTTP_ADDRESS=127.0.0.1:0
        JAVA_TOOL_OPTIONS="-Xlog:class+load:stdout -Djava.io.tmpdir=/proc"
        """);
    try (NotifyListener systemd = NotifyListener.at(root.resolve("notify"));
        ChildProcess daemon =
            ChildProcess.start(under(systemd, unit.command(root, MachineAllows.program())))) {
      assertEquals("STATUS=starting", systemd.next());
      Matcher ready = READY.matcher(systemd.next());
      assertTrue(ready.matches());
      ProducerConnection.open(Integer.parseInt(ready.group(1))).close();
      HttpProbe http = new HttpProbe(Integer.parseInt(ready.group(2)));
      assertEquals(200, http.get("/health/ready").status());
      assertEquals("WATCHDOG=1", systemd.next());
      assertEquals("WATCHDOG=1", systemd.next());

      daemon.terminate();
      assertEquals(0, daemon.awaitExit(PATIENCE));
      assertEquals("STOPPING=1\nSTATUS=stopping", systemd.nextBut("WATCHDOG=1"));
      assertEquals(List.of(), JvmComplaints.in(daemon.stderr()));
      String ours = Lookupd.class.getName() + " source: shared objects file";
      assertTrue(daemon.stdout().stream().anyMatch(line -> line.endsWith(ours)), "the archive");
    }
  }

  /** Where no JDK 25 is to be found this is the test above once more, without installing. */
  @Test
  void tellsOnJava25Too() throws Exception {
    DaemonLauncher launcher = new DaemonLauncher();
    InstalledJava.java25().ifPresent(launcher::java);
    try (NotifyListener systemd = NotifyListener.at(root.resolve("notify"));
        DaemonProcess daemon = launcher.environment("NOTIFY_SOCKET", systemd.name()).start()) {
      assertEquals("STATUS=starting", systemd.next());
      assertTrue(READY.matcher(systemd.next()).matches());

      daemon.terminate();
      assertEquals(0, daemon.awaitExit(PATIENCE));
      assertEquals("STOPPING=1\nSTATUS=stopping", systemd.next());
      assertEquals(List.of(), JvmComplaints.in(daemon.stderr()));
    }
  }

  private static ProcessBuilder under(NotifyListener systemd, ProcessBuilder command) {
    command.environment().put("NOTIFY_SOCKET", systemd.name());
    command.environment().put("WATCHDOG_USEC", "200000");
    return command;
  }

  @Test
  void aSettingThatCannotBeUsedIsNotTriedAgain() throws Exception {
    try (DaemonProcess daemon = new DaemonLauncher().arguments("-http-instances=x").start()) {
      List<String> forGood = List.of(unit.value("RestartPreventExitStatus").split(" ", -1));
      assertTrue(forGood.contains(Integer.toString(daemon.awaitExit(PATIENCE))), forGood::toString);
    }
  }

  @Test
  void withoutSystemdNothingNativeIsLoaded() throws Exception {
    try (DaemonProcess daemon = new DaemonLauncher().jvmFlags("-Xlog:class+load:stdout").start()) {
      daemon.tcpPort();
      daemon.terminate();
      assertEquals(0, daemon.awaitExit(PATIENCE));

      assertTrue(daemon.stdout().stream().anyMatch(line -> line.contains(".systemd.Supervisor")));
      assertEquals(
          List.of(),
          daemon.stdout().stream()
              .filter(line -> line.contains(".NotifySocket") || line.contains("epoll.Native"))
              .toList());
    }
  }

  private static List<String> run(String... command) throws Exception {
    try (ChildProcess child = ChildProcess.start(new ProcessBuilder(command))) {
      int code = child.awaitExit(PATIENCE);
      List<String> output =
          Stream.concat(child.stdout().stream(), child.stderr().stream()).toList();
      assertEquals(0, code, () -> String.join("\n", output));
      return output;
    }
  }
}
