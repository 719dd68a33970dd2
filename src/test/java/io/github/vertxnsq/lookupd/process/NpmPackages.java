package io.github.vertxnsq.lookupd.process;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * Packages of npm, as a lock file among the test's resources names them: installed once for each
 * version of that file, in a folder of {@code target}.
 */
public final class NpmPackages {
  private static final Duration INSTALLATION = Duration.ofMinutes(3);

  private final String resources;
  private final Path folder;

  /**
   * Names a folder of packages; nothing is installed yet.
   *
   * @param resources where {@code package.json} and {@code package-lock.json} are: {@code
   *     /clients/nsqjs}
   * @param name what the folder is called
   */
  public NpmPackages(String resources, String name) {
    this.resources = resources;
    this.folder = Path.of("target", name);
  }

  /** Where they are, with the further files. */
  public Path folder() {
    return folder;
  }

  /**
   * Installs what is missing.
   *
   * @param more files to have beside, from among the resources
   */
  public void install(String... more) throws IOException, InterruptedException {
    Files.createDirectories(folder);
    for (String name :
        Stream.concat(Stream.of("package.json", "package-lock.json"), Stream.of(more)).toList()) {
      try (InputStream resource = NpmPackages.class.getResourceAsStream(resources + "/" + name)) {
        Files.copy(resource, folder.resolve(name), StandardCopyOption.REPLACE_EXISTING);
      }
    }
    Path lock = folder.resolve("package-lock.json");
    // A copy of the lock, written last: what it names has been installed.
    Path installed = folder.resolve("node_modules").resolve("installed.json");
    if (!Files.exists(installed) || Files.mismatch(lock, installed) != -1) {
      runNpm();
      Files.copy(lock, installed, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  private void runNpm() throws IOException, InterruptedException {
    // Nothing but what the lock names: what is optional, or wanted beside it, is of no use here.
    List<String> command =
        List.of(
            "npm",
            "ci",
            "--no-audit",
            "--no-fund",
            "--ignore-scripts",
            "--omit=optional",
            "--legacy-peer-deps");
    try (ChildProcess npm =
        ChildProcess.start(new ProcessBuilder(command).directory(folder.toFile()))) {
      int exit = npm.awaitExit(INSTALLATION);
      if (exit != 0) {
        throw new AssertionError(
            "npm ci failed with " + exit + ":\n" + String.join("\n", npm.stderr()));
      }
    }
  }
}
