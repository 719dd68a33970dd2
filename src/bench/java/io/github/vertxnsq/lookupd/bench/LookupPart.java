package io.github.vertxnsq.lookupd.bench;

import io.github.vertxnsq.lookupd.bench.fleet.Fleet;
import io.github.vertxnsq.lookupd.bench.load.LoadResult;
import io.github.vertxnsq.lookupd.bench.server.Server;
import io.github.vertxnsq.lookupd.http.HttpProbe;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
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
  private record Size(String name, int producers, int topics, int perProducer, double ofSmall) {
    Names names(Bed bed) {
      int mine = perProducer == 1 ? 1 : bed.scaled(perProducer);
      return new Names(name, perProducer == 1 ? 1 : Math.max(mine, bed.scaled(topics)), mine);
    }
  }

  private static final Size SMALL = new Size("small", 1, 1, 1, 1);
  private static final Size LARGE = new Size("large", 1_000, 10_000, 150, 0.80);
  private static final Size HUGE = new Size("huge", 10_000, 33_333, 50, 0.75);
  private static final Names SINGLE = new Names("single", 1, 1);

  private final Bed bed;
  private double smallRate;

  private LookupPart(Bed bed) {
    this.bed = bed;
  }

  static void measure(Bed bed) throws Exception {
    LookupPart part = new LookupPart(bed);
    part.measure(SMALL);
    part.measure(LARGE);
    part.measure(HUGE);
  }

  private void measure(Size size) throws Exception {
    Names names = size.names(bed);
    int producers = size.equals(SMALL) ? 1 : bed.scaled(size.producers());
    try (Server daemon = bed.daemon("lookup-" + size.name());
        Fleet fleet = bed.fleet(daemon);
        Fleet single = bed.fleet(daemon)) {
      bed.flawless(fleet.connect(producers));
      bed.flawless(fleet.fill(names));
      bed.checkProducers(daemon, names, producers);
      if (size.equals(SMALL)) {
        measure(size, "one topic", daemon, List.of(names.lookupPath(0)));
      } else {
        single.connect(1);
        single.fill(SINGLE);
        measure(size, "topic with one producer", daemon, List.of(SINGLE.lookupPath(0)));
        measure(size, "one topic", daemon, List.of(names.lookupPath(0)));
        measure(size, "all topics", daemon, names.lookupPaths().toList());
      }
    }
  }

  private void measure(Size size, String what, Server daemon, List<String> lookups)
      throws Exception {
    Path paths = bed.paths("lookup", lookups);
    List<LoadResult> ofDaemon = new ArrayList<>();
    List<LoadResult> ofLimit = new ArrayList<>();
    try (Server limit = bed.limit(meanBody(daemon, lookups))) {
      bed.load(limit, Bed.CONNECTIONS, paths); // warms up, as the next line does
      bed.load(daemon, Bed.CONNECTIONS, paths);
      for (int round = 0; round < bed.options().rounds(); round++) {
        ofLimit.add(bed.load(limit, Bed.CONNECTIONS, paths));
        ofDaemon.add(bed.load(daemon, Bed.CONNECTIONS, paths));
      }
    }
    report(size, size.name() + ", " + what, median(ofDaemon), median(ofLimit));
  }

  private void report(Size size, String what, LoadResult looked, LoadResult limited) {
    Row row =
        Row.of(Part.LOOKUP, what, looked.rate(), "1/s")
            .with(looked.latencies())
            .besideLimit(limited.rate());
    if (size.equals(SMALL)) {
      smallRate = looked.rate();
      bed.report().add(row.ratioTo(Target.atLeast(OF_BARE_VERTX)));
      return;
    }
    bed.report().add(row);
    bed.report()
        .add(
            Row.of(Part.LOOKUP, what + ": of small", looked.rate() / smallRate, "")
                .valueTo(Target.atLeast(size.ofSmall())));
    if (size.equals(LARGE)) {
      bed.report()
          .add(
              Row.of(Part.LOOKUP, what + ": p99", looked.latencies().p99Millis(), "ms")
                  .valueTo(Target.atMost(P99_MILLIS)));
    }
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

  private static LoadResult median(List<LoadResult> rounds) {
    List<LoadResult> byRate =
        rounds.stream().sorted(Comparator.comparing(LoadResult::rate)).toList();
    return byRate.get((byRate.size() - 1) / 2);
  }
}
