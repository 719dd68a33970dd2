package io.github.vertxnsq.lookupd.bench;

import io.github.vertxnsq.lookupd.bench.fleet.Fleet;
import io.github.vertxnsq.lookupd.bench.fleet.Told;
import io.github.vertxnsq.lookupd.bench.load.LoadResult;
import io.github.vertxnsq.lookupd.bench.server.Daemon;
import io.github.vertxnsq.lookupd.bench.server.Server;
import io.github.vertxnsq.lookupd.http.HttpProbe;
import io.github.vertxnsq.lookupd.wire.ProducerConnection;
import io.github.vertxnsq.lookupd.wire.ProducerIdentity;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.HdrHistogram.Histogram;

/** Several daemons as one: how soon one knows what another was told, and what that costs. */
final class ClusterPart {
  private static final Names SINGLE = new Names("single", 1, 1);
  private static final int SAMPLES = 300;
  private static final double VISIBLE_IDLE_MILLIS = 50;
  private static final double VISIBLE_BUSY_MILLIS = 250;
  private static final int BUSY_PRODUCERS = 64;
  private static final int BUSY_TOPICS = 1_000;
  private static final int FILL_PRODUCERS = 200;

  /** More topics of each producer, for each figure; with their channels 20, 200, 1,000 thousand. */
  private static final int[] FILL_TOPICS = {50, 450, 2_000};

  private static final int MOST_TOPICS_AIMED_AT = 500;
  private static final double READY_SECONDS = 10;
  private static final double OF_SINGLE = 0.95;
  private static final double NANOS_PER_SECOND = 1e9;
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(20);

  private static final Pattern BYTES_SENT =
      Pattern.compile("(?m)^vertx_eventbus_bytes_written_sum(?:\\{\\})? (\\S+)$");

  private final Bed bed;

  private ClusterPart(Bed bed) {
    this.bed = bed;
  }

  static void measure(Bed bed) throws Exception {
    ClusterPart part = new ClusterPart(bed);
    try (Daemon first = part.member("cluster-1");
        Daemon second = part.member("cluster-2", first);
        Daemon third = part.member("cluster-3", first, second)) {
      part.visibleElsewhere(first, third);
      part.visibleWhileAllRegister(List.of(first, second, third));
      part.lookups(first);
      part.join(first, second, third);
    }
  }

  private Daemon member(String name, Daemon... others) throws Exception {
    List<String> peers = new ArrayList<>();
    for (Daemon other : others) {
      peers.add(other.memberAddress());
    }
    return bed.daemon(
        name,
        "-cluster",
        "-cluster-address=127.0.0.1:0",
        "-cluster-bus-address=:0",
        "-cluster-join-timeout=1s",
        "-cluster-peers=" + String.join(",", peers));
  }

  private void visibleElsewhere(Daemon told, Daemon asked) throws Exception {
    sample("warm", told, asked);
    Latencies idle = sample("idle", told, asked);
    bed.report()
        .add(
            Row.of(Part.CLUSTER, "from OK until visible elsewhere: p99", idle.p99Millis(), "ms")
                .with(idle)
                .valueTo(Target.atMost(VISIBLE_IDLE_MILLIS)));
  }

  /** What the three register together in lockstep, and how soon one knows at half of that. */
  private void visibleWhileAllRegister(List<Daemon> daemons) throws Exception {
    List<Fleet> fleets = new ArrayList<>();
    try {
      for (Daemon daemon : daemons) {
        Fleet fleet = bed.fleet(daemon, "nsqd-" + fleets.size());
        fleets.add(fleet);
        bed.flawless(fleet.connect(BUSY_PRODUCERS));
      }
      Names busy = bed.names("busy", 2 * BUSY_TOPICS, BUSY_TOPICS);
      double bytesBefore = bytesSent(daemons);
      double together = sum(allAtOnce(fleets, fleet -> fleet.register(busy)));
      double copies = fleets.size() * (fleets.size() - 1.0);
      double registrations = BUSY_PRODUCERS * busy.perProducer() * Names.REGISTRATIONS_PER_TOPIC;
      bed.report()
          .add(
              Row.of(
                  Part.CLUSTER,
                  "sent to each other member, a registration",
                  (bytesSent(daemons) - bytesBefore) / (copies * registrations),
                  "bytes"));
      bed.report().add(Row.of(Part.CLUSTER, "REGISTER at all three, in lockstep", together, "1/s"));

      Duration every =
          Duration.ofMillis(Math.round(fleets.size() * BUSY_PRODUCERS * 2_000 / together));
      Names slow = bed.names("slow", 2 * BUSY_TOPICS, BUSY_TOPICS);
      List<CompletableFuture<Told>> half =
          allAtOnce(fleets, fleet -> fleet.registerSlowly(slow, every));
      Latencies loaded = sample("loaded", daemons.get(1), daemons.get(2));
      boolean hasLasted = half.stream().noneMatch(CompletableFuture::isDone);
      bed.report().check(hasLasted, "the load ended before the figure was taken");
      bed.report()
          .add(
              Row.of(
                      Part.CLUSTER,
                      "until visible elsewhere, at half of that",
                      loaded.p99Millis(),
                      "ms")
                  .with(loaded)
                  .valueTo(Target.atMost(VISIBLE_BUSY_MILLIS)));
      bed.report().add(Row.of(Part.CLUSTER, "REGISTER meanwhile", sum(half), "1/s"));
    } finally {
      fleets.forEach(Fleet::close);
    }
  }

  /** By all of them together, to each other, since they were started. */
  private static double bytesSent(List<Daemon> daemons) throws Exception {
    double bytes = 0;
    for (Daemon daemon : daemons) {
      Matcher sum = BYTES_SENT.matcher(new HttpProbe(daemon.httpPort()).get("/metrics").text());
      if (!sum.find()) {
        throw new AssertionError("/metrics does not tell what was sent to other members");
      }
      bytes += Double.parseDouble(sum.group(1));
    }
    return bytes;
  }

  /** What a fleet is told to do. */
  private interface Order {
    Told carryOut(Fleet fleet) throws Exception;
  }

  private List<CompletableFuture<Told>> allAtOnce(List<Fleet> fleets, Order order) {
    return fleets.stream()
        .map(
            fleet ->
                CompletableFuture.supplyAsync(
                    () -> {
                      try {
                        return bed.flawless(order.carryOut(fleet));
                      } catch (Exception failed) {
                        throw new IllegalStateException(failed);
                      }
                    },
                    task -> new Thread(task, "fleet").start()))
        .toList();
  }

  private static double sum(List<CompletableFuture<Told>> told) {
    return told.stream().mapToDouble(one -> one.join().rate()).sum();
  }

  /** Each topic is asked for again and again, which takes a part of a millisecond each time. */
  private Latencies sample(String prefix, Daemon told, Daemon asked) throws Exception {
    Histogram nanos = new Histogram(TimeUnit.MINUTES.toNanos(1), 3);
    HttpProbe probe = new HttpProbe(asked.httpPort());
    try (ProducerConnection producer = ProducerConnection.open(told.tcpPort())) {
      producer.identify(ProducerIdentity.numbered(prefix, 1));
      for (int i = 0; i < bed.scaled(SAMPLES); i++) {
        String topic = prefix + i;
        producer.must("REGISTER " + topic);
        long startNanos = System.nanoTime();
        while (!probe.get("/lookup?topic=" + topic).text().contains(prefix + "-1")) {
          if (System.nanoTime() - startNanos > PATIENCE_NANOS) {
            throw new AssertionError(topic + " was never visible elsewhere");
          }
        }
        nanos.recordValue(System.nanoTime() - startNanos);
      }
    }
    return Latencies.of(nanos);
  }

  /** Beside a daemon by itself, in the same rounds. */
  private void lookups(Daemon member) throws Exception {
    Path path = bed.paths("cluster-single", List.of(SINGLE.lookupPath(0)));
    List<LoadResult> clustered = new ArrayList<>();
    List<LoadResult> alone = new ArrayList<>();
    try (Server single = bed.daemon("cluster-none");
        Fleet atMember = bed.fleet(member);
        Fleet atSingle = bed.fleet(single)) {
      for (Fleet fleet : List.of(atMember, atSingle)) {
        bed.flawless(fleet.connect(1));
        bed.flawless(fleet.fill(SINGLE));
      }
      bed.warmUp(member, Bed.CONNECTIONS, path);
      bed.warmUp(single, Bed.CONNECTIONS, path);
      for (int round = 0; round < bed.options().rounds(); round++) {
        alone.add(bed.load(single, Bed.CONNECTIONS, path));
        clustered.add(bed.load(member, Bed.CONNECTIONS, path));
      }
    }
    LoadResult looked = Figures.median(clustered, LoadResult::rate);
    bed.report()
        .add(
            Row.of(Part.CLUSTER, "lookups at one of three: of a single one", looked.rate(), "1/s")
                .with(looked.latencies())
                .relativeTo(Figures.median(alone, LoadResult::rate).rate())
                .ratioTo(Target.atLeast(OF_SINGLE)));
  }

  /** From the start of the process, the engine's time to join included. */
  private void join(Daemon first, Daemon second, Daemon third) throws Exception {
    int producers = bed.scaled(FILL_PRODUCERS);
    int topics = 0;
    try (Fleet fleet = bed.fleet(first)) {
      bed.flawless(fleet.connect(producers));
      for (int more : FILL_TOPICS) {
        topics += more;
        Names names = bed.names("fill" + topics, 20 * more, more);
        bed.flawless(fleet.fill(names));
        long startNanos = System.nanoTime();
        try (Daemon fourth = member("cluster-" + topics, first, second, third)) {
          double seconds = (System.nanoTime() - startNanos) / NANOS_PER_SECOND;
          bed.checkProducers(fourth, names, producers);
          int registrations = producers * topics * Names.REGISTRATIONS_PER_TOPIC;
          Row row =
              Row.of(
                  Part.CLUSTER,
                  "until a fourth has all %,d registrations".formatted(registrations),
                  seconds,
                  "s");
          boolean isAimedAt = topics <= MOST_TOPICS_AIMED_AT;
          bed.report().add(isAimedAt ? row.valueTo(Target.atMost(READY_SECONDS)) : row);
        }
      }
    }
  }
}
