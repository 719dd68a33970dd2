package io.github.vertxnsq.lookupd.debian;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vertxnsq.lookupd.Lookupd;
import io.github.vertxnsq.lookupd.http.HttpProbe;
import io.github.vertxnsq.lookupd.process.ChildProcess;
import io.github.vertxnsq.lookupd.process.DaemonLauncher;
import io.github.vertxnsq.lookupd.process.DaemonProcess;
import io.github.vertxnsq.lookupd.process.MachineAllows;
import io.github.vertxnsq.lookupd.process.ServiceUnit;
import io.github.vertxnsq.lookupd.process.ToldWhenNotRun;
import io.github.vertxnsq.lookupd.wire.ProducerConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(ToldWhenNotRun.class)
@Timeout(300)
class DebianPackageIT {
  private static final Duration EXIT = Duration.ofSeconds(60);
  private static final Path UNIT = Path.of("conf", "nsqlookupd.service");

  @TempDir Path folder;

  @Test
  void holdsTheProgramItsUnitAndItsSettings() throws Exception {
    String contents = String.join("\n", run("dpkg-deb", "--contents", built().toString()));

    for (String file :
        List.of(
            "./usr/bin/nsqlookupd -> ../lib/nsqlookupd/bin/nsqlookupd",
            "./usr/lib/nsqlookupd/lib/runtime/bin/java",
            "./usr/lib/nsqlookupd/lib/app/nsqlookupd.classlist",
            "./usr/lib/systemd/system/nsqlookupd.service",
            "./etc/nsqlookupd/nsqlookupd.toml",
            "./etc/default/nsqlookupd",
            "./usr/share/doc/nsqlookupd/copyright")) {
      assertTrue(contents.contains(" " + file), () -> file + " in\n" + contents);
    }
    assertTrue(
        contents.lines().allMatch(line -> line.matches("[-dl]rw[-x]r.[-x]r.[-x] root/root .*|l.*")),
        contents);
    assertEquals(
        List.of("/etc/default/nsqlookupd", "/etc/nsqlookupd/nsqlookupd.toml"),
        run("dpkg-deb", "--info", built().toString(), "conffiles"));
  }

  @Test
  void isTheSameWhenItIsBuiltAgain() throws Exception {
    String made = built().getFileName().toString();
    String version = made.split("_", -1)[1];
    run(
        "sh",
        "src/build/package-for-debian",
        "target/nsq",
        version,
        "2026-11-23T00:00:00Z",
        folder.toString());

    assertEquals(-1, Files.mismatch(built(), folder.resolve(made)));
  }

  @Test
  void canBeInstalledRunAndTakenAway() throws Exception {
    try (MachineCopy machine = MachineCopy.in(folder)) {
      machine.run("dpkg", "--install", built().toAbsolutePath().toString());

      assertEquals(List.of(), machine.run("dpkg", "--verify", "nsqlookupd"));
      String user = machine.run("id", "-u", "nsqlookupd").get(0);
      // As systemd does.
      machine.run("install", "-d", "-o", "nsqlookupd", "/var/lib/nsqlookupd");
      runsAsItsUnitSays(machine, user);

      String settings = "/etc/nsqlookupd/nsqlookupd.toml";
      machine.run("sh", "-c", "echo 'log_level = \"warn\"' > " + settings);
      machine.run("dpkg", "--install", built().toAbsolutePath().toString());
      assertEquals(List.of("log_level = \"warn\""), machine.run("cat", settings));

      machine.run("dpkg", "--remove", "nsqlookupd");
      machine.run("test", "-e", settings, "-a", "!", "-e", "/usr/bin/nsqlookupd");
      machine.run("dpkg", "--purge", "nsqlookupd");
      assertEquals(
          List.of(),
          machine.run(
              "sh",
              "-c",
              "cd /; getent passwd nsqlookupd;"
                  + " find etc usr/lib/nsqlookupd usr/bin usr/lib/systemd usr/share/doc var/lib/systemd"
                  + " var/lib/nsqlookupd"
                  + " -name '*nsqlookupd*' 2>/dev/null; true"));
    }
  }

  private static void runsAsItsUnitSays(MachineCopy machine, String user) throws Exception {
    List<String> command = ServiceUnit.read(UNIT).words();
    List<String> asUser = machine.entering("--userspec=nsqlookupd:nsqlookupd");
    try (DaemonProcess daemon =
        new DaemonLauncher()
            .wrapper(asUser.toArray(String[]::new))
            .program(Path.of(command.get(0)))
            .jvmFlags("-Xlog:class+load:stdout")
            .arguments(command.subList(1, command.size()).toArray(String[]::new))
            .arguments("-data-path=/var/lib/nsqlookupd")
            .start()) {
      ProducerConnection.open(daemon.tcpPort()).close();
      assertEquals("OK", new HttpProbe(daemon.httpPort()).get("/ping").text());
      Path process = Path.of("/proc/" + daemon.pid());
      assertEquals("nsqlookupd\n", Files.readString(process.resolve("comm")));
      assertTrue(Files.readString(process.resolve("status")).contains("\nUid:\t" + user + "\t"));
      machine.run("nsqlookupd", "-healthcheck=http://127.0.0.1:" + daemon.httpPort());

      daemon.terminate();
      assertEquals(0, daemon.awaitExit(EXIT));
      String ours = Lookupd.class.getName() + " source: shared objects file";
      assertTrue(daemon.stdout().stream().anyMatch(line -> line.endsWith(ours)), "the archive");
    }
  }

  private static Path built() throws Exception {
    MachineAllows.program();
    MachineAllows.debianPackages();
    try (Stream<Path> all = Files.list(Path.of("target"))) {
      return all.filter(file -> file.toString().endsWith(".deb"))
          .findFirst()
          .orElseThrow(() -> new AssertionError("the build has made no package"));
    }
  }

  private static List<String> run(String... command) throws Exception {
    try (ChildProcess child = ChildProcess.start(new ProcessBuilder(command))) {
      assertEquals(0, child.awaitExit(EXIT), child.stderr()::toString);
      return child.stdout();
    }
  }
}
