package io.github.vertxnsq.lookupd.bench;

import io.github.vertxnsq.lookupd.bench.load.HttpLoad;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What is to be measured, and how.
 *
 * @param parts in the order in which they are measured
 * @param rounds how often each figure is taken; the median counts
 * @param seconds how long each figure is taken
 * @param scale by which every number of producers, topics and the like is multiplied
 * @param jvmFlags of the daemon, and of what it is measured against
 * @param load what asks over HTTP
 * @param hold how long connections are held
 */
record BenchOptions(
    List<Part> parts,
    int rounds,
    Duration seconds,
    double scale,
    List<String> jvmFlags,
    HttpLoad load,
    Duration hold) {
  private static final Path DEFAULT_JVM_FLAGS = Path.of("conf", "jvm.options");
  private static final String ALL = "all";
  private static final int MOST = 1_000;

  /** Says in one line what cannot be used. */
  static final class Unusable extends Exception {
    private static final long serialVersionUID = 1;

    Unusable(String property, String value, String expected) {
      super("-D%s=%s: \"%s\" is not %s".formatted(property, value, value, expected));
    }
  }

  /**
   * Reads the options; each that is null or empty has its default.
   *
   * @param property gives the value of a system property
   * @throws Unusable if a value is malformed or out of range
   */
  static BenchOptions of(Function<String, String> property) throws Unusable, IOException {
    Function<String, String> given =
        name -> property.apply(name) == null ? "" : property.apply(name).strip();
    return new BenchOptions(
        parts(given.apply("bench")),
        (int) number(given, "bench.rounds", 3),
        seconds(given.apply("bench.seconds")),
        scale(given.apply("bench.scale")),
        jvmFlags(given.apply("bench.jvm")),
        load(given.apply("bench.load")),
        Duration.ofSeconds(number(given, "bench.hold", 300)));
  }

  private static List<Part> parts(String names) throws Unusable {
    if (names.isEmpty()) {
      return Stream.of(Part.values()).filter(Part::isByDefault).toList();
    }
    if (names.equals(ALL)) {
      return List.of(Part.values());
    }
    List<String> wanted = Arrays.stream(names.split(",", -1)).map(String::strip).toList();
    List<Part> parts =
        Stream.of(Part.values()).filter(part -> wanted.contains(part.text())).toList();
    if (parts.size() != wanted.size()) {
      throw new Unusable(
          "bench",
          names,
          "a list of different parts out of "
              + Stream.of(Part.values()).map(Part::text).collect(Collectors.joining(", ")));
    }
    return parts;
  }

  private static long number(Function<String, String> given, String property, int byDefault)
      throws Unusable {
    String value = given.apply(property);
    if (value.isEmpty()) {
      return byDefault;
    }
    if (!value.matches("[0-9]{1,9}")
        || Integer.parseInt(value) < 1
        || Integer.parseInt(value) > MOST) {
      throw new Unusable(property, value, "a whole number from 1 to " + MOST);
    }
    return Integer.parseInt(value);
  }

  private static double scale(String value) throws Unusable {
    return decimal("bench.scale", value, 1, 1e-4, 10);
  }

  private static Duration seconds(String value) throws Unusable {
    return Duration.ofMillis(Math.round(1e3 * decimal("bench.seconds", value, 2, 0.1, MOST)));
  }

  private static double decimal(
      String property, String value, double byDefault, double least, double most) throws Unusable {
    if (value.isEmpty()) {
      return byDefault;
    }
    if (!value.matches("[0-9]{1,9}(\\.[0-9]{1,9})?")
        || Double.parseDouble(value) < least
        || Double.parseDouble(value) > most) {
      throw new Unusable(property, value, "a number from %s to %s".formatted(least, most));
    }
    return Double.parseDouble(value);
  }

  /** Flags are separated by white space; the file may also hold comments and empty lines. */
  private static List<String> jvmFlags(String value) throws IOException {
    Stream<String> lines =
        !value.isEmpty()
            ? Stream.of(value)
            : Files.exists(DEFAULT_JVM_FLAGS)
                ? Files.readAllLines(DEFAULT_JVM_FLAGS).stream()
                : Stream.of();
    return lines
        .map(line -> line.replaceFirst("#.*", ""))
        .flatMap(line -> Stream.of(line.strip().split("\\s+")))
        .filter(flag -> !flag.isEmpty())
        .toList();
  }

  private static HttpLoad load(String value) throws Unusable {
    if (value.isEmpty()) {
      return HttpLoad.best();
    }
    for (HttpLoad load : HttpLoad.values()) {
      if (load.text().equals(value)) {
        return load;
      }
    }
    throw new Unusable("bench.load", value, "wrk or vertx");
  }
}
