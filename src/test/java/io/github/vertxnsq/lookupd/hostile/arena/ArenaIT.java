package io.github.vertxnsq.lookupd.hostile.arena;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whatever somebody does to the daemon, no producer and no consumer notices. Of each kind, every
 * second attack is for the smaller heap, and the others are for the container's; or all are for
 * both, one by one.
 */
@Timeout(3_600)
final class ArenaIT {
  private static final Pattern ONLY = Pattern.compile(System.getProperty("arena.only", ""));
  private static final Duration TIME = Duration.ofSeconds(Integer.getInteger("arena.seconds", 2));
  private static final boolean ALL = Boolean.getBoolean("arena.all");

  /** Descriptors of the tests are no more than this, on most machines. */
  private static final int MOST_CONNECTIONS = 4_000;

  private static final List<Outcome> OUTCOMES = new ArrayList<>();

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"128m", "205m"})
  void nobodyNotices(String heap) throws Exception {
    List<Attack> attacks = ALL ? Attacks.apart() : Attacks.together();
    List<Outcome> failed = new ArrayList<>();
    try (Arena arena = new Arena(heap, folder)) {
      for (int i = 0; i < attacks.size(); i++) {
        Attack attack = attacks.get(i);
        boolean isForThisHeap = ALL || (i % 2 == 0) == heap.equals("128m");
        if (isForThisHeap && ONLY.matcher(attack.name()).find()) {
          assertTrue(attack.connections() <= MOST_CONNECTIONS, attack.name());
          Outcome outcome = arena.bear(attack, TIME);
          OUTCOMES.add(outcome);
          if (!outcome.faults().isEmpty()) {
            failed.add(outcome);
          }
        }
      }
    }
    assertEquals(List.of(), failed);
  }

  @AfterAll
  static void print() {
    System.out.println(Outcome.HEADER);
    OUTCOMES.forEach(System.out::println);
  }
}
