package io.github.vertxnsq.lookupd.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongFunction;

/**
 * Random sessions with a running daemon, by some clients at once, for half a minute or as many
 * seconds as the system property {@code fuzz.session.seconds} says. Each session has a seed of its
 * own; the property {@code fuzz.session.seed} has just that one run.
 */
final class RandomSessions {
  private static final Long ONLY = Long.getLong("fuzz.session.seed");
  private static final Duration TIME =
      Duration.ofSeconds(Integer.getInteger("fuzz.session.seconds", 30));
  private static final int CLIENTS = 4;

  /** What it takes, on the busiest of machines, to believe that it was tried at all. */
  private static final int FEW_SESSIONS = 30;

  private final LongFunction<Session> sessions;
  private final AtomicLong nextSeed = new AtomicLong();
  private final Queue<Finding> findings = new ConcurrentLinkedQueue<>();

  /** What a client does over one connection; all of it follows from a seed. */
  interface Session {
    /** Throws when the daemon does not answer as it should. */
    void run() throws Exception;

    /** How many steps there are. */
    int size();

    /** The same without one of them. */
    Session without(int step);
  }

  private record Finding(Session session, Throwable trouble) {}

  /**
   * @param sessions makes one of a seed
   */
  RandomSessions(LongFunction<Session> sessions) {
    this.sessions = sessions;
  }

  /** Fails when one of them is not answered as it should be. */
  void run() throws InterruptedException {
    if (ONLY == null) {
      long first = System.nanoTime();
      System.out.println("random sessions from seed " + first);
      nextSeed.set(first);
      runMany();
      long count = nextSeed.get() - first;
      System.out.println(count + " sessions");
      assertTrue(count >= FEW_SESSIONS || !findings.isEmpty(), "only " + count + " sessions");
    } else {
      run(ONLY);
    }
    assertEquals("", findings.isEmpty() ? "" : smallest(findings.remove()));
  }

  private void runMany() throws InterruptedException {
    long deadlineNanos = System.nanoTime() + TIME.toNanos();
    List<Thread> clients = new ArrayList<>();
    for (int i = 0; i < CLIENTS; i++) {
      Thread client =
          new Thread(
              () -> {
                while (System.nanoTime() - deadlineNanos < 0 && findings.isEmpty()) {
                  run(nextSeed.getAndIncrement());
                }
              });
      client.start();
      clients.add(client);
    }
    for (Thread client : clients) {
      client.join();
    }
  }

  private void run(long seed) {
    Session session = sessions.apply(seed);
    Throwable trouble = trouble(session);
    if (trouble != null) {
      findings.add(new Finding(session, trouble));
    }
  }

  /** What goes wrong; null if nothing does. */
  private static Throwable trouble(Session session) {
    try {
      session.run();
      return null;
    } catch (Exception | AssertionError wrong) {
      return wrong;
    }
  }

  /** Leaves out steps for as long as it goes wrong without them, too. */
  private static String smallest(Finding found) {
    Finding smallest = found;
    for (int i = found.session().size() - 1; i >= 0; i--) {
      if (smallest.session().size() > 1) {
        Session smaller = smallest.session().without(i);
        Throwable trouble = trouble(smaller);
        smallest = trouble == null ? smallest : new Finding(smaller, trouble);
      }
    }
    return smallest + "\nfound as\n" + found;
  }
}
