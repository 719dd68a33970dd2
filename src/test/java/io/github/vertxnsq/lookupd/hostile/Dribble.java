package io.github.vertxnsq.lookupd.hostile;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.PrimitiveIterator;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/** Sends or reads a byte now and then, for as long as the daemon lets it. */
final class Dribble implements AutoCloseable {
  private static final long PAUSE_MILLIS = 100;

  private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
  private final ScheduledFuture<?> schedule;

  private interface Step {
    void take() throws IOException;
  }

  private Dribble(Step step) {
    schedule =
        timer.scheduleWithFixedDelay(() -> take(step), 0, PAUSE_MILLIS, TimeUnit.MILLISECONDS);
  }

  private static void take(Step step) {
    try {
      step.take();
    } catch (IOException closed) {
      throw new UncheckedIOException(closed); // ends the schedule
    }
  }

  /** Sends the bytes one by one, again and again from their beginning. */
  static Dribble sending(String latin1, Stranger stranger) {
    PrimitiveIterator.OfInt bytes =
        IntStream.iterate(0, i -> (i + 1) % latin1.length()).map(latin1::charAt).iterator();
    return new Dribble(() -> stranger.send(String.valueOf((char) bytes.nextInt())));
  }

  static Dribble reading(Stranger stranger) {
    return new Dribble(stranger::readByte);
  }

  @Override
  public void close() {
    schedule.cancel(true);
    timer.shutdownNow();
  }
}
