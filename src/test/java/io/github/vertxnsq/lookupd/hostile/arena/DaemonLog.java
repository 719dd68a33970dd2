package io.github.vertxnsq.lookupd.hostile.arena;

import io.github.vertxnsq.lookupd.process.DaemonProcess;
import io.github.vertxnsq.lookupd.process.Eventually;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** What a daemon has logged, read from attack to attack. */
final class DaemonLog {
  private static final Duration SOON = Duration.ofSeconds(3);
  private static final int MOST_SHOWN = 3;
  private static final Pattern LOG_LINE =
      Pattern.compile("^\\[nsqlookupd\\] \\S+ \\S+ (DEBUG|INFO|WARNING|ERROR): .*");
  private static final Pattern EXPECTED_ERROR =
      Pattern.compile(
          " ERROR: (\\[127\\.\\d+\\.\\d+\\.\\d+:\\d+\\] - E_[A-Z_]+( .*)?"
              + "|client\\(127\\.\\d+\\.\\d+\\.\\d+:\\d+\\) bad protocol magic '.*')$");

  private final DaemonProcess daemon;
  private int linesRead;

  DaemonLog(DaemonProcess daemon) {
    this.daemon = daemon;
  }

  /**
   * Checks that nothing odd was logged since the last time, and that all that was changed was.
   *
   * @param changes targets of requests that were answered with 200
   * @param mayGrow whether the daemon is there, to log what is missing
   * @param faults to add to
   */
  void check(List<String> changes, boolean mayGrow, List<String> faults) throws Exception {
    List<String> missing = new ArrayList<>();
    Eventually.within(
        mayGrow ? SOON : Duration.ZERO,
        () -> {
          List<String> fresh = fresh();
          missing.clear();
          missing.addAll(changes);
          missing.removeIf(
              change -> fresh.stream().anyMatch(line -> line.endsWith("POST " + change)));
          return missing.isEmpty();
        });
    if (!missing.isEmpty()) {
      faults.add("no audit line of " + missing.size() + " changes of " + changes.size());
    }
    List<String> fresh = fresh();
    fresh.stream()
        .filter(DaemonLog::isUnexpected)
        .limit(MOST_SHOWN)
        .forEach(line -> faults.add("log: " + line));
    linesRead += fresh.size();
  }

  private List<String> fresh() {
    List<String> all = daemon.stderr();
    return all.subList(linesRead, all.size());
  }

  /** A stack trace, or an error that no stranger's bytes explain. */
  private static boolean isUnexpected(String line) {
    return !LOG_LINE.matcher(line).matches()
        || (line.contains(" ERROR: ") && !EXPECTED_ERROR.matcher(line).find());
  }
}
