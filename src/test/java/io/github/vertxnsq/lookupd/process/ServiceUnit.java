package io.github.vertxnsq.lookupd.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A unit of systemd, as far as it takes to start what it starts without systemd. */
public final class ServiceUnit {
  private final Map<String, List<String>> values = new TreeMap<>();

  private ServiceUnit(String text) {
    text.replace("\\\n", " ")
        .lines()
        .filter(line -> line.matches("[A-Za-z]+=.*"))
        .map(line -> line.split("=", 2))
        .forEach(pair -> values.computeIfAbsent(pair[0], key -> new ArrayList<>()).add(pair[1]));
  }

  public static ServiceUnit read(Path file) throws IOException {
    return new ServiceUnit(Files.readString(file));
  }

  /** The one value of a key. */
  public String value(String key) {
    List<String> all = values.getOrDefault(key, List.of());
    if (all.size() != 1) {
      throw new AssertionError(key + " is given " + all.size() + " times");
    }
    return all.get(0);
  }

  /**
   * What it starts, with nothing of this process's environment.
   *
   * @param root stands for {@code /} in every path but that of java
   * @param java stands for /usr/bin/java
   */
  public ProcessBuilder command(Path root, Path java) throws IOException {
    String cache = root.resolve("var/cache").toString();
    String state = root.resolve("var/lib").toString();
    Map<String, String> environment = environment(root);
    List<String> words =
        Stream.of(value("ExecStart").trim().split("\\s+"))
            .map(word -> word.replaceFirst("^/usr/bin/java$", java.toString()))
            .map(
                word ->
                    word.replaceFirst(
                        "(^@?|=)/(usr/lib|etc)/nsqlookupd/", "$1" + root + "/$2/nsqlookupd/"))
            .map(word -> word.replace("%C", cache).replace("%S", state))
            .flatMap(word -> expand(word, environment))
            .toList();
    ProcessBuilder command = new ProcessBuilder(words);
    command.environment().clear();
    command.environment().putAll(environment);
    command.directory(Files.createDirectories(root.resolve("empty")).toFile());
    Files.createDirectories(Path.of(cache, value("CacheDirectory")));
    Files.createDirectories(Path.of(state, value("StateDirectory")));
    return command;
  }

  private Map<String, String> environment(Path root) throws IOException {
    Map<String, String> environment = new HashMap<>();
    put(value("Environment"), environment);
    Path file = Path.of(root + value("EnvironmentFile").replaceFirst("^-", ""));
    if (Files.exists(file)) {
      Files.readAllLines(file).forEach(line -> put(line, environment));
    }
    return environment;
  }

  private static void put(String assignment, Map<String, String> environment) {
    String[] pair = assignment.split("=", 2);
    environment.put(pair[0], pair[1].replace("\"", ""));
  }

  /** {@code $NAME} as a word of its own is as many words as its value has. */
  private static Stream<String> expand(String word, Map<String, String> environment) {
    return word.startsWith("$")
        ? Arrays.stream(environment.get(word.substring(1)).split(" "))
            .filter(each -> !each.isEmpty())
        : Stream.of(word);
  }
}
