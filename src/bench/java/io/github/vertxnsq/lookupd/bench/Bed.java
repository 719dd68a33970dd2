package io.github.vertxnsq.lookupd.bench;

import io.github.vertxnsq.lookupd.bench.fleet.Fleet;
import io.github.vertxnsq.lookupd.bench.fleet.Told;
import io.github.vertxnsq.lookupd.bench.load.HttpLoad;
import io.github.vertxnsq.lookupd.bench.load.LoadResult;
import io.github.vertxnsq.lookupd.bench.server.Daemon;
import io.github.vertxnsq.lookupd.bench.server.LimitServer;
import io.github.vertxnsq.lookupd.bench.server.Server;
import io.github.vertxnsq.lookupd.http.HttpProbe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** What every part needs to take its figures: servers, producers, a load, and where to report. */
record Bed(BenchOptions options, Report report, Path folder) {
  /** How many connections look topics up where nothing else is said. */
  static final int CONNECTIONS = 64;

  private static final long SEED = 4161;
  private static final int WARM_UP = 3;

  /** A daemon that logs to a file of this name. */
  Daemon daemon(String name, String... arguments) throws Exception {
    return Daemon.start(options.jvmFlags(), folder.resolve(name + ".log"), arguments);
  }

  /** Bare Vert.x. */
  LimitServer limit() throws IOException, InterruptedException {
    return LimitServer.start(options.jvmFlags());
  }

  /** A number of producers, topics and the like, made to measure: at least 1. */
  int scaled(int full) {
    return (int) Math.max(1, Math.round(full * options.scale()));
  }

  /** Names of so many topics, made to measure; what a producer has of them stays as it is. */
  Names names(String prefix, int topics, int perProducer) {
    return new Names(prefix, Math.max(scaled(topics), perProducer), perProducer);
  }

  /**
   * Loads a server for as long as a figure takes.
   *
   * @param paths from {@link #paths}
   */
  LoadResult load(Server server, int connections, Path paths) throws Exception {
    return flawless(
        options
            .load()
            .run(
                server.httpPort(),
                new HttpLoad.Shape(connections, paths, Duration.ZERO),
                options.seconds()));
  }

  /** Loads a server for longer than a figure takes; what comes of it is of no interest. */
  void warmUp(Server server, int connections, Path paths) throws Exception {
    options
        .load()
        .run(
            server.httpPort(),
            new HttpLoad.Shape(connections, paths, Duration.ZERO),
            options.seconds().multipliedBy(WARM_UP));
  }

  /**
   * Begins to load a server, until told to end.
   *
   * @param pause of each connection before a request
   */
  HttpLoad.Running startLoad(Server server, int connections, Path paths, Duration pause)
      throws IOException, InterruptedException {
    return options.load().start(server.httpPort(), new HttpLoad.Shape(connections, paths, pause));
  }

  /** Writes the paths that a load asks, shuffled alike in every run. */
  Path paths(String name, List<String> paths) throws IOException {
    List<String> shuffled = new ArrayList<>(paths);
    Collections.shuffle(shuffled, new Random(SEED));
    return Files.write(folder.resolve(name + ".paths"), shuffled);
  }

  /** Holds the load to its answers. */
  LoadResult flawless(LoadResult result) {
    report.check(
        result.isFlawless(),
        "of %d lookups %d were not answered, %d were answered an error"
            .formatted(result.requests() + result.errors(), result.errors(), result.notOk()));
    return result;
  }

  /** Holds the fleet to its answers. */
  Told flawless(Told told) {
    report.check(
        told.isFlawless(),
        "%d producers were lost, %d were refused".formatted(told.lost(), told.refused()));
    return told;
  }

  /** The producers of each of a few of the topics must be so many. */
  void checkProducers(Server daemon, Names names, int producers) throws Exception {
    int expected = (int) ((long) producers * names.perProducer() / names.topics());
    for (int topic = 0; topic < names.topics(); topic += Math.max(1, names.topics() / 50)) {
      int listed = producersOf(daemon, names, topic);
      report.check(
          listed == expected || listed == expected + 1,
          "%s has %d producers, not %d".formatted(names.topic(topic), listed, expected));
    }
  }

  /** How many producers the daemon lists for a topic; 0 when it does not know it. */
  private static int producersOf(Server daemon, Names names, int topic) throws Exception {
    return new HttpProbe(daemon.httpPort())
        .get(names.lookupPath(topic))
        .json()
        .path("producers")
        .size();
  }

  /** Starts producers at this server, none yet. */
  Fleet fleet(Server server) throws IOException {
    return fleet(server, "nsqd");
  }

  /** Starts producers at this server, none yet, whose hosts are called so. */
  Fleet fleet(Server server, String name) throws IOException {
    return Fleet.at(server.tcpPort(), name);
  }
}
