package io.github.vertxnsq.lookupd.bench;

import io.github.vertxnsq.lookupd.bench.load.HttpLoad;
import io.github.vertxnsq.lookupd.bench.server.Server;
import io.github.vertxnsq.lookupd.http.HttpProbe;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The crowd that leaves or comes back: 1,000 producers with 300 registrations each.
 *
 * @param producers how many
 * @param names what they register
 */
record Storm(int producers, Names names) {
  private static final int PRODUCERS = 1_000;
  private static final int TOPICS = 10_000;
  private static final int REGISTRATIONS = 300;
  private static final int LOOKUP_CONNECTIONS = 8;
  private static final Pattern REGISTRATION_COUNT =
      Pattern.compile("^nsqlookupd_registrations (\\S+)$", Pattern.MULTILINE);

  static Storm of(Bed bed) {
    return new Storm(
        bed.scaled(PRODUCERS),
        bed.names("storm", TOPICS, REGISTRATIONS / Names.REGISTRATIONS_PER_TOPIC));
  }

  /** What all of them hold together. */
  int registrations() {
    return producers * names.perProducer() * Names.REGISTRATIONS_PER_TOPIC;
  }

  /** How many registrations the daemon says there are. */
  static int registrations(Server daemon) throws Exception {
    String metrics = new HttpProbe(daemon.httpPort()).get("/metrics").text();
    Matcher count = REGISTRATION_COUNT.matcher(metrics);
    if (!count.find()) {
      throw new AssertionError("no count of registrations in\n" + metrics);
    }
    return (int) Double.parseDouble(count.group(1));
  }

  /**
   * Lookups of all these topics go on meanwhile: eight consumers that do not hurry.
   *
   * @param pause of each before it asks; without one, eight take all there is
   */
  HttpLoad.Running startLookups(Bed bed, Server daemon, Duration pause) throws Exception {
    Path paths = bed.paths("storm", names.lookupPaths().toList());
    return bed.startLoad(daemon, LOOKUP_CONNECTIONS, paths, pause);
  }
}
