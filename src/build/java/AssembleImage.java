import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Assembles what a container needs of ours, in one folder: {@code program}, the program with the
 * JVM's flags for a container, and {@code links}, by which it is found.
 *
 * <p>{@code java AssembleImage.java PROGRAM FOLDER PLACE}, in the project's folder, where PROGRAM
 * is what {@code AssembleProgram} has made, and PLACE where the program is in the container. For
 * that place the archive of classes is made: where PLACE leads to the folder, as in {@code
 * k8s/Dockerfile}, it is made as it is anywhere; else, for the tests, where nobody else sees that
 * it does.
 */
final class AssembleImage {
  private AssembleImage() {}

  /** Takes the three paths; replaces a folder that is there. */
  public static void main(String[] arguments) throws InterruptedException {
    Path folder = Path.of(arguments[1]).toAbsolutePath();
    try {
      assemble(Path.of(arguments[0]), folder, Path.of(arguments[2]));
    } catch (IOException trouble) {
      System.err.printf("%s was not made: %s%n", folder, trouble);
      System.exit(1);
    }
  }

  private static void assemble(Path original, Path folder, Path place)
      throws IOException, InterruptedException {
    delete(folder);
    Path program = folder.resolve("program");
    copy(original, program);
    Path app = program.resolve("lib/app");
    Files.deleteIfExists(app.resolve("nsqlookupd.jsa"));
    Files.writeString(
        app.resolve("nsqlookupd.cfg"),
        Files.readString(app.resolve("nsqlookupd.cfg")) + flags(Path.of("k8s/container.options")));
    Path links = Files.createDirectory(folder.resolve("links"));
    Files.createSymbolicLink(links.resolve("nsqlookupd"), place.resolve("bin/nsqlookupd"));
    archive(program, place);
    Files.deleteIfExists(app.resolve("nsqlookupd.classlist"));
  }

  private static String flags(Path options) throws IOException {
    StringBuilder text = new StringBuilder();
    for (String line : Files.readAllLines(options)) {
      if (line.startsWith("-")) {
        text.append("java-options=").append(line).append('\n');
      }
    }
    return text.toString();
  }

  private static void archive(Path program, Path place) throws IOException, InterruptedException {
    String make = Path.of("src/build/make-archive").toAbsolutePath().toString();
    boolean isThere = Files.exists(place) && Files.isSameFile(program, place);
    List<String> command =
        isThere
            ? List.of("sh", make, place.toString())
            : List.of("sh", "src/build/seen-at", program.toString(), place.toString(), "sh", make);
    if (new ProcessBuilder(command).inheritIO().start().waitFor() != 0) {
      System.err.println("the image has no archive of classes, starts will be slower");
    }
  }

  /** With its times: the archive knows the jars by them, too. */
  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> all = Files.walk(from)) {
      for (Path each : all.toList()) {
        Files.copy(
            each, to.resolve(from.relativize(each).toString()), StandardCopyOption.COPY_ATTRIBUTES);
      }
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
    Files.createDirectories(folder);
  }
}
