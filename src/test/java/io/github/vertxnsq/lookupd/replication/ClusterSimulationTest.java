package io.github.vertxnsq.lookupd.replication;

import org.junit.jupiter.api.Test;

/**
 * {@code -Dsimulation.seeds=N} lives through more of them, {@code -Dsimulation.seed=S} through one.
 */
final class ClusterSimulationTest {
  private static final int SEEDS = 2_000;

  @Test
  void whateverHappensNobodyIsMissedAndInTheEndAllAgree() {
    Long one = Long.getLong("simulation.seed");
    if (one != null) {
      new ClusterSimulation(one).run();
      return;
    }
    for (long seed = 1; seed <= Integer.getInteger("simulation.seeds", SEEDS); seed++) {
      new ClusterSimulation(seed).run();
    }
  }
}
