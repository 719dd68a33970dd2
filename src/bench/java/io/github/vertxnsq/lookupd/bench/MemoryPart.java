package io.github.vertxnsq.lookupd.bench;

import io.github.vertxnsq.lookupd.bench.fleet.Fleet;
import io.github.vertxnsq.lookupd.bench.server.Server;
import java.util.Optional;

/** Resident memory: idle, and with 10,000 producers of 5 topics, beside bare connections. */
final class MemoryPart {
  private static final int PRODUCERS = 10_000;
  private static final int TOPICS = 1_000;
  private static final int PER_PRODUCER = 5;
  private static final double IDLE_MIB = 80;
  private static final double MIB_ABOVE_BARE = 50;

  private MemoryPart() {}

  static void measure(Bed bed) throws Exception {
    Names names = bed.names("memory", TOPICS, PER_PRODUCER);
    int producers = bed.scaled(PRODUCERS);
    double ofDaemon;
    double ofLimit;
    try (Server daemon = bed.daemon("memory")) {
      bed.report()
          .add(
              Row.of(
                      Part.MEMORY,
                      "RSS, idle",
                      Settled.rssMib(daemon, bed.options().seconds()),
                      "MiB")
                  .valueTo(Target.atMost(IDLE_MIB)));
      ofDaemon = holding(bed, daemon, producers, Optional.of(names));
    }
    try (Server limit = bed.limit()) {
      ofLimit = holding(bed, limit, producers, Optional.empty());
    }
    bed.report()
        .add(
            Row.of(
                    Part.MEMORY,
                    "RSS, %,d producers x %d topics".formatted(producers, PER_PRODUCER),
                    ofDaemon,
                    "MiB")
                .besideLimit(ofLimit));
    bed.report()
        .add(
            Row.of(Part.MEMORY, "RSS above bare Vert.x", ofDaemon - ofLimit, "MiB")
                .valueTo(Target.atMost(MIB_ABOVE_BARE)));
  }

  private static double holding(Bed bed, Server server, int producers, Optional<Names> names)
      throws Exception {
    try (Fleet fleet = bed.fleet(server)) {
      bed.flawless(fleet.connect(producers));
      if (names.isPresent()) {
        bed.flawless(fleet.register(names.get()));
        bed.checkProducers(server, names.get(), producers);
      }
      return Settled.rssMib(server, bed.options().seconds());
    }
  }
}
