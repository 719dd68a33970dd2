package io.github.vertxnsq.lookupd.bench;

import io.github.vertxnsq.lookupd.bench.fleet.Fleet;
import io.github.vertxnsq.lookupd.bench.fleet.Told;
import io.github.vertxnsq.lookupd.bench.server.Server;
import java.util.ArrayList;
import java.util.List;

/** 64 producers in lockstep, up to 300,000 registrations, beside bare Vert.x. */
final class RegisterPart {
  private static final int PRODUCERS = 64;
  private static final int TOPICS = 10_000;
  private static final int REGISTRATIONS = 300_000;
  private static final double OF_BARE_VERTX = 0.60;
  private static final int WARM_UPS = 6;

  private RegisterPart() {}

  static void measure(Bed bed) throws Exception {
    List<Told> ofDaemon = new ArrayList<>();
    List<Told> ofLimit = new ArrayList<>();
    try (Server daemon = bed.daemon("register");
        Server limit = bed.limit();
        Fleet toDaemon = bed.fleet(daemon);
        Fleet toLimit = bed.fleet(limit)) {
      for (int round = 0; round < WARM_UPS + bed.options().rounds(); round++) {
        Told limited = register(bed, toLimit, round);
        Told registered = register(bed, toDaemon, round);
        bed.checkProducers(daemon, names(bed, round), PRODUCERS);
        toLimit.leave();
        toDaemon.leave();
        if (round >= WARM_UPS) {
          ofLimit.add(limited);
          ofDaemon.add(registered);
        }
      }
    }
    Told registered = Figures.median(ofDaemon, Told::rate);
    Told limited = Figures.median(ofLimit, Told::rate);
    bed.report()
        .add(
            Row.of(
                    Part.REGISTER,
                    "in lockstep, " + PRODUCERS + " producers",
                    registered.rate(),
                    "1/s")
                .with(registered.latencies())
                .besideLimit(limited.rate())
                .ratioTo(Target.atLeast(OF_BARE_VERTX)));
    bed.report()
        .add(
            Row.of(Part.REGISTER, "the same, bare Vert.x", limited.rate(), "1/s")
                .with(limited.latencies()));
  }

  private static Told register(Bed bed, Fleet fleet, int round) throws Exception {
    bed.flawless(fleet.connect(PRODUCERS));
    return bed.flawless(fleet.register(names(bed, round)));
  }

  /** Other topics in each round: that of a producer who left would be there already. */
  private static Names names(Bed bed, int round) {
    int perProducer = bed.scaled(REGISTRATIONS / PRODUCERS / Names.REGISTRATIONS_PER_TOPIC);
    return bed.names("round" + round, TOPICS, perProducer);
  }
}
