package io.github.vertxnsq.lookupd;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/**
 * How many files, and so connections, this process may have open, and who may have how many: what
 * one port takes must not be missing at the other, nor to the JVM.
 *
 * @param limit the system's limit
 */
record OpenFiles(long limit) {
  private static final long UNLIMITED = 1L << 20;
  private static final double PRODUCERS = 0.8;
  private static final double CONSUMERS = 0.15;
  private static final double HANDSHAKES = 0.025;

  /** Those of this process. */
  static OpenFiles ofThisProcess() {
    return new OpenFiles(
        ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
            ? unix.getMaxFileDescriptorCount()
            : UNLIMITED);
  }

  /** How many producers may connect. */
  int producers() {
    return part(PRODUCERS);
  }

  /** How many connections there may be over HTTP. */
  int consumers() {
    return part(CONSUMERS);
  }

  /** How many connections may be in the midst of their TLS handshake, and count as neither yet. */
  int handshakes() {
    return part(HANDSHAKES);
  }

  private int part(double share) {
    return (int) Math.max(1, Math.min(limit * share, Integer.MAX_VALUE));
  }
}
