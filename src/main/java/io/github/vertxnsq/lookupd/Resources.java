package io.github.vertxnsq.lookupd;

import com.sun.management.UnixOperatingSystemMXBean;
import io.github.vertxnsq.lookupd.cluster.ClusterEngine;
import io.github.vertxnsq.lookupd.limits.PacedTransport;
import io.vertx.core.VertxOptions;
import java.lang.management.ManagementFactory;

/**
 * What clients may take of the machine, and so how many connections there may be at each port: what
 * one port takes must not be missing at the other, nor to the daemon itself.
 *
 * @param openFiles how many files clients may have open; each connection is one
 * @param heapBytes how large the heap may become
 */
record Resources(long openFiles, long heapBytes) {
  private static final long UNLIMITED = 1L << 20;

  /** What a connection takes that is silent: 4 to 8 thousand bytes. */
  private static final long CONNECTION_BYTES = 8 << 10;

  /** The same over TLS, or in its handshake: 10 to 15 thousand bytes. */
  private static final long TLS_CONNECTION_BYTES = 16 << 10;

  /**
   * The JVM with its jar, archive and modules, the log, ports that are open, files that are
   * followed, and some that a library opens for a moment: 18 to 25 were counted.
   */
  private static final int FILES_OF_DAEMON = 48;

  /** Of connections at the five ports for clients that were accepted and may be one too many. */
  private static final int FILES_OF_NEWCOMERS = 5 * PacedTransport.MAX_UNSEEN;

  /** Its selector, with which it waits and is woken. */
  private static final int FILES_OF_LOOP = 3;

  /**
   * The cluster's engine: 25 were counted without other members, and with each of them up to four
   * connections, two of the engine and two of the event bus. That is enough for sixteen others. So
   * many more are left to who connects to the ports of members, and may be none.
   */
  private static final int FILES_OF_MEMBER =
      32 + 16 * 4 + ClusterEngine.MAX_STRANGERS + PacedTransport.MAX_UNSEEN;

  private static final double FILES_OF_PRODUCERS = 0.8;
  private static final double FILES_OF_CONSUMERS = 0.15;
  private static final double FILES_OF_HANDSHAKES = 0.025;
  private static final double HEAP_OF_PRODUCERS = 0.6;
  private static final double HEAP_OF_CONSUMERS = 0.2;
  private static final double HEAP_OF_HANDSHAKES = 0.05;

  /**
   * Those of this process, less what it needs itself.
   *
   * @param isMember whether it is one of a cluster
   */
  static Resources ofThisProcess(boolean isMember) {
    long all =
        ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
            ? unix.getMaxFileDescriptorCount()
            : UNLIMITED;
    return new Resources(Math.max(0, all - ownFiles(isMember)), Runtime.getRuntime().maxMemory());
  }

  /** How many files the daemon itself has open at most, or may have to open at any time. */
  private static int ownFiles(boolean isMember) {
    int files = FILES_OF_DAEMON + FILES_OF_NEWCOMERS;
    int loops = VertxOptions.DEFAULT_EVENT_LOOP_POOL_SIZE + 1;
    return isMember
        ? files + FILES_OF_MEMBER + 2 * loops * FILES_OF_LOOP // there are two Vert.x
        : files + loops * FILES_OF_LOOP;
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
