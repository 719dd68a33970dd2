package io.github.vertxnsq.lookupd.replication;

import java.util.concurrent.ThreadLocalRandom;

/**
 * This daemon, as the others know it.
 *
 * @param number from its start, or from when it began anew, to its end; no other has or had it
 * @param id as the cluster's engine names it
 * @param name for people
 */
record Self(int number, String id, String name) {
  /** A number for {@link Self}, as unlikely to be another daemon's as can be. */
  static int drawNumber() {
    return ThreadLocalRandom.current().nextInt(1, Integer.MAX_VALUE);
  }
}
