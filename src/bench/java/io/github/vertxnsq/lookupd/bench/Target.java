package io.github.vertxnsq.lookupd.bench;

/**
 * What a figure is to reach. Reported, and never a reason to fail: the machine is not ours.
 *
 * @param bound in the unit of what is measured
 * @param isFloor whether it is the least, not the most
 */
record Target(double bound, boolean isFloor) {
  static Target atLeast(double bound) {
    return new Target(bound, true);
  }

  static Target atMost(double bound) {
    return new Target(bound, false);
  }

  boolean isReachedBy(double value) {
    return isFloor ? value >= bound : value <= bound;
  }

  @Override
  public String toString() {
    return (isFloor ? ">= " : "<= ") + Figures.text(bound);
  }
}
