package io.github.vertxnsq.lookupd.bench;

import io.github.vertxnsq.lookupd.bench.registry.RegistryFigures;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** What the registry does by itself, at three sizes. */
final class RegistryPart {
  private static final int LEAST = 1_000;

  /** Its heap is its own matter: the daemon's flags are made for less than a million of these. */
  private static final List<String> JVM_FLAGS = List.of("-XX:+UseSerialGC", "-Xms2g", "-Xmx2g");

  private RegistryPart() {}

  static void measure(Bed bed) throws Exception {
    List<Integer> sizes =
        Stream.of(LEAST, 100_000, 1_000_000)
            .map(size -> Math.max(LEAST, bed.scaled(size)))
            .distinct()
            .toList();
    Duration each = bed.options().seconds().dividedBy(2);
    for (RegistryFigures figures :
        RegistryFigures.take(sizes, bed.options().rounds(), each, JVM_FLAGS)) {
      String what =
          String.format(Locale.ROOT, "%s, at %,d", figures.operation(), figures.registrations());
      bed.report().add(Row.of(Part.REGISTRY, what, figures.nanos(), "ns"));
      bed.report().add(Row.of(Part.REGISTRY, what + ": allocated", figures.bytes(), "bytes"));
    }
  }
}
