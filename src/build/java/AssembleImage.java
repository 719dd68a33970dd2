import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;

/**
 * Assembles what a container needs of ours, in one folder: a Java runtime with the modules that the
 * daemon uses, the jar, the JVM's flags, and the archives of classes to start from. The folder may
 * be moved as a whole; what is in it is to be started from within.
 *
 * <p>{@code java AssembleImage.java JAR FOLDER}, in the project's folder. The build does it for the
 * tests, and {@code k8s/Dockerfile} for the image.
 */
final class AssembleImage {
  /** Those that the others require come along. A test fails whichever of these is left out. */
  private static final List<String> MODULES =
      List.of(
          "java.naming", // exceptions that Logback catches
          "java.transaction.xa", // in the signatures of Hazelcast's interfaces
          "java.xml", // Logback's configuration
          "jdk.crypto.ec", // the curves of TLS
          "jdk.management", // the limit of open files
          "jdk.unsupported"); // Unsafe, for Netty and Hazelcast

  private AssembleImage() {}

  /** Takes the path of the jar, and that of the folder to make; replaces one that is there. */
  public static void main(String[] arguments) throws InterruptedException {
    Path folder = Path.of(arguments[1]);
    try {
      assemble(Path.of(arguments[0]), folder);
    } catch (IOException trouble) {
      System.err.printf("%s was not made: %s%n", folder, trouble);
      System.exit(1);
    }
  }

  private static void assemble(Path jar, Path folder) throws IOException, InterruptedException {
    delete(folder);
    Files.createDirectories(folder);
    link(folder.resolve("runtime"));
    // The archive knows the jar by its time of change, too.
    Files.copy(jar, folder.resolve("nsqlookupd.jar"), StandardCopyOption.COPY_ATTRIBUTES);
    Files.copy(Path.of("conf/jvm.options"), folder.resolve("jvm.options"));
    Files.copy(Path.of("k8s/container.options"), folder.resolve("container.options"));
    String java = folder.resolve("runtime/bin/java").toAbsolutePath().toString();
    run(folder, java, "-Xshare:dump", "-Xlog:disable", "-Xlog:all=error:stderr");
    run(
        folder,
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        Path.of("src/build/java/TrainArchive.java").toAbsolutePath().toString(),
        "nsqlookupd.jar",
        "nsqlookupd.jsa",
        java,
        // Most of what a member loads is the cluster's; a daemon by itself is none the slower.
        "-cluster",
        "-cluster-address=127.0.0.1:0",
        "-cluster-bus-address=:0",
        "-cluster-join-timeout=100ms");
  }

  private static void delete(Path folder) throws IOException {
    if (Files.exists(folder)) {
      try (Stream<Path> all = Files.walk(folder)) {
        for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(each);
        }
      }
    }
  }

  private static void link(Path runtime) throws IOException {
    ToolProvider jlink =
        ToolProvider.findFirst("jlink")
            .orElseThrow(() -> new IOException("this Java has no jlink, a JDK is needed"));
    int exit =
        jlink.run(
            System.out,
            System.err,
            "--add-modules",
            String.join(",", MODULES),
            "--no-header-files",
            "--no-man-pages",
            "--output",
            runtime.toString());
    if (exit != 0) {
      throw new IOException("jlink failed with " + exit);
    }
  }

  private static void run(Path folder, String... command) throws IOException, InterruptedException {
    int exit = new ProcessBuilder(command).directory(folder.toFile()).inheritIO().start().waitFor();
    if (exit != 0) {
      throw new IOException(String.join(" ", command) + " failed with " + exit);
    }
  }
}
