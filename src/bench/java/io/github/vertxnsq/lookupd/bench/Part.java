package io.github.vertxnsq.lookupd.bench;

import java.util.Locale;

/** What can be measured by itself. */
enum Part {
  /** The registry alone, by JMH. */
  REGISTRY,

  /** The cost of a lookup over HTTP, as the registry grows. */
  LOOKUP,

  /** The cost of listing all producers. */
  NODES,

  /** The rate at which producers can register. */
  REGISTER,

  /** All producers go at once. */
  LEAVE,

  /** All producers come back at once. */
  RESTART,

  /** What ten thousand producers take of the memory. */
  MEMORY,

  /** From the process's start to the first answer. */
  START,

  /** Ten thousand clients that wait for a change. */
  WATCH,

  /** What it takes to be several. */
  CLUSTER,

  /** Many connections over a long time. */
  HOLD;

  /** The name by which it is asked for. */
  String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether it is measured when nothing is said; what takes minutes is asked for by name. */
  boolean isByDefault() {
    return this != HOLD;
  }

  /** Takes all its figures. */
  void measure(Bed bed) throws Exception {
    switch (this) {
      case REGISTRY -> RegistryPart.measure(bed);
      case LOOKUP -> LookupPart.measure(bed);
      case NODES -> NodesPart.measure(bed);
      case REGISTER -> RegisterPart.measure(bed);
      case LEAVE -> LeavePart.measure(bed);
      case RESTART -> RestartPart.measure(bed);
      case MEMORY -> MemoryPart.measure(bed);
      case START -> StartPart.measure(bed);
      case WATCH -> WatchPart.measure(bed);
      case CLUSTER -> ClusterPart.measure(bed);
      case HOLD -> HoldPart.measure(bed);
    }
  }
}
