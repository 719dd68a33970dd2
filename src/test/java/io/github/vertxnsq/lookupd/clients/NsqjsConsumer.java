package io.github.vertxnsq.lookupd.clients;

import io.github.vertxnsq.lookupd.process.ChildProcess;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;

/**
 * The npm package nsqjs, run by node. It is installed once for each version of its lock file, in
 * {@code target/nsqjs}.
 */
final class NsqjsConsumer {
  private static final Path DIRECTORY = Path.of("target", "nsqjs");
  private static final List<String> FILES =
      List.of("package.json", "package-lock.json", "consumer.js");
  private static final Path LOCK = DIRECTORY.resolve("package-lock.json");
  // A copy of the lock, written last: what it names has been installed.
  private static final Path INSTALLED = DIRECTORY.resolve("node_modules").resolve("installed.json");
  private static final Duration INSTALLATION = Duration.ofMinutes(3);

  private NsqjsConsumer() {}

  /** Installs what is missing, and starts consumer.js. */
  static ChildProcess start(int lookupdHttpPort, String topic, String channel)
      throws IOException, InterruptedException {
    copyFiles();
    if (!Files.exists(INSTALLED) || Files.mismatch(LOCK, INSTALLED) != -1) {
      install();
    }
    return run("node", "consumer.js", "127.0.0.1:" + lookupdHttpPort, topic, channel);
  }

  private static void copyFiles() throws IOException {
    Files.createDirectories(DIRECTORY);
    for (String name : FILES) {
      try (InputStream resource =
          NsqjsConsumer.class.getResourceAsStream("/clients/nsqjs/" + name)) {
        Files.copy(resource, DIRECTORY.resolve(name), StandardCopyOption.REPLACE_EXISTING);
      }
    }
  }

  private static void install() throws IOException, InterruptedException {
    // Optional is only snappy, in native code.
    try (ChildProcess npm =
        run("npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts", "--omit=optional")) {
      int exit = npm.awaitExit(INSTALLATION);
      if (exit != 0) {
        throw new AssertionError(
            "npm ci failed with " + exit + ":\n" + String.join("\n", npm.stderr()));
      }
    }
    Files.copy(LOCK, INSTALLED, StandardCopyOption.REPLACE_EXISTING);
  }

  private static ChildProcess run(String... command) throws IOException {
    try {
      return ChildProcess.start(
          new ProcessBuilder(command).directory(new File(DIRECTORY.toString())));
    } catch (IOException e) {
      throw new AssertionError(
          command[0]
              + " does not start. This test runs the real nsqjs: install Node.js 18 or later with"
              + " npm (Debian: apt-get install nodejs npm) and have both in PATH.",
          e);
    }
  }
}
