package io.github.vertxnsq.lookupd.hostile.arena;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** Somebody who asks something of the daemon five times a second, and wants it answered soon. */
abstract class Observer implements AutoCloseable {
  private static final long PAUSE_MILLIS = 200;

  /** Who is not answered by then is not waited for any longer. */
  private static final Duration ANSWER = Duration.ofSeconds(6);

  private static final int MOST_FAULTS = 3;

  private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();

  // Those belong to the timer's thread.
  private final Set<String> faults = new LinkedHashSet<>();
  private Duration slowest = Duration.ZERO;
  private int round;
  private ScheduledFuture<?> looking;

  /** What somebody saw since it was asked last. */
  record Seen(Duration slowest, Set<String> faults) {}

  /** Something that has to be done, and takes its time. */
  interface Step {
    void take() throws Exception;
  }

  /** Looks again and again from now on, until {@link #seen}. */
  final void begin() {
    looking = timer.scheduleWithFixedDelay(this::lookOnce, 0, PAUSE_MILLIS, TimeUnit.MILLISECONDS);
  }

  /**
   * Asks once, by {@link #wait}.
   *
   * @param number of times that it was called before
   */
  abstract void look(int number) throws Exception;

  final void lookOnce() {
    attempt(() -> look(round++));
  }

  /** Does it; what goes wrong is a fault. */
  final void attempt(Step step) {
    try {
      step.take();
    } catch (Exception | AssertionError wrong) {
      note(wrong.toString());
    }
  }

  final void note(String fault) {
    if (faults.size() < MOST_FAULTS) {
      faults.add(fault.lines().findFirst().orElse(""));
    }
  }

  /** Does it, and notes how long it took when that was longer than before. */
  final void await(Step step) throws Exception {
    long startNanos = System.nanoTime();
    try {
      step.take();
    } finally {
      Duration taken = Duration.ofNanos(System.nanoTime() - startNanos);
      slowest = taken.compareTo(slowest) > 0 ? taken : slowest;
    }
  }

  /** Looks once more, tells what was seen since the last time, and looks no longer. */
  final Seen seen() throws InterruptedException, ExecutionException {
    if (looking != null) {
      looking.cancel(false);
    }
    return timer.submit(this::lookAndTell).get();
  }

  private Seen lookAndTell() {
    lookOnce();
    Seen seen = new Seen(slowest, Set.copyOf(faults));
    slowest = Duration.ZERO;
    faults.clear();
    return seen;
  }

  static Socket connect(int port) throws IOException {
    Socket socket = new Socket();
    socket.setTcpNoDelay(true);
    socket.setSoTimeout((int) ANSWER.toMillis());
    socket.connect(
        new InetSocketAddress(InetAddress.getLoopbackAddress(), port), (int) ANSWER.toMillis());
    return socket;
  }

  /** Closes what it keeps, in its thread. */
  abstract void leave() throws IOException;

  @Override
  public final void close() {
    timer.execute(() -> attempt(this::leave));
    timer.shutdown();
  }
}
