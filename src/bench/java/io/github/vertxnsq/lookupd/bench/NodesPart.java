package io.github.vertxnsq.lookupd.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.vertxnsq.lookupd.bench.fleet.Fleet;
import io.github.vertxnsq.lookupd.bench.load.LoadResult;
import io.github.vertxnsq.lookupd.bench.server.Server;
import io.github.vertxnsq.lookupd.http.HttpProbe;
import io.github.vertxnsq.lookupd.wire.ProducerConnection;
import io.github.vertxnsq.lookupd.wire.ProducerIdentity;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/**
 * Lists 1,000 producers of 100 topics each: again and again, and with a change before each time.
 */
final class NodesPart {
  private static final int PRODUCERS = 1_000;
  private static final int TOPICS = 10_000;
  private static final int PER_PRODUCER = 100;
  private static final int CONNECTIONS = 8;
  private static final double REPEATED_RATE = 200;
  private static final double CHANGED_RATE = 20;
  private static final int DIGITS = 3;
  private static final String NODES = "/nodes";

  private NodesPart() {}

  static void measure(Bed bed) throws Exception {
    Names names = bed.names("node", TOPICS, PER_PRODUCER);
    int producers = bed.scaled(PRODUCERS);
    try (Server daemon = bed.daemon("nodes");
        Fleet fleet = bed.fleet(daemon)) {
      bed.flawless(fleet.connect(producers));
      bed.flawless(fleet.fill(names));
      HttpProbe.Answer nodes = new HttpProbe(daemon.httpPort()).get(NODES);
      int listed = nodes.json().path("producers").size();
      bed.report()
          .check(listed == producers, "%d nodes listed, not %d".formatted(listed, producers));
      measureRepeated(bed, daemon, nodes.text().getBytes(UTF_8).length);
      measureChanged(bed, daemon);
    }
  }

  private static void measureRepeated(Bed bed, Server daemon, int bodyBytes) throws Exception {
    Path paths = bed.paths("nodes", List.of(NODES));
    List<LoadResult> ofDaemon = new ArrayList<>();
    List<LoadResult> ofLimit = new ArrayList<>();
    try (Server limit = bed.limit().answering(bodyBytes)) {
      bed.warmUp(limit, CONNECTIONS, paths);
      bed.warmUp(daemon, CONNECTIONS, paths);
      for (int round = 0; round < bed.options().rounds(); round++) {
        ofLimit.add(bed.load(limit, CONNECTIONS, paths));
        ofDaemon.add(bed.load(daemon, CONNECTIONS, paths));
      }
    }
    LoadResult listed = Figures.median(ofDaemon, LoadResult::rate);
    bed.report()
        .add(
            Row.of(Part.NODES, "repeated, %,d bytes".formatted(bodyBytes), listed.rate(), "1/s")
                .with(listed.latencies())
                .besideLimit(Figures.median(ofLimit, LoadResult::rate).rate())
                .valueTo(Target.atLeast(REPEATED_RATE)));
  }

  private static void measureChanged(Bed bed, Server daemon) throws Exception {
    List<Row> rounds = new ArrayList<>();
    try (ProducerConnection producer = ProducerConnection.open(daemon.tcpPort())) {
      producer.identify(ProducerIdentity.numbered("restless", 0));
      changeAndList(bed, daemon, producer); // warms up
      for (int round = 0; round < bed.options().rounds(); round++) {
        rounds.add(changeAndList(bed, daemon, producer));
      }
    }
    bed.report().add(Figures.median(rounds, Row::value).valueTo(Target.atLeast(CHANGED_RATE)));
  }

  private static Row changeAndList(Bed bed, Server daemon, ProducerConnection producer)
      throws Exception {
    HttpProbe probe = new HttpProbe(daemon.httpPort());
    Histogram nanos = new Histogram(TimeUnit.MINUTES.toNanos(1), DIGITS);
    long startNanos = System.nanoTime();
    long nowNanos = startNanos;
    boolean has = false;
    while (nowNanos - startNanos < bed.options().seconds().toNanos()) {
      producer.must((has ? "UNREGISTER" : "REGISTER") + " restless");
      has = !has;
      long askedNanos = System.nanoTime();
      HttpProbe.Answer answer = probe.get(NODES);
      nowNanos = System.nanoTime();
      nanos.recordValue(nowNanos - askedNanos);
      bed.report()
          .check(
              answer.text().contains("\"restless\"") == has,
              "/nodes does not show what was registered before");
    }
    double seconds = (nowNanos - startNanos) / (double) TimeUnit.SECONDS.toNanos(1);
    return Row.of(Part.NODES, "each after a change", nanos.getTotalCount() / seconds, "1/s")
        .with(Latencies.of(nanos));
  }
}
