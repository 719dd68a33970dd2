package io.github.vertxnsq.lookupd.bench;

import io.github.vertxnsq.lookupd.bench.load.WaitingCrowd;
import io.github.vertxnsq.lookupd.bench.server.Daemon;
import io.github.vertxnsq.lookupd.http.HttpProbe;
import io.github.vertxnsq.lookupd.process.Eventually;
import java.time.Duration;
import java.util.Arrays;

/** 10,000 clients wait for one topic's answer: what they take, and how soon all have the next. */
final class WatchPart {
  private static final int WATCHERS = 10_000;
  private static final int MORE = 100;
  private static final int ROUNDS = 9;
  private static final String TARGET = "/lookup?topic=watched&wait=10m";
  private static final double MAX_MIB = 40;
  private static final double MAX_MILLIS = 250;
  private static final double MILLIS_A_SECOND = 1e3;
  private static final double NANOS_A_MILLI = 1e6;

  private WatchPart() {}

  static void measure(Bed bed) throws Exception {
    int watchers = bed.scaled(WATCHERS);
    try (Daemon daemon =
        bed.daemon(
            "watch", "-max-http-connections=" + (watchers + MORE), "-max-watchers=" + watchers)) {
      HttpProbe http = new HttpProbe(daemon.httpPort());
      http.post("/topic/create?topic=watched");
      double idleMib = Settled.rssMib(daemon, bed.options().seconds());
      try (WaitingCrowd crowd = WaitingCrowd.connect(daemon.httpPort(), watchers)) {
        ask(crowd, http, watchers);
        double waitingMib = Settled.rssMib(daemon, bed.options().seconds());
        bed.report()
            .add(
                Row.of(
                        Part.WATCH,
                        "RSS of %,d that wait".formatted(watchers),
                        waitingMib - idleMib,
                        "MiB")
                    .valueTo(Target.atMost(MAX_MIB)));
        addCpu(bed, daemon);
        addSlowest(bed, crowd, http, watchers);
      }
    }
  }

  private static void ask(WaitingCrowd crowd, HttpProbe http, int watchers) throws Exception {
    String tag = http.get(TARGET).headers().firstValue("ETag").orElseThrow();
    crowd.ask(TARGET, tag);
    Eventually.holds(
        watchers + " wait",
        Duration.ofSeconds(60),
        () -> http.metric("nsqlookupd_watchers") == watchers);
  }

  private static void addCpu(Bed bed, Daemon daemon) throws Exception {
    Duration before = daemon.cpuTime();
    long startNanos = System.nanoTime();
    Eventually.passes(bed.options().seconds().multipliedBy(2));
    double seconds = Duration.ofNanos(System.nanoTime() - startNanos).toMillis() / MILLIS_A_SECOND;
    bed.report()
        .add(
            Row.of(
                Part.WATCH,
                "processor time while nothing happens",
                daemon.cpuTime().minus(before).toMillis() / seconds,
                "ms/s"));
  }

  private static void addSlowest(Bed bed, WaitingCrowd crowd, HttpProbe http, int watchers)
      throws Exception {
    double[] slowest = new double[ROUNDS];
    for (int round = 0; round < ROUNDS; round++) {
      long startNanos = System.nanoTime();
      http.post("/channel/create?topic=watched&channel=c" + round);
      slowest[round] = (crowd.awaitAnswers() - startNanos) / NANOS_A_MILLI;
      ask(crowd, http, watchers);
    }
    double[] warm = Arrays.copyOfRange(slowest, ROUNDS / 2, ROUNDS);
    Arrays.sort(warm);
    bed.report()
        .add(
            Row.of(Part.WATCH, "a change until the last is told", warm[warm.length / 2], "ms")
                .valueTo(Target.atMost(MAX_MILLIS)));
  }
}
