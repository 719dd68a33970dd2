package io.github.vertxnsq.lookupd.bench;

import io.github.vertxnsq.lookupd.bench.fleet.Fleet;
import io.github.vertxnsq.lookupd.bench.fleet.Told;
import io.github.vertxnsq.lookupd.bench.server.Server;
import io.github.vertxnsq.lookupd.process.Eventually;
import java.time.Duration;
import java.util.Locale;

/** 15,000 connections, held and PINGed as nsqd does it: none may be lost, memory stays flat. */
final class HoldPart {
  private static final int CONNECTIONS = 15_000;
  private static final int MORE = 100;
  private static final Duration PING_INTERVAL = Duration.ofSeconds(15);
  private static final Duration LOOK_INTERVAL = Duration.ofSeconds(30);
  private static final double MIB = 1 << 20;

  private HoldPart() {}

  static void measure(Bed bed) throws Exception {
    int connections = bed.scaled(CONNECTIONS);
    try (Server daemon = bed.daemon("hold", "-max-connections=" + (connections + MORE));
        Fleet fleet = bed.fleet(daemon)) {
      Told connected = bed.flawless(fleet.connect(connections));
      bed.report()
          .add(
              Row.of(Part.HOLD, "slowest IDENTIFY", connected.latencies().maxMillis(), "ms")
                  .with(connected.latencies()));
      fleet.ping(PING_INTERVAL);
      long startNanos = System.nanoTime();
      Duration held = Duration.ZERO;
      while (held.compareTo(bed.options().hold()) < 0) {
        addRss(bed, daemon, held);
        Duration next = min(held.plus(LOOK_INTERVAL), bed.options().hold());
        Eventually.passes(Duration.ofNanos(startNanos + next.toNanos() - System.nanoTime()));
        held = next;
      }
      addRss(bed, daemon, held);
      Told pings = bed.flawless(fleet.pings());
      bed.report()
          .add(
              Row.of(Part.HOLD, "slowest PING", pings.latencies().maxMillis(), "ms")
                  .with(pings.latencies()));
      bed.report()
          .add(
              Row.of(Part.HOLD, "connections lost", (double) pings.lost(), "")
                  .valueTo(Target.atMost(0)));
    }
  }

  private static Duration min(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  private static void addRss(Bed bed, Server daemon, Duration held) throws Exception {
    String when = String.format(Locale.ROOT, "RSS after %d s", held.toSeconds());
    bed.report().add(Row.of(Part.HOLD, when, daemon.rssBytes() / MIB, "MiB"));
  }
}
