package io.github.vertxnsq.lookupd.http.console;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** How long the daemon is up, whatever is done to the machine's clock meanwhile. */
final class Uptime {
  private final LongSupplier nanoClock;
  private final long startNanos;

  /**
   * Begins now.
   *
   * @param nanoClock monotonic, {@code System::nanoTime}
   */
  Uptime(LongSupplier nanoClock) {
    this.nanoClock = nanoClock;
    this.startNanos = nanoClock.getAsLong();
  }

  long millis() {
    return TimeUnit.NANOSECONDS.toMillis(nanoClock.getAsLong() - startNanos);
  }
}
