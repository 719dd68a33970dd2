package io.github.vertxnsq.lookupd.seeding;

import java.time.Duration;

/**
 * What is put up with from one address.
 *
 * @param patience for all answers together, connecting included
 * @param maxBytes of all answers' bodies together
 */
record Bounds(Duration patience, long maxBytes) {
  /** Room for a million names and more; and a start that nobody mistakes for a hang. */
  static final Bounds USUAL = new Bounds(Duration.ofSeconds(10), 64 << 20);
}
