package io.github.vertxnsq.lookupd.limits;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What all clients together have begun to send and not ended. While there is room, each may have as
 * much of that as its protocol allows; while there is not, whoever has more than a little and sends
 * on is to be dropped. What is usual is little, and comes at once. Any thread may use it.
 */
public final class Unfinished {
  private static final long LITTLE_BYTES = 8 << 10;

  private final long maxBytes;
  private final AtomicLong all = new AtomicLong();

  /**
   * Registers the meter.
   *
   * @param maxBytes for which there is room
   */
  public Unfinished(long maxBytes, MeterRegistry meters) {
    this.maxBytes = maxBytes;
    Gauge.builder("nsqlookupd.unfinished.bytes", all, AtomicLong::get)
        .description("Memory that is taken by what clients have begun to send and not ended")
        .strongReference(true)
        .register(meters);
  }

  /** What a client has of it: nothing yet. */
  public Part part() {
    return new Part();
  }

  /** What one client has of it; belongs to one thread. */
  public final class Part {
    private long bytes;

    private Part() {}

    /**
     * It is so much now.
     *
     * @param now in bytes of memory; 0 when the client has gone
     * @return whether that may be
     */
    public boolean set(long now) {
      if (now == bytes) {
        return true;
      }
      boolean grows = now > bytes;
      long together = all.addAndGet(now - bytes);
      bytes = now;
      return !grows || now <= LITTLE_BYTES || together <= maxBytes;
    }
  }
}
