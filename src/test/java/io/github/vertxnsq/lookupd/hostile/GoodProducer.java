package io.github.vertxnsq.lookupd.hostile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vertxnsq.lookupd.wire.ProducerConnection;
import io.github.vertxnsq.lookupd.wire.ProducerIdentity;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** An nsqd that pings on and on, and leaves a daemon that once takes too long: as nsqd does. */
final class GoodProducer implements AutoCloseable {
  static final String TOPIC = "good";
  static final Duration PATIENCE = Duration.ofSeconds(1);
  private static final long PAUSE_MILLIS = 20;

  private final ProducerConnection connection;
  private final AtomicLong slowestNanos = new AtomicLong();
  private final ScheduledExecutorService pinging = Executors.newSingleThreadScheduledExecutor();
  private final ScheduledFuture<?> endless;

  GoodProducer(int tcpPort) throws IOException {
    connection = ProducerConnection.open(tcpPort);
    connection.identify(ProducerIdentity.numbered("good", 0));
    connection.must("REGISTER " + TOPIC + " channel");
    endless =
        pinging.scheduleWithFixedDelay(
            this::pingInBackground, 0, PAUSE_MILLIS, TimeUnit.MILLISECONDS);
  }

  private void pingInBackground() {
    try {
      ping();
    } catch (IOException lost) {
      slowestNanos.set(Long.MAX_VALUE);
    }
  }

  private String ping() throws IOException {
    long startNanos = System.nanoTime();
    String answer = connection.ask("PING");
    slowestNanos.accumulateAndGet(System.nanoTime() - startNanos, Math::max);
    return answer;
  }

  /** Every PING since the last call was answered in time, and so is one more. */
  void assertWasAlwaysAnsweredInTime() throws Exception {
    assertEquals("OK", pinging.submit(this::ping).get(10, TimeUnit.SECONDS));
    long slowest = slowestNanos.getAndSet(0);
    assertTrue(
        slowest < PATIENCE.toNanos(),
        () -> "slowest PING: " + TimeUnit.NANOSECONDS.toMillis(slowest) + " ms");
  }

  /** Every PING since the last call was answered; how soon is the garbage collector's to say. */
  void assertWasAlwaysAnswered() throws Exception {
    assertEquals("OK", pinging.submit(this::ping).get(10, TimeUnit.SECONDS));
    assertNotEquals(Long.MAX_VALUE, slowestNanos.getAndSet(0), "the connection was lost");
  }

  /** While there is no room for more: one more is refused, and nothing else happens. */
  void assertKeepsItsPlaceWhenRefused(String refusal) throws Exception {
    assertEquals(
        refusal, pinging.submit(() -> connection.ask("REGISTER more")).get(10, TimeUnit.SECONDS));
    assertWasAlwaysAnswered();
  }

  @Override
  public void close() throws IOException {
    endless.cancel(true);
    pinging.shutdownNow();
    connection.close();
  }
}
