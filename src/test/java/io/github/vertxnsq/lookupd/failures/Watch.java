package io.github.vertxnsq.lookupd.failures;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import io.github.vertxnsq.lookupd.http.HttpProbe;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Looks a topic up again and again, and notes each answer in which one of its producers misses. */
final class Watch implements AutoCloseable {
  private static final long PAUSE_MILLIS = 20;
  private static final int OK = 200;
  private static final int UNAVAILABLE = 503;
  private static final int FEW = 10;

  private final String topic;
  private final Set<String> expected;
  private final long startNanos = System.nanoTime();
  private final ScheduledExecutorService asking = Executors.newScheduledThreadPool(2);
  private final Queue<Future<?>> endless = new ConcurrentLinkedQueue<>();
  private final Queue<String> wrong = new ConcurrentLinkedQueue<>();
  private final Map<Node, Integer> full = new ConcurrentHashMap<>();
  private final Set<Node> comingOrGoing = ConcurrentHashMap.newKeySet();

  /** Each of these is to be listed, once, in every answer. */
  Watch(String topic, Set<String> expected) {
    this.topic = topic;
    this.expected = expected;
  }

  /** From now on each of these nodes must answer, always and in full. */
  void begin(List<Node> nodes) {
    nodes.forEach(this::begin);
  }

  /** A node that is not ready, or stops, may say so, or say nothing at all. */
  void beginComing(Node node) {
    comesOrGoes(node);
    begin(node);
  }

  /** From now on the node may be as one that is not ready. */
  void comesOrGoes(Node node) {
    comingOrGoing.add(node);
  }

  /** The node has become ready, and must answer. */
  void mustAnswer(Node node) {
    comingOrGoing.remove(node);
  }

  private void begin(Node node) {
    full.put(node, 0);
    endless.add(asking.scheduleWithFixedDelay(() -> ask(node), 0, PAUSE_MILLIS, MILLISECONDS));
  }

  private void ask(Node node) {
    long askedNanos = System.nanoTime();
    // As of when it was asked: it may change before the answer is there.
    boolean wasComingOrGoing = comingOrGoing.contains(node);
    try {
      judge(node, node.http().get("/lookup?topic=" + topic), wasComingOrGoing, askedNanos);
    } catch (IOException unreachable) {
      if (!comingOrGoing.contains(node)) {
        note(node, askedNanos, unreachable.toString());
      }
    } catch (AssertionError noAnswer) {
      note(node, askedNanos, noAnswer.getMessage());
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
    }
  }

  private void judge(Node node, HttpProbe.Answer answer, boolean isComingOrGoing, long asked) {
    if (answer.status() == UNAVAILABLE && answer.text().contains("NOT_READY")) {
      if (!isComingOrGoing && !comingOrGoing.contains(node)) {
        note(node, asked, answer.text());
      }
      return;
    }
    Listed listed = Listed.in(answer.json());
    Set<String> missing = listed.missing(expected);
    if (answer.status() == OK && missing.isEmpty() && listed.twice().isEmpty()) {
      full.merge(node, 1, Integer::sum);
    } else {
      String what = "missing %s, twice %s".formatted(Listed.few(missing), listed.twice());
      note(node, asked, answer.status() + ", " + what);
    }
  }

  private void note(Node node, long askedNanos, String what) {
    long fromMillis = TimeUnit.NANOSECONDS.toMillis(askedNanos - startNanos);
    long toMillis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNanos);
    wrong.add(
        "asked at %d ms, answered at %d ms: %s %s".formatted(fromMillis, toMillis, node, what));
  }

  /** When it is, in the time in which answers are noted. */
  String now() {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNanos) + " ms";
  }

  /** How many answers of the node were full, so far. */
  int answers(Node node) {
    return full.getOrDefault(node, 0);
  }

  /** Nobody was ever missing. */
  void assertNobodyMissed(String history) {
    if (!wrong.isEmpty()) {
      throw new AssertionError(
          "%d lookups of %s were wrong (right: %s); %s; the first:%n%s%n%s"
              .formatted(
                  wrong.size(),
                  topic,
                  full,
                  history,
                  String.join("\n", wrong.stream().limit(FEW).toList()),
                  String.join("", full.keySet().stream().map(Node::said).toList())));
    }
  }

  @Override
  public void close() {
    endless.forEach(one -> one.cancel(true));
    asking.shutdownNow();
  }
}
