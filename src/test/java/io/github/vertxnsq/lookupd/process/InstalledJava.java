package io.github.vertxnsq.lookupd.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** The Javas of this machine on which the daemon can be tried. */
public final class InstalledJava {
  private static final Path INSTALLED = Path.of("/usr/lib/jvm");

  private InstalledJava() {}

  /** The one that runs the tests, and has run the build. */
  public static Path current() {
    return executable(Path.of(System.getProperty("java.home")));
  }

  /** A Java 25: the one {@code JAVA_25_HOME} names, else one installed where Debian has them. */
  public static Optional<Path> java25() throws IOException {
    String home = System.getenv("JAVA_25_HOME");
    if (home != null) {
      return Optional.of(executable(Path.of(home)));
    }
    if (!Files.isDirectory(INSTALLED)) {
      return Optional.empty();
    }
    try (Stream<Path> homes = Files.list(INSTALLED)) {
      return homes.filter(InstalledJava::isJava25).findFirst().map(InstalledJava::executable);
    }
  }

  /** Each JDK has a file that says what it is: {@code JAVA_VERSION="25.0.1"}. */
  private static boolean isJava25(Path home) {
    try {
      return Files.readString(home.resolve("release")).contains("JAVA_VERSION=\"25");
    } catch (IOException e) {
      // No JDK, or none that can be used.
      return false;
    }
  }

  private static Path executable(Path home) {
    return home.resolve("bin").resolve("java");
  }
}
