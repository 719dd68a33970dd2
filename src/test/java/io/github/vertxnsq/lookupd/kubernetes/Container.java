package io.github.vertxnsq.lookupd.kubernetes;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.vertxnsq.lookupd.config.HostName;
import io.github.vertxnsq.lookupd.process.ChildProcess;
import io.github.vertxnsq.lookupd.process.DaemonLauncher;
import io.github.vertxnsq.lookupd.process.MachineAllows;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The image as a container sees it: what the build has assembled, where the Dockerfile puts it,
 * above the few libraries of its base, on a file system that cannot be written to, as a user who is
 * not root. Only the network is that of the machine.
 */
final class Container {
  private static final Path IMAGE = Path.of("target", "image").toAbsolutePath();
  private static final Path PROGRAM = IMAGE.resolve("program");
  private static final List<String> LINKED =
      List.of(
          "bin/nsqlookupd",
          "lib/libapplauncher.so",
          "lib/runtime/lib/server/libjvm.so",
          "lib/runtime/lib/libzip.so");
  private static final Duration SOON = Duration.ofSeconds(20);

  /** "libz.so.1 => /lib/x86_64-linux-gnu/libz.so.1 (0x…)", and the loader without an arrow. */
  private static final Pattern SYSTEM_LIBRARY =
      Pattern.compile("(?m)^\\s(?:\\S+ => )?(/\\S+) \\(0x[0-9a-f]+\\)$");

  private final Path root;
  private final Dockerfile dockerfile;

  private Container(Path root, Dockerfile dockerfile) {
    this.root = root;
    this.dockerfile = dockerfile;
  }

  /** One whose files are in this folder, which must be empty. */
  static Container in(Path folder) throws Exception {
    MachineAllows.program();
    MachineAllows.namespaces();
    // Not the folder itself: nobody else may enter what JUnit makes.
    Container container =
        new Container(Files.createDirectory(folder.resolve("root")), Dockerfile.read());
    for (String mounted : List.of("proc", "dev", "tmp", "etc")) {
      Files.createDirectory(container.file(mounted));
    }
    Files.createDirectories(container.file(container.dockerfile.place().toString()));
    container.copyLinks();
    container.copyLibraries();
    Files.writeString(container.file("etc/resolv.conf"), "nameserver 127.0.0.1\n");
    Files.writeString(container.file("etc/nsswitch.conf"), "hosts: files\n");
    Files.writeString(container.file("etc/host.conf"), "multi on\n");
    container.knowHosts("127.0.0.1 localhost", "127.0.0.1 " + HostName.ofThisMachine());
    return container;
  }

  private void copyLinks() throws IOException {
    for (Dockerfile.Layer layer : dockerfile.layers()) {
      if (layer.from().startsWith("links")) {
        Path to = Files.createDirectories(file(layer.to().toString()));
        try (Stream<Path> links = Files.list(IMAGE.resolve(layer.from()))) {
          for (Path link : links.toList()) {
            Files.copy(link, to.resolve(link.getFileName()), LinkOption.NOFOLLOW_LINKS);
          }
        }
      }
    }
  }

  /** What the base of the image has for Java: the C library, that of C++, and zlib. */
  private void copyLibraries() throws Exception {
    for (String library : LINKED) {
      Matcher found = SYSTEM_LIBRARY.matcher(ldd(PROGRAM.resolve(library)));
      while (found.find()) {
        Path original = Path.of(found.group(1));
        if (!original.startsWith(PROGRAM)) {
          Path copy = file(original.toString());
          Files.createDirectories(copy.getParent());
          if (!Files.exists(copy)) {
            Files.copy(original, copy);
          }
        }
      }
    }
  }

  private static String ldd(Path library) throws Exception {
    try (ChildProcess ldd = ChildProcess.start(new ProcessBuilder("ldd", library.toString()))) {
      assertEquals(0, ldd.awaitExit(SOON), ldd.stderr()::toString);
      return String.join("\n", ldd.stdout());
    }
  }

  /** Has these lines in {@code /etc/hosts}, after those that are there. */
  void knowHosts(String... lines) throws IOException {
    Path hosts = file("etc/hosts");
    String known = Files.exists(hosts) ? Files.readString(hosts) : "";
    Files.writeString(hosts, known + String.join("\n", lines) + "\n");
  }

  /** Where a file of the container is on this machine. */
  Path file(String path) {
    return root.resolve(path.startsWith("/") ? path.substring(1) : path);
  }

  /** What in the container has been written to, if it could be. */
  List<Path> inTmp() throws IOException {
    try (Stream<Path> files = Files.list(file("tmp"))) {
      return files.toList();
    }
  }

  /** Starts what the Dockerfile says, as that says, with no arguments yet. */
  DaemonLauncher launcher() {
    return launcher(List.of());
  }

  /** Likewise, as an argument of another command. */
  DaemonLauncher launcher(List<String> command) {
    List<String> all =
        Stream.concat(dockerfile.entrypoint().stream(), dockerfile.command().stream()).toList();
    return launcher(command, all.get(0))
        .arguments(all.subList(1, all.size()).toArray(String[]::new));
  }

  /** Starts a program of the image, as an argument of another command. */
  DaemonLauncher launcher(List<String> command, String program) {
    return new DaemonLauncher()
        .wrapper(command.toArray(String[]::new))
        .wrapper("bash", script(), root.toString())
        .wrapper(PROGRAM.toString(), dockerfile.place().toString(), dockerfile.workdir())
        .program(Path.of(program));
  }

  private static String script() {
    try {
      return Path.of(Container.class.getResource("/kubernetes/container.sh").toURI()).toString();
    } catch (URISyntaxException e) {
      throw new AssertionError(e);
    }
  }
}
