package io.github.vertxnsq.lookupd.tls;

import java.util.concurrent.atomic.AtomicInteger;

/** Bounds how many handshakes go on at a time, over all servers that share it. */
public final class HandshakeGate {
  private final int max;
  private final Runnable refused;
  private final AtomicInteger inside = new AtomicInteger();

  /**
   * @param max how many may go on at a time, 1 or more
   * @param refused called for each that may not
   */
  public HandshakeGate(int max, Runnable refused) {
    this.max = max;
    this.refused = refused;
  }

  /** Whether one more may go on; if so {@link #leave} must follow once. */
  boolean enter() {
    if (inside.incrementAndGet() <= max) {
      return true;
    }
    inside.decrementAndGet();
    refused.run();
    return false;
  }

  void leave() {
    inside.decrementAndGet();
  }
}
