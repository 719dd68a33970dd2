package io.github.vertxnsq.lookupd.limits;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A number that must not be passed, and what is known of attempts. Any thread may use it. */
public final class Limit {
  private static final Logger LOG = LoggerFactory.getLogger(Limit.class);

  /** Whoever passes a limit may do so thousands of times a second. */
  private static final long PAUSE_NANOS = TimeUnit.SECONDS.toNanos(1);

  /** While the heap is scarce, only a part of what may be there otherwise. */
  private static final int SCARCE_PART = 16;

  private final String flag;
  private final Counter hits;
  private final HeapLevel heap;
  private final LongSupplier nanoTime;
  private final AtomicLong unlogged = new AtomicLong();
  private final AtomicLong nextLineNanos;
  private volatile int max;

  /**
   * Registers the meters.
   *
   * @param flag by which it is set, without dashes
   * @param max 0 for no limit
   * @param heap while it is scarce, a sixteenth of {@code max} counts as the limit
   */
  public Limit(String flag, int max, HeapLevel heap, MeterRegistry meters) {
    this(flag, max, heap, meters, System::nanoTime);
  }

  Limit(String flag, int max, HeapLevel heap, MeterRegistry meters, LongSupplier nanoTime) {
    this.flag = flag;
    this.max = max;
    this.heap = heap;
    this.nanoTime = nanoTime;
    this.nextLineNanos = new AtomicLong(nanoTime.getAsLong());
    this.hits =
        Counter.builder("nsqlookupd.limit.hits")
            .description("What was refused because a limit was reached")
            .tag("limit", flag)
            .register(meters);
    Gauge.builder("nsqlookupd.limit", this, Limit::max)
        .description("How many there may be, 0 for any number")
        .tag("limit", flag)
        .strongReference(true)
        .register(meters);
  }

  /** How many there may be; 0 for any number. */
  public int max() {
    return max;
  }

  /** From now on there may be so many; 0 for any number. What is there already stays. */
  public void set(int max) {
    this.max = max;
  }

  /** Whether so many leave no room for one more. */
  public boolean isReachedBy(int count) {
    int limit = max;
    return limit > 0 && count >= (heap.isScarce() ? 1 + limit / SCARCE_PART : limit);
  }

  /**
   * Something was refused: counts it, and says so once a second.
   *
   * @param what it was, for the log
   */
  public void hit(Supplier<String> what) {
    hits.increment();
    unlogged.incrementAndGet();
    long nowNanos = nanoTime.getAsLong();
    long dueNanos = nextLineNanos.get();
    if (nowNanos - dueNanos >= 0 && nextLineNanos.compareAndSet(dueNanos, nowNanos + PAUSE_NANOS)) {
      LOG.warn(
          "-{}={} is reached{}: refused {} more, at last {}",
          flag,
          max,
          heap.isScarce() ? ", or a part of it, since the heap is nearly full" : "",
          unlogged.getAndSet(0),
          what.get());
    }
  }
}
