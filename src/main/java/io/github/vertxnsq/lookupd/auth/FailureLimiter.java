package io.github.vertxnsq.lookupd.auth;

import io.github.vertxnsq.lookupd.limits.AddressBlock;
import java.net.InetAddress;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Lets each address fail a few times at once, and then one more time every few seconds. IPv6
 * addresses of one /64 count as one: nobody gets fewer. Safe for use by several threads.
 */
public final class FailureLimiter {
  static final int BURST = 10;
  static final long REFILL_NANOS = TimeUnit.SECONDS.toNanos(6);

  /** Beyond, who failed longest ago is forgotten: some megabytes at most. */
  static final int MAX_ADDRESSES = 10_000;

  private final LongSupplier nanoClock;

  /**
   * By address: when all its failures will be forgiven. Each failure moves that on by the time that
   * one takes, and the bucket is empty while it is a whole bucket away. Guarded by this.
   */
  private final Map<AddressBlock, Long> forgivenNanos =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<AddressBlock, Long> eldest) {
          return size() > MAX_ADDRESSES;
        }
      };

  /**
   * @param nanoClock monotonic, {@code System::nanoTime}
   */
  public FailureLimiter(LongSupplier nanoClock) {
    this.nanoClock = nanoClock;
  }

  /** Counts a failure. */
  synchronized void failed(InetAddress address) {
    long now = nanoClock.getAsLong();
    forgivenNanos.merge(
        AddressBlock.of(address),
        now + REFILL_NANOS,
        (forgiven, ignored) -> now + Math.max(0, forgiven - now) + REFILL_NANOS);
  }

  /**
   * Tells how long an address may not try again.
   *
   * @return seconds, rounded up; 0 when it may
   */
  synchronized long waitSeconds(InetAddress address) {
    Long forgiven = forgivenNanos.get(AddressBlock.of(address));
    if (forgiven == null) {
      return 0;
    }
    long waitNanos = forgiven - nanoClock.getAsLong() - (BURST - 1) * REFILL_NANOS;
    return waitNanos <= 0 ? 0 : TimeUnit.NANOSECONDS.toSeconds(waitNanos - 1) + 1;
  }
}
