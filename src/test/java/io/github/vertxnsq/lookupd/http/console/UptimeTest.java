package io.github.vertxnsq.lookupd.http.console;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class UptimeTest {
  /** A monotonic clock begins anywhere, also shortly before the largest of all numbers. */
  @Test
  void countsFromTheStartWhereverTheClockBegan() {
    AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5);
    Uptime uptime = new Uptime(nanos::get);
    assertEquals(0, uptime.millis());
    nanos.addAndGet(TimeUnit.HOURS.toNanos(3));
    assertEquals(3 * 60 * 60 * 1000, uptime.millis());
  }
}
