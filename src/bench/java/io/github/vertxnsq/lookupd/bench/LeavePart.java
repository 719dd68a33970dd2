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
import java.util.concurrent.TimeUnit;

/** All producers close their sockets at once, while others PING and lookups go on. */
final class LeavePart {
  private static final int BYSTANDERS = 50;
  private static final Duration PING_INTERVAL = Duration.ofMillis(5);
  private static final Duration LOOKUP_PAUSE = Duration.ofMillis(5);
  private static final Duration AT_MOST = Duration.ofMinutes(3);
  private static final double ALL_GONE_MILLIS = 1_000;
  private static final double SLOWEST_PING_MILLIS = 50;

  /** What one round showed. */
  private record Round(double goneMillis, Told pings, LoadResult lookups) {}

  private LeavePart() {}

  static void measure(Bed bed) throws Exception {
    Storm storm = Storm.of(bed);
    List<Round> rounds = new ArrayList<>();
    try (Server daemon = bed.daemon("leave");
        Fleet leavers = bed.fleet(daemon);
        Fleet bystanders = bed.fleet(daemon)) {
      bed.flawless(bystanders.connect(BYSTANDERS));
      bystanders.ping(PING_INTERVAL);
      leave(bed, storm, daemon, leavers, bystanders); // warms up
      for (int round = 0; round < bed.options().rounds(); round++) {
        rounds.add(leave(bed, storm, daemon, leavers, bystanders));
      }
    }
    Round gone = Figures.median(rounds, Round::goneMillis);
    bed.report()
        .add(
            Row.of(
                    Part.LEAVE,
                    "until %,d registrations are gone".formatted(storm.registrations()),
                    gone.goneMillis(),
                    "ms")
                .valueTo(Target.atMost(ALL_GONE_MILLIS)));
    // The worst of all rounds: a single slow answer is an outage of that producer.
    Told pings = Figures.largest(rounds, round -> round.pings().latencies().max()).pings();
    bed.report()
        .add(
            Row.of(Part.LEAVE, "slowest PING meanwhile", pings.latencies().maxMillis(), "ms")
                .with(pings.latencies())
                .valueTo(Target.atMost(SLOWEST_PING_MILLIS)));
    LoadResult lookups =
        Figures.largest(rounds, round -> round.lookups().latencies().max()).lookups();
    bed.report()
        .add(
            Row.of(Part.LEAVE, "slowest lookup meanwhile", lookups.latencies().maxMillis(), "ms")
                .with(lookups.latencies()));
  }

  private static Round leave(Bed bed, Storm storm, Server daemon, Fleet leavers, Fleet bystanders)
      throws Exception {
    bed.flawless(leavers.connect(storm.producers()));
    bed.flawless(leavers.fill(storm.names()));
    bed.checkProducers(daemon, storm.names(), storm.producers());
    try (HttpLoad.Running lookups = storm.startLookups(bed, daemon, LOOKUP_PAUSE)) {
      settle(bystanders); // what filling did to them is not the question
      bystanders.pings();
      long startNanos = System.nanoTime();
      leavers.leave();
      Eventually.holds(
          "all registrations are gone", AT_MOST, () -> Storm.registrations(daemon) == 0);
      double goneMillis =
          (System.nanoTime() - startNanos) / (double) TimeUnit.MILLISECONDS.toNanos(1);
      Told pings = bed.flawless(bystanders.pings());
      return new Round(goneMillis, pings, bed.flawless(lookups.end()));
    }
  }

  /** Returns when the bystanders have PINGed for a while. */
  private static void settle(Fleet bystanders) throws Exception {
    bystanders.pings();
    long[] answers = {0};
    Eventually.holds(
        "PINGs are answered",
        AT_MOST,
        () -> (answers[0] += bystanders.pings().answers()) > 100 * BYSTANDERS);
  }
}
