package io.github.vertxnsq.lookupd.bench;

import java.util.Locale;

/** What can be measured by itself. */
enum Part {
  /** The registry alone, by JMH. */
  REGISTRY {
    @Override
    void measure(Bed bed) throws Exception {
      RegistryPart.measure(bed);
    }
  },

  /** The cost of a lookup over HTTP, as the registry grows. */
  LOOKUP {
    @Override
    void measure(Bed bed) throws Exception {
      LookupPart.measure(bed);
    }
  },

  /** The cost of listing all producers. */
  NODES {
    @Override
    void measure(Bed bed) throws Exception {
      NodesPart.measure(bed);
    }
  },

  /** The rate at which producers can register. */
  REGISTER {
    @Override
    void measure(Bed bed) throws Exception {
      RegisterPart.measure(bed);
    }
  },

  /** All producers go at once. */
  LEAVE {
    @Override
    void measure(Bed bed) throws Exception {
      LeavePart.measure(bed);
    }
  },

  /** All producers come back at once. */
  RESTART {
    @Override
    void measure(Bed bed) throws Exception {
      RestartPart.measure(bed);
    }
  },

  /** What ten thousand producers take of the memory. */
  MEMORY {
    @Override
    void measure(Bed bed) throws Exception {
      MemoryPart.measure(bed);
    }
  },

  /** From the process's start to the first answer. */
  START {
    @Override
    void measure(Bed bed) throws Exception {
      StartPart.measure(bed);
    }
  },

  /** Many connections over a long time. Takes minutes, so it is asked for by name. */
  HOLD {
    @Override
    void measure(Bed bed) throws Exception {
      HoldPart.measure(bed);
    }

    @Override
    boolean isByDefault() {
      return false;
    }
  };

  /** The name by which it is asked for. */
  String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether it is measured when nothing is said. */
  boolean isByDefault() {
    return true;
  }

  /** Takes all its figures. */
  abstract void measure(Bed bed) throws Exception;
}
