package io.github.vertxnsq.lookupd.bench;

import io.github.vertxnsq.lookupd.bench.fleet.Fleet;
import io.github.vertxnsq.lookupd.bench.load.LoadResult;
import io.github.vertxnsq.lookupd.bench.server.LimitServer;
import io.github.vertxnsq.lookupd.bench.server.Server;
import io.github.vertxnsq.lookupd.http.HttpProbe;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Lookups in registries of three sizes, beside bare Vert.x that answers as many bytes. The large
 * and the huge registry have equally many producers a topic, so that only their size tells them
 * apart; in both there is also one topic with a single producer, to compare with the small one.
 */
final class LookupPart {
  private static final int SAMPLES = 200;
  private static final double OF_BARE_VERTX = 0.85;
  private static final double P99_MILLIS = 5;

  /** A registry's size, and the part of the small one's rate that is wanted there. */
  private record Size(String name, int producers, int topics, int perProducer, double ofSmall) {}

  private static final Size LARGE = new Size("large", 1_000, 10_000, 150, 0.80);
  private static final Size HUGE = new Size("huge", 10_000, 33_333, 50, 0.75);
  private static final Names SINGLE = new Names("single", 1, 1);

  private final Bed bed;
  private final Path single;
  private final Server small;
  private final LimitServer limit;

  private LookupPart(Bed bed, Path single, Server small, LimitServer limit) {
    this.bed = bed;
    this.single = single;
    this.small = small;
    this.limit = limit;
  }

  static void measure(Bed bed) throws Exception {
    Path single = bed.paths("lookup-small", List.of(SINGLE.lookupPath(0)));
    try (Server small = bed.daemon("lookup-small");
        LimitServer limit = bed.limit();
        Fleet fleet = bed.fleet(small)) {
      bed.flawless(fleet.connect(1));
      bed.flawless(fleet.fill(SINGLE));
      LookupPart part = new LookupPart(bed, single, small, limit);
      part.measureSmall();
      part.measure(LARGE);
      part.measure(HUGE);
    }
  }

  private void measureSmall() throws Exception {
    List<LoadResult> ofSmall = new ArrayList<>();
    List<LoadResult> ofLimit = new ArrayList<>();
    limit.answering(meanBody(small, List.of(SINGLE.lookupPath(0))));
    bed.warmUp(limit, Bed.CONNECTIONS, single);
    bed.warmUp(small, Bed.CONNECTIONS, single);
    for (int round = 0; round < bed.options().rounds(); round++) {
      ofLimit.add(bed.load(limit, Bed.CONNECTIONS, single));
      ofSmall.add(bed.load(small, Bed.CONNECTIONS, single));
    }
    LoadResult looked = median(ofSmall);
    bed.report()
        .add(
            Row.of(Part.LOOKUP, "small, one topic", looked.rate(), "1/s")
                .with(looked.latencies())
                .besideLimit(median(ofLimit).rate())
                .ratioTo(Target.atLeast(OF_BARE_VERTX)));
  }

  private void measure(Size size) throws Exception {
    Names names = bed.names(size.name(), size.topics(), size.perProducer());
    int producers = bed.scaled(size.producers());
    try (Server daemon = bed.daemon("lookup-" + size.name());
        Fleet fleet = bed.fleet(daemon);
        Fleet one = bed.fleet(daemon)) {
      bed.flawless(fleet.connect(producers));
      bed.flawless(fleet.fill(names));
      bed.checkProducers(daemon, names, producers);
      bed.flawless(one.connect(1));
      bed.flawless(one.fill(SINGLE));
      bed.warmUp(daemon, Bed.CONNECTIONS, single);
      measure(size, "topic with one producer", daemon, List.of(SINGLE.lookupPath(0)));
      measure(size, "one topic", daemon, List.of(names.lookupPath(0)));
      measure(size, "all topics", daemon, names.lookupPaths().toList());
    }
  }

  /** Beside the limit and, in the same rounds, beside the small registry. */
  private void measure(Size size, String what, Server daemon, List<String> lookups)
      throws Exception {
    Path paths = bed.paths("lookup-" + size.name(), lookups);
    List<LoadResult> ofDaemon = new ArrayList<>();
    List<LoadResult> ofSmall = new ArrayList<>();
    List<LoadResult> ofLimit = new ArrayList<>();
    limit.answering(meanBody(daemon, lookups));
    bed.load(daemon, Bed.CONNECTIONS, paths); // asks for each topic for the first time
    for (int round = 0; round < bed.options().rounds(); round++) {
      ofLimit.add(bed.load(limit, Bed.CONNECTIONS, paths));
      ofSmall.add(bed.load(small, Bed.CONNECTIONS, single));
      ofDaemon.add(bed.load(daemon, Bed.CONNECTIONS, paths));
    }
    report(size, size.name() + ", " + what, median(ofDaemon), median(ofSmall), median(ofLimit));
  }

  private void report(
      Size size, String what, LoadResult looked, LoadResult ofSmall, LoadResult ofLimit) {
    bed.report()
        .add(
            Row.of(Part.LOOKUP, what, looked.rate(), "1/s")
                .with(looked.latencies())
                .besideLimit(ofLimit.rate()));
    bed.report()
        .add(
            Row.of(Part.LOOKUP, what + ": of small", looked.rate(), "1/s")
                .relativeTo(ofSmall.rate())
                .ratioTo(Target.atLeast(size.ofSmall())));
    if (size.equals(LARGE)) {
      bed.report()
          .add(
              Row.of(Part.LOOKUP, what + ": p99", looked.latencies().p99Millis(), "ms")
                  .valueTo(Target.atMost(P99_MILLIS)));
    }
  }

  private static LoadResult median(List<LoadResult> rounds) {
    return Figures.median(rounds, LoadResult::rate);
  }

  /** The mean size of these answers, of a few of them where there are many. */
  private static int meanBody(Server daemon, List<String> lookups) throws Exception {
    HttpProbe probe = new HttpProbe(daemon.httpPort());
    long bytes = 0;
    int count = 0;
    for (int i = 0; i < lookups.size(); i += Math.max(1, lookups.size() / SAMPLES)) {
      bytes += probe.get(lookups.get(i)).text().getBytes(StandardCharsets.UTF_8).length;
      count++;
    }
    return (int) (bytes / count);
  }
}
