package io.github.vertxnsq.lookupd.process;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** The lines a process writes to one of its streams, collected on a thread of their own. */
final class OutputLines {
  // Both guarded by this; every change notifies.
  private final List<String> lines = new ArrayList<>();
  private boolean ended;

  private OutputLines() {}

  static OutputLines of(InputStream stream, String threadName) {
    OutputLines output = new OutputLines();
    Thread reader = new Thread(() -> output.collect(stream), threadName);
    reader.setDaemon(true);
    reader.start();
    return output;
  }

  private void collect(InputStream stream) {
    try (BufferedReader reader = new BufferedReader(new InputStreamReader(stream, UTF_8))) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        add(line);
      }
    } catch (IOException e) {
      add("(reading this output failed: " + e + ")");
    } finally {
      end();
    }
  }

  private synchronized void add(String line) {
    lines.add(line);
    notifyAll();
  }

  private synchronized void end() {
    ended = true;
    notifyAll();
  }

  synchronized List<String> snapshot() {
    return List.copyOf(lines);
  }

  /** The first line wanted, or nothing when the time is over or no line can come any more. */
  synchronized Optional<String> await(Predicate<String> wanted, Duration atMost)
      throws InterruptedException {
    long deadlineNanos = System.nanoTime() + atMost.toNanos();
    int looked = 0;
    while (true) {
      for (; looked < lines.size(); looked++) {
        if (wanted.test(lines.get(looked))) {
          return Optional.of(lines.get(looked));
        }
      }
      long leftNanos = deadlineNanos - System.nanoTime();
      if (ended || leftNanos <= 0) {
        return Optional.empty();
      }
      TimeUnit.NANOSECONDS.timedWait(this, leftNanos);
    }
  }

  /** Whether no line can come any more. */
  synchronized boolean hasEnded() {
    return ended;
  }

  /** Returns once the last line is in, which is some time after the process has ended. */
  void awaitEnd(Duration atMost) throws InterruptedException {
    await(line -> false, atMost);
  }
}
