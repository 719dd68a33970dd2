package io.github.vertxnsq.lookupd;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/**
 * What this process may take of the machine, and so how many connections there may be at each port:
 * what one port takes must not be missing at the other, nor to all the rest.
 *
 * @param openFiles how many files may be open; each connection is one
 * @param heapBytes how large the heap may become
 */
record Resources(long openFiles, long heapBytes) {
  private static final long UNLIMITED = 1L << 20;

  /** What a connection takes that is silent: 4 to 8 thousand bytes. */
  private static final long CONNECTION_BYTES = 8 << 10;

  /** The same over TLS, or in its handshake: 10 to 15 thousand bytes. */
  private static final long TLS_CONNECTION_BYTES = 16 << 10;

  private static final double FILES_OF_PRODUCERS = 0.8;
  private static final double FILES_OF_CONSUMERS = 0.15;
  private static final double FILES_OF_HANDSHAKES = 0.025;
  private static final double HEAP_OF_PRODUCERS = 0.6;
  private static final double HEAP_OF_CONSUMERS = 0.2;
  private static final double HEAP_OF_HANDSHAKES = 0.05;

  /** Those of this process. */
  static Resources ofThisProcess() {
    return new Resources(
        ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
            ? unix.getMaxFileDescriptorCount()
            : UNLIMITED,
        Runtime.getRuntime().maxMemory());
  }

  /**
   * How many producers may connect.
   *
   * @param overTls whether they may do so over TLS, which takes more
   */
  int producers(boolean overTls) {
    return connections(FILES_OF_PRODUCERS, HEAP_OF_PRODUCERS, overTls);
  }

  /**
   * How many connections there may be over HTTP.
   *
   * @param overTls whether there may be some over TLS, which take more
   */
  int consumers(boolean overTls) {
    return connections(FILES_OF_CONSUMERS, HEAP_OF_CONSUMERS, overTls);
  }

  /** How many connections may be in the midst of their TLS handshake, and count as neither yet. */
  int handshakes() {
    return connections(FILES_OF_HANDSHAKES, HEAP_OF_HANDSHAKES, true);
  }

  private int connections(double ofFiles, double ofHeap, boolean overTls) {
    long bytesEach = overTls ? TLS_CONNECTION_BYTES : CONNECTION_BYTES;
    double least = Math.min(openFiles * ofFiles, heapBytes * ofHeap / bytesEach);
    return (int) Math.max(1, Math.min(least, Integer.MAX_VALUE));
  }
}
