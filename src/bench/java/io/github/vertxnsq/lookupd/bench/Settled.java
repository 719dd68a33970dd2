package io.github.vertxnsq.lookupd.bench;

import io.github.vertxnsq.lookupd.bench.server.Server;
import io.github.vertxnsq.lookupd.process.Eventually;
import java.time.Duration;

/** The memory of a process that has come to rest. */
final class Settled {
  private static final Duration AT_MOST = Duration.ofSeconds(30);
  private static final double MIB = 1 << 20;

  private static final long NOISE_BYTES = 256 << 10;

  private final Duration quiet;
  private long last;
  private long lastMovedNanos;

  private Settled(Duration quiet) {
    this.quiet = quiet;
  }

  /** The resident memory in MiB, once it has hardly moved for so long, or half a minute on. */
  static double rssMib(Server server, Duration quiet) throws Exception {
    Settled settled = new Settled(quiet);
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
