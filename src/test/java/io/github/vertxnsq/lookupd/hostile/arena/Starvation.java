package io.github.vertxnsq.lookupd.hostile.arena;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * How long threads of a process were ready to run and had no processor: the machine's doing, or
 * that of others on it, and not the process's.
 */
final class Starvation {
  private final Path tasks;

  /** By thread, in nanoseconds. */
  private Map<String, Long> before = Map.of();

  Starvation(long pid) {
    tasks = Path.of("/proc", Long.toString(pid), "task");
  }

  void begin() {
    before = waited();
  }

  /** Of the thread that waited longest since it began; none when the process has ended. */
  Duration longest() {
    return waited().entrySet().stream()
        .map(each -> each.getValue() - before.getOrDefault(each.getKey(), 0L))
        .max(Long::compare)
        .map(Duration::ofNanos)
        .orElse(Duration.ZERO);
  }

  private Map<String, Long> waited() {
    Map<String, Long> waited = new HashMap<>();
    try (Stream<Path> threads = Files.list(tasks)) {
      for (Path thread : threads.toList()) {
        waited.put(thread.toString(), waited(thread));
      }
    } catch (IOException ended) {
      return Map.of();
    }
    return waited;
  }

  /** Of "4711 815 3" in its schedstat the second number; without such a file, none. */
  private static long waited(Path thread) {
    try {
      List<String> numbers =
          List.of(Files.readString(thread.resolve("schedstat")).strip().split(" "));
      return Long.parseLong(numbers.get(1));
    } catch (IOException ended) {
      return 0;
    }
  }
}
