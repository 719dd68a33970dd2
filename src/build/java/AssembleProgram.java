import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;

/**
 * Makes a program of the jar, a folder with all that it takes: {@code bin/nsqlookupd}, a native
 * launcher; in {@code lib/runtime} a Java with the modules that the daemon uses; {@code
 * lib/libraries.jar}; in {@code lib/app} our own jar, the JVM's flags, and the archive of classes
 * to start from.
 *
 * <p>{@code java AssembleProgram.java JAR CLASSES FOLDER}, in the project's folder, where CLASSES
 * has our part of JAR. The folder may be moved; only the archive fits the place that it was made
 * for, and without it starts are slower. {@code lib/app/nsqlookupd.classlist} is what another one
 * is made of.
 */
final class AssembleProgram {
  /** Those that the others require come along. A test fails whichever of these is left out. */
  private static final List<String> MODULES =
      List.of(
          "java.naming", // exceptions that Logback catches
          "java.transaction.xa", // in the signatures of Hazelcast's interfaces
          "java.xml", // Logback's configuration
          "jdk.crypto.ec", // the curves of TLS
          "jdk.management", // the limit of open files
          "jdk.unsupported"); // Unsafe, for Netty and Hazelcast

  private static final String MANIFEST = "META-INF/MANIFEST.MF";

  private AssembleProgram() {}

  /**
   * Takes the paths of the jar, of our classes, and the folder to make; replaces one that is there.
   */
  public static void main(String[] arguments) throws InterruptedException {
    Path folder = Path.of(arguments[2]).toAbsolutePath();
    try {
      delete(folder);
      Path scratch = Files.createTempDirectory(folder.getParent(), "program");
      try {
        assemble(Path.of(arguments[0]), Path.of(arguments[1]), folder, scratch);
      } finally {
        delete(scratch);
      }
    } catch (IOException trouble) {
      System.err.printf(
          "%s was not made: %s. To build without it: -Dlauncher=false%n",
          folder, trouble.getMessage());
      System.exit(1);
    }
  }

  private static void assemble(Path jar, Path classes, Path folder, Path scratch)
      throws IOException, InterruptedException {
    Path runtime = scratch.resolve("runtime");
    run(
        "jlink",
        "--add-modules",
        String.join(",", MODULES),
        "--no-header-files",
        "--no-man-pages",
        "--output",
        runtime.toString());
    Path input = Files.createDirectory(scratch.resolve("input"));
    split(jar, classes, input, scratch);
    run(
        "jpackage",
        "--type",
        "app-image",
        "--name",
        "nsqlookupd",
        "--runtime-image",
        runtime.toString(),
        "--input",
        input.toString(),
        "--main-jar",
        "nsqlookupd.jar",
        "--dest",
        scratch.toString());
    Path made = scratch.resolve("nsqlookupd");
    Files.delete(made.resolve("lib/nsqlookupd.png"));
    Files.move(scratch.resolve("libraries.jar"), made.resolve("lib/libraries.jar"));
    Path app = made.resolve("lib/app");
    unpackNative(jar, app);
    Files.delete(app.resolve(".jpackage.xml"));
    // Not what jpackage has written: it names the main class, and then the jar's manifest, which
    // opens what libraries look into, does not count.
    Files.writeString(app.resolve("nsqlookupd.cfg"), configuration(Path.of("conf/jvm.options")));
    Files.move(made, folder);
    archive(folder);
  }

  /** What Netty and JNA would unpack, for which there may be no place that it may be run from. */
  private static void unpackNative(Path jar, Path folder) throws IOException {
    boolean isArm = System.getProperty("os.arch").equals("aarch64");
    String netty = "libnetty_transport_native_epoll_" + (isArm ? "aarch_64" : "x86_64") + ".so";
    String jna = isArm ? "linux-aarch64" : "linux-x86-64";
    try (FileSystem zip = FileSystems.newFileSystem(jar)) {
      for (String library :
          List.of("META-INF/native/" + netty, "com/sun/jna/" + jna + "/libjnidispatch.so")) {
        Path packed = zip.getPath(library);
        Files.copy(
            packed,
            folder.resolve(packed.getFileName().toString()),
            StandardCopyOption.COPY_ATTRIBUTES);
      }
    }
  }

  /** The launcher's configuration: one flag a line; of a flag given twice the last counts. */
  private static String configuration(Path options) throws IOException {
    StringBuilder text =
        new StringBuilder("[Application]\napp.mainjar=$APPDIR/nsqlookupd.jar\n\n[JavaOptions]\n");
    for (String line : Files.readAllLines(options)) {
      if (line.startsWith("-") && !line.startsWith("-XX:SharedArchiveFile=")) {
        text.append("java-options=").append(line).append('\n');
      }
    }
    return text.append("java-options=-XX:SharedArchiveFile=$APPDIR/nsqlookupd.jsa\n")
        .append("java-options=-Djava.library.path=$APPDIR\n")
        .append("java-options=-Djna.boot.library.path=$APPDIR\n")
        .toString();
  }

  /** In two, since the libraries change seldom: where they are a layer of an image, it stays. */
  private static void split(Path jar, Path classes, Path input, Path scratch) throws IOException {
    Path app = Files.copy(jar, input.resolve("nsqlookupd.jar"));
    Path libraries = Files.copy(jar, scratch.resolve("libraries.jar"));
    edit(
        app,
        entry -> !Files.exists(classes.resolve(entry)),
        manifest -> manifest.stripTrailing() + "\nClass-Path: ../libraries.jar\n");
    edit(
        libraries,
        entry -> Files.exists(classes.resolve(entry)),
        manifest -> "Manifest-Version: 1.0\nMulti-Release: true\n");
  }

  /** The jar's own time stays, and those in it: the same jar makes the same two. */
  private static void edit(Path jar, Predicate<String> unwanted, UnaryOperator<String> rewrite)
      throws IOException {
    FileTime then = Files.getLastModifiedTime(jar);
    try (FileSystem zip = FileSystems.newFileSystem(jar);
        Stream<Path> all = Files.walk(zip.getPath("/"))) {
      Path manifest = zip.getPath(MANIFEST);
      FileTime written = Files.getLastModifiedTime(manifest);
      String text = rewrite.apply(Files.readString(manifest));
      for (Path entry : all.filter(Files::isRegularFile).toList()) {
        if (unwanted.test(entry.toString().substring(1))) {
          Files.delete(entry);
        }
      }
      Files.writeString(manifest, text);
      Files.setLastModifiedTime(manifest, written);
    }
    Files.setLastModifiedTime(jar, then);
  }

  /** What a start loads is asked of a daemon that is run for it, a member of a cluster. */
  private static void archive(Path folder) throws IOException, InterruptedException {
    Path app = folder.resolve("lib/app");
    Path list = app.resolve("nsqlookupd.classlist");
    start(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-XX:TieredStopAtLevel=1",
        Path.of("src/build/java/TrainArchive.java").toAbsolutePath().toString(),
        app.resolve("nsqlookupd.jar").toString(),
        list.toString(),
        folder.resolve("lib/runtime/bin/java").toString(),
        // Most of what a member loads is the cluster's; a daemon by itself is none the slower.
        "-cluster",
        "-cluster-address=127.0.0.1:0",
        "-cluster-bus-address=:0",
        "-cluster-join-timeout=100ms");
    if (Files.exists(list)) {
      start("sh", "src/build/make-archive", folder.toString());
    }
  }

  private static void run(String tool, String... arguments) throws IOException {
    ToolProvider found =
        ToolProvider.findFirst(tool)
            .orElseThrow(() -> new IOException("this Java has no " + tool + ", a JDK is needed"));
    int exit = found.run(System.out, System.err, arguments);
    if (exit != 0) {
      throw new IOException(tool + " failed with " + exit);
    }
  }

  private static void start(String... command) throws IOException, InterruptedException {
    int exit = new ProcessBuilder(command).inheritIO().start().waitFor();
    if (exit != 0) {
      throw new IOException(String.join(" ", command) + " failed with " + exit);
    }
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
}
