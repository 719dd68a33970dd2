package io.github.vertxnsq.lookupd.hostile.arena;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * How long event loops of a process were ready to run and had no processor: the machine's doing, or
 * that of others on it, and not the process's. Looked at several times a second, since only what
 * was missing while somebody waited explains that wait.
 */
final class Starvation implements AutoCloseable {
  private static final long LOOK_MILLIS = 100;
  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(LOOK_MILLIS);

  /** Names of threads are cut after fifteen characters. */
  private static final String EVENT_LOOP = "vert.x-eventloo";

  private final Path tasks;
  private final ScheduledExecutorService looking = Executors.newSingleThreadScheduledExecutor();

  /** Guarded by this. */
  private final List<Look> looks = new ArrayList<>();

  /**
   * What is read at one time.
   *
   * @param waitedNanos by thread, since that began
   */
  private record Look(long atNanos, Map<String, Long> waitedNanos) {}

  @SuppressWarnings("FutureReturnValueIgnored") // a look that fails is missing, and that shows
  Starvation(long pid) {
    tasks = Path.of("/proc", Long.toString(pid), "task");
    looking.scheduleWithFixedDelay(this::look, 0, LOOK_MILLIS, TimeUnit.MILLISECONDS);
  }

  /** From now on it counts. */
  void begin() {
    synchronized (this) {
      looks.clear();
    }
    look();
  }

  private void look() {
    Look next = new Look(System.nanoTime(), waited());
    synchronized (this) {
      looks.add(next);
    }
  }

  /** How much the event loop that lacked most was kept waiting within so long a time at most. */
  synchronized Duration within(Duration time) {
    long most = 0;
    int from = 0;
    for (int to = 0; to < looks.size(); to++) {
      // Somebody may have begun to wait just before a look, and ended just after one.
      while (looks.get(to).atNanos - looks.get(from).atNanos > time.toNanos() + 2 * LOOK_NANOS) {
        from++;
      }
      Map<String, Long> before = looks.get(from).waitedNanos;
      for (Map.Entry<String, Long> thread : looks.get(to).waitedNanos.entrySet()) {
        long earlier = before.getOrDefault(thread.getKey(), thread.getValue());
        most = Math.max(most, thread.getValue() - earlier);
      }
    }
    return Duration.ofNanos(most);
  }

  @Override
  public void close() {
    looking.shutdownNow();
  }

  private Map<String, Long> waited() {
    Map<String, Long> waited = new HashMap<>();
    try (Stream<Path> threads = Files.list(tasks)) {
      for (Path thread : threads.toList()) {
        if (Files.readString(thread.resolve("comm")).startsWith(EVENT_LOOP)) {
          waited.put(thread.toString(), waited(thread));
        }
      }
    } catch (IOException ended) {
      return Map.of();
    }
    return waited;
  }

  /** Of "4711 815 3" in its schedstat the second number. */
  private static long waited(Path thread) throws IOException {
    List<String> numbers =
        List.of(Files.readString(thread.resolve("schedstat")).strip().split(" "));
    return Long.parseLong(numbers.get(1));
  }
}
