package io.github.vertxnsq.lookupd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vertxnsq.lookupd.http.HttpProbe;
import io.github.vertxnsq.lookupd.process.DaemonLauncher;
import io.github.vertxnsq.lookupd.process.DaemonProcess;
import io.github.vertxnsq.lookupd.process.InstalledJava;
import io.github.vertxnsq.lookupd.process.JvmComplaints;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The README's start line: with the archive of classes, and without one that fits. */
final class JvmOptionsIT {
  private static final String OPTIONS = "@conf/jvm.options";
  private static final Duration EXIT = Duration.ofSeconds(5);

  @Test
  void startsFromTheArchiveTheBuildHasMade() throws Exception {
    DaemonLauncher launcher =
        new DaemonLauncher()
            .java(InstalledJava.current())
            .jvmFlags(OPTIONS, "-Xlog:class+load:stdout");

    List<String> loaded = servesALookup(launcher).stdout();

    String ours = Lookupd.class.getName() + " source: shared objects file (top)";
    assertTrue(loaded.stream().anyMatch(line -> line.endsWith(ours)), () -> first(loaded));
  }

  @Test
  void startsWithoutAWordWithoutAnArchive(@TempDir Path empty) throws Exception {
    startsWithoutAWord("-XX:SharedArchiveFile=" + empty.resolve("none.jsa"));
  }

  @Test
  void startsWithoutAWordWithAnArchiveThatIsNone(@TempDir Path folder) throws Exception {
    Path garbage = Files.writeString(folder.resolve("garbage.jsa"), "garbage".repeat(10_000));
    startsWithoutAWord("-XX:SharedArchiveFile=" + garbage);
  }

  /** On the Java that has run the build this one fits; on another it is another's. */
  @Test
  void startsWithoutAWordWithTheArchiveOfAnotherJava() throws Exception {
    startsWithoutAWord("-XX:+UseSerialGC");
  }

  @Test
  void startsWithoutAWordWhenTheJarIsAnotherThanThatOfTheArchive(@TempDir Path folder)
      throws Exception {
    Path jar = Files.copy(Path.of(System.getProperty("nsqlookupd.jar")), folder.resolve("x.jar"));
    for (Path java : javas()) {
      assertSaysNothing(new DaemonLauncher().java(java).jar(jar).jvmFlags(OPTIONS));
    }
  }

  /** With what the options file sets, and what overrules it. */
  private static void startsWithoutAWord(String overruling) throws Exception {
    for (Path java : javas()) {
      assertSaysNothing(new DaemonLauncher().java(java).jvmFlags(OPTIONS, overruling));
    }
  }

  private static void assertSaysNothing(DaemonLauncher launcher) throws Exception {
    DaemonProcess daemon = servesALookup(launcher);

    assertEquals(List.of(), daemon.stdout());
    assertEquals(List.of(), JvmComplaints.in(daemon.stderr()));
  }

  /** Returns the process once it has ended, with all it said. */
  private static DaemonProcess servesALookup(DaemonLauncher launcher) throws Exception {
    try (DaemonProcess daemon = launcher.start()) {
      HttpProbe http = new HttpProbe(daemon.httpPort());
      daemon.tcpPort(); // it is all there
      assertEquals(200, http.post("/topic/create?topic=orders").status());
      assertEquals("{\"channels\":[],\"producers\":[]}", http.get("/lookup?topic=orders").text());
      daemon.terminate();
      assertEquals(0, daemon.awaitExit(EXIT));
      return daemon;
    }
  }

  private static List<Path> javas() throws IOException {
    Path current = InstalledJava.current();
    return InstalledJava.java25()
        .filter(newest -> !newest.equals(current))
        .map(newest -> List.of(current, newest))
        .orElse(List.of(current));
  }

  private static String first(List<String> lines) {
    return String.join("\n", lines.subList(0, Math.min(20, lines.size())));
  }
}
