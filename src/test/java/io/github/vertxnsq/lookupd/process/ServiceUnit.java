package io.github.vertxnsq.lookupd.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

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

  /** What it starts, word by word. */
  public List<String> words() {
    return List.of(value("ExecStart").trim().split("\\s+"));
  }

  /**
   * What it starts, with nothing of this process's environment.
   *
   * @param root stands for {@code /} in every path but that of the program
   * @param program stands for /usr/bin/nsqlookupd
   */
  public ProcessBuilder command(Path root, Path program) throws IOException {
    List<String> words =
        words().stream()
            .map(word -> word.replaceFirst("^/usr/bin/nsqlookupd$", program.toString()))
            .map(word -> word.replaceFirst("=/etc/nsqlookupd/", "=" + root + "/etc/nsqlookupd/"))
            .toList();
    ProcessBuilder command = new ProcessBuilder(words);
    command.environment().clear();
    command.environment().putAll(environment(root));
    command.directory(Files.createDirectories(root.resolve("empty")).toFile());
    Files.createDirectories(state(root).resolve(value("StateDirectory")));
    return command;
  }

  private Map<String, String> environment(Path root) throws IOException {
    Map<String, String> environment = new HashMap<>();
    put(value("Environment").replace("%S", state(root).toString()), environment);
    Path file = Path.of(root + value("EnvironmentFile").replaceFirst("^-", ""));
    Files.readAllLines(file).forEach(line -> put(line, environment));
    return environment;
  }

  private static Path state(Path root) {
    return root.resolve("var/lib");
  }

  private static void put(String assignment, Map<String, String> environment) {
    String[] pair = assignment.split("=", 2);
    environment.put(pair[0], pair[1].replace("\"", ""));
  }
}
