package io.github.vertxnsq.lookupd.style;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What a reader of the sources can rely on. */
final class TidyTest {
  private static final Path SOURCES = Path.of("src");
  private static final Path MAIN = Path.of("src", "main", "java");
  private static final int MAX_LINES = 400;
  private static final int MAX_METHOD_LINES = 60;

  /** A method begins, in a type or in a type nested there. */
  private static final Pattern METHOD = Pattern.compile("^( {2}| {4})[a-zA-Z<].*\\((.*[^;])?$");

  private static final Pattern TYPE = Pattern.compile("\\b(class|record|interface|enum)\\b");

  private static final Set<String> TOP_LEVEL =
      Set.of(
          "pom.xml", "src", "conf", "k8s", "README.md", "CHANGELOG.md", "LICENSE", ".ci", ".mvn");

  @Test
  void noFileIsLongerThanAScreenfulOfScreens() throws IOException {
    assertEquals(List.of(), javaFiles(SOURCES).filter(f -> lines(f).size() > MAX_LINES).toList());
  }

  @Test
  void noMethodIsLongerThanAScreen() throws IOException {
    assertEquals(List.of(), javaFiles(MAIN).flatMap(TidyTest::longMethods).toList());
  }

  private static Stream<String> longMethods(Path file) {
    List<String> lines = lines(file);
    return Stream.iterate(0, i -> i < lines.size(), i -> i + 1)
        .filter(i -> isMethod(lines, i))
        .filter(i -> lengthOfBlock(lines, i) > MAX_METHOD_LINES)
        .map(i -> file + ":" + (i + 1));
  }

  private static boolean isMethod(List<String> lines, int i) {
    String line = lines.get(i);
    String before = i == 0 ? "" : lines.get(i - 1).strip();
    return METHOD.matcher(line).matches()
        && !TYPE.matcher(line).find()
        && (before.isEmpty() || before.startsWith("@") || before.endsWith("*/"));
  }

  private static int lengthOfBlock(List<String> lines, int first) {
    String indent = lines.get(first).replaceAll("\\S.*", "");
    int last = first;
    while (last < lines.size() && !lines.get(last).equals(indent + "}")) {
      last++;
    }
    return last - first;
  }

  @Test
  void everyPackageSaysWhatItIsFor() throws IOException {
    try (Stream<Path> folders = Files.walk(MAIN)) {
      List<Path> silent =
          folders
              .filter(Files::isDirectory)
              .filter(folder -> containsClasses(folder))
              .filter(folder -> !Files.exists(folder.resolve("package-info.java")))
              .toList();
      assertEquals(List.of(), silent);
    }
  }

  private static boolean containsClasses(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files.anyMatch(file -> file.toString().endsWith(".java"));
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  @Test
  void nothingIsLeftForLater() throws IOException {
    Pattern later = Pattern.compile("\\b(TO" + "DO|FIX" + "ME|XX" + "X)\\b");
    assertEquals(
        List.of(),
        javaFiles(SOURCES)
            .filter(file -> lines(file).stream().anyMatch(line -> later.matcher(line).find()))
            .toList());
  }

  @Test
  void noTestIsSkippedAndNoneSleeps() throws IOException {
    // But for the one place that waits for what no test can be told of.
    Path exempt = Path.of("process", "Eventually.java");
    Pattern idle = Pattern.compile("@Dis" + "abled|assume" + "True|Thread\\.sl" + "eep");
    assertEquals(
        List.of(),
        javaFiles(Path.of("src", "test"))
            .filter(file -> !file.endsWith(exempt))
            .filter(file -> lines(file).stream().anyMatch(line -> idle.matcher(line).find()))
            .toList());
  }

  /** Some take time that grows with the square of a text: whoever sends one picks the worst. */
  @Test
  void noRegularExpressionReadsWhatClientsSend() throws IOException {
    // What those read is the operator's, or the daemon's own.
    Path config = MAIN.resolve(Path.of("io", "github", "vertxnsq", "lookupd", "config"));
    Set<String> exempt = Set.of("TokenFile.java", "Preact.java", "ExpectedMembers.java");
    Pattern regex =
        Pattern.compile(
            "java\\.util\\.regex|\\.(split|replaceAll|replaceFirst)\\(|\\.matches\\(\"");
    assertEquals(
        List.of(),
        javaFiles(MAIN)
            .filter(file -> !file.startsWith(config))
            .filter(file -> !exempt.contains(file.getFileName().toString()))
            .filter(file -> lines(file).stream().anyMatch(line -> regex.matcher(line).find()))
            .toList());
  }

  @Test
  void theTopLevelHoldsWhatTheUserAskedFor() throws IOException {
    try (Stream<Path> entries = Files.list(Path.of(""))) {
      List<String> more =
          entries
              .map(Path::toString)
              .filter(name -> !TOP_LEVEL.contains(name))
              .filter(name -> !name.equals("target") && !name.startsWith(".git"))
              .filter(name -> !Set.of(".editorconfig", ".dockerignore").contains(name))
              .toList();
      assertEquals(List.of(), more);
    }
  }

  @Test
  void sourcesAreWrittenInOneAlphabet() throws IOException {
    // Anything invisible could make a reader see other code than the compiler does.
    Pattern invisible = Pattern.compile("[\\u200B-\\u200F\\u202A-\\u202E\\u2066-\\u2069\\uFEFF]");
    assertFalse(
        javaFiles(SOURCES)
            .anyMatch(file -> lines(file).stream().anyMatch(l -> invisible.matcher(l).find())));
  }

  private static Stream<Path> javaFiles(Path root) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      return files.filter(file -> file.toString().endsWith(".java")).toList().stream();
    }
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
