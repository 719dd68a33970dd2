package io.github.vertxnsq.lookupd.bench;

import io.github.vertxnsq.lookupd.bench.server.Server;
import io.github.vertxnsq.lookupd.process.Eventually;
import java.time.Duration;

/** The memory of a process that has come to rest. */
final class Settled {
  private static final Duration AT_MOST = Duration.ofSeconds(30);
  private static final double MIB = 1 << 20;

  /** Longer than the JVM lets what it could give back lie, at the length of a figure by default. */
  private static final int LENGTHS = 3;

  private static final long NOISE_BYTES = 256 << 10;

  private final Duration quiet;
  private long last;
  private long lastMovedNanos;

  private Settled(Duration quiet) {
    this.quiet = quiet;
  }

  /**
   * The resident memory in MiB, once it has hardly moved for some such lengths, or half a minute
   * on.
   */
  static double rssMib(Server server, Duration length) throws Exception {
    Settled settled = new Settled(length.multipliedBy(LENGTHS));
    Eventually.within(AT_MOST, () -> settled.isQuietAt(server.rssBytes()));
    return server.rssBytes() / MIB;
  }

  private boolean isQuietAt(long bytes) {
    if (Math.abs(bytes - last) > NOISE_BYTES) {
      last = bytes;
      lastMovedNanos = System.nanoTime();
    }
    return System.nanoTime() - lastMovedNanos >= quiet.toNanos();
  }
}
