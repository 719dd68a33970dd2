package io.github.vertxnsq.lookupd.bench;

import java.util.Locale;

/** What can be measured by itself. */
enum Part {
  /** The cost of a lookup over HTTP, as the registry grows. */
  LOOKUP {
    @Override
    void measure(Bed bed) throws Exception {
      LookupPart.measure(bed);
    }
  },

  /** The rate at which producers can register. */
  REGISTER {
    @Override
    void measure(Bed bed) throws Exception {
      RegisterPart.measure(bed);
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
