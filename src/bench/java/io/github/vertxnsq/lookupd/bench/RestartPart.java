package io.github.vertxnsq.lookupd.bench;

import io.github.vertxnsq.lookupd.bench.fleet.Fleet;
import io.github.vertxnsq.lookupd.bench.fleet.Told;
import io.github.vertxnsq.lookupd.bench.load.HttpLoad;
import io.github.vertxnsq.lookupd.bench.load.LoadResult;
import io.github.vertxnsq.lookupd.bench.server.Server;
import io.github.vertxnsq.lookupd.process.Eventually;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** All producers come back at once and register what they have, in lockstep, beside lookups. */
final class RestartPart {
  private static final Duration LOOKUP_PAUSE = Duration.ofMillis(1);
  private static final Duration AT_MOST = Duration.ofMinutes(3);
  private static final double SLOWEST_MILLIS = 500;

  /** What one round showed. */
  private record Round(Told answers, LoadResult lookups) {}

  private RestartPart() {}

  static void measure(Bed bed) throws Exception {
    Storm storm = Storm.of(bed);
    List<Round> rounds = new ArrayList<>();
    // One fleet for all rounds: a fresh one's own slow beginning would be taken for the daemon's.
    try (Server daemon = bed.daemon("restart");
        Fleet fleet = bed.fleet(daemon)) {
      bed.flawless(fleet.storm(storm.producers(), storm.names())); // the topics are known now
      goAway(fleet, daemon);
      for (int round = 0; round < bed.options().rounds(); round++) {
        rounds.add(comeBack(bed, storm, daemon, fleet));
      }
    }
    Told median = Figures.median(rounds, round -> round.answers().rate()).answers();
    bed.report()
        .add(
            Row.of(
                    Part.RESTART,
                    "until %,d registrations are back".formatted(storm.registrations()),
                    median.seconds(),
                    "s")
                .with(median.latencies()));
    // The worst of all rounds: a single slow answer is an outage of that producer.
    Told answers = Figures.largest(rounds, round -> round.answers().latencies().max()).answers();
    bed.report()
        .add(
            Row.of(Part.RESTART, "slowest answer", answers.latencies().maxMillis(), "ms")
                .with(answers.latencies())
                .valueTo(Target.atMost(SLOWEST_MILLIS)));
    bed.report()
        .add(
            Row.of(Part.RESTART, "slowest connect", answers.connect().maxMillis(), "ms")
                .with(answers.connect()));
    LoadResult lookups =
        Figures.largest(rounds, round -> round.lookups().latencies().max()).lookups();
    bed.report()
        .add(
            Row.of(Part.RESTART, "slowest lookup", lookups.latencies().maxMillis(), "ms")
                .with(lookups.latencies())
                .valueTo(Target.atMost(SLOWEST_MILLIS)));
  }

  private static Round comeBack(Bed bed, Storm storm, Server daemon, Fleet fleet) throws Exception {
    try (HttpLoad.Running running = storm.startLookups(bed, daemon, LOOKUP_PAUSE)) {
      Told answers = bed.flawless(fleet.storm(storm.producers(), storm.names()));
      LoadResult lookups = bed.flawless(running.end());
      bed.checkProducers(daemon, storm.names(), storm.producers());
      int registered = Storm.registrations(daemon);
      bed.report()
          .check(
              registered == storm.registrations(),
              "%d registrations, not %d".formatted(registered, storm.registrations()));
      goAway(fleet, daemon);
      return new Round(answers, lookups);
    }
  }

  private static void goAway(Fleet fleet, Server daemon) throws Exception {
    fleet.leave();
    Eventually.holds("all are gone", AT_MOST, () -> Storm.registrations(daemon) == 0);
  }
}
