package io.github.vertxnsq.lookupd.remembering;

import io.github.vertxnsq.lookupd.registry.Change;
import io.github.vertxnsq.lookupd.registry.ChannelName;
import io.github.vertxnsq.lookupd.registry.Command;
import io.github.vertxnsq.lookupd.registry.HybridClock;
import io.github.vertxnsq.lookupd.registry.Name;
import io.github.vertxnsq.lookupd.registry.NodeAddress;
import io.github.vertxnsq.lookupd.registry.PeerInfo;
import io.github.vertxnsq.lookupd.registry.ProducerId;
import io.github.vertxnsq.lookupd.registry.Query;
import io.github.vertxnsq.lookupd.registry.Registry;
import io.github.vertxnsq.lookupd.registry.Shown;
import io.github.vertxnsq.lookupd.registry.TopicName;
import io.github.vertxnsq.lookupd.registry.TopicView;
import io.github.vertxnsq.lookupd.registry.Watcher;
import io.github.vertxnsq.lookupd.replication.LoneDaemon;
import io.github.vertxnsq.lookupd.replication.Recollection;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** The registry of a daemon by itself, and its memory, without a thread: time is as told. */
final class KnowingDaemon {
  static final String OWNER = "lookupd-1";
  static final long WALL_MILLIS = 1_800_000_000_000L;
  static final Duration INACTIVE = Duration.ofMinutes(5);
  private static final Duration TOMBSTONE = Duration.ofSeconds(45);
  private static final long MAX_BYTES = 1 << 20;

  private static final class Deaf implements Watcher {
    @Override
    public void topicChanged(TopicName topic) {}

    @Override
    public void topicsChanged() {}

    @Override
    public void nodesChanged() {}
  }

  final Registry registry;
  final Recollection recollection;
  private final HybridClock stamps;
  private final LoneDaemon self = new LoneDaemon();
  private long nowMillis = 50_000_000;

  KnowingDaemon() {
    registry = new Registry(self.node(), true, INACTIVE, TOMBSTONE, new Deaf());
    stamps = new HybridClock(self.node());
    self.begin(registry, stamps, () -> {});
    recollection = self.recollection();
  }

  void passes(Duration time) {
    nowMillis += time.toMillis();
    registry.advance(nowMillis);
  }

  void run(Command command) {
    for (Change change : registry.decide(command, stamps.next(WALL_MILLIS + nowMillis)).changes()) {
      registry.apply(change, nowMillis);
    }
    registry.work(Integer.MAX_VALUE);
  }

  /** An nsqd connects, and registers these. */
  ProducerId connect(int number, String... names) {
    ProducerId id = new ProducerId(self.node(), number);
    String host = "nsqd-" + number;
    run(
        new Command.Identify(
            id, new PeerInfo(host + ":1", host, host, 4150, 4151, "1.3.0", "", "")));
    for (String name : names) {
      run(new Command.Register(id, name(name)));
    }
    run(new Command.Ping(id));
    return id;
  }

  static NodeAddress address(int number) {
    return new NodeAddress("nsqd-" + number, 4151);
  }

  /** A topic, or behind a colon its channel. */
  static Name name(String text) {
    String[] parts = text.split(":", -1);
    TopicName topic = TopicName.parse(parts[0]).orElseThrow();
    return parts.length == 1 ? topic : ChannelName.parse(topic, parts[1]).orElseThrow();
  }

  /** Writes all that is known, as of now. */
  KnowingDaemon write(Path file) throws IOException {
    try (DataWriter writer = new DataWriter(file, OWNER)) {
      Recollection.Reading reading = recollection.read();
      while (reading.hasNext()) {
        writer.write(new DataFile.Page(reading.next(nowMillis), WALL_MILLIS));
      }
      writer.finish();
    }
    return this;
  }

  /** A daemon that takes over what the file has, so long after it was written. */
  static KnowingDaemon reading(Path file, Duration later) throws IOException, DataException {
    KnowingDaemon daemon = new KnowingDaemon();
    try (DataReader reader = reader(file)) {
      for (DataFile.Page page = reader.next(); page != null; page = reader.next()) {
        daemon.recollection.take(page.told(), later.toMillis(), daemon.nowMillis);
      }
    }
    daemon.recollection.taken(later.toMillis(), daemon.nowMillis);
    daemon.registry.work(Integer.MAX_VALUE);
    return daemon;
  }

  static DataReader reader(Path file) throws IOException, DataException {
    return new DataReader(file, OWNER, MAX_BYTES);
  }

  boolean knows(String topic) {
    return new Query.Lookup(name(topic).topic()).answeredBy(registry).isPresent();
  }

  /** The hosts that are listed for the topic. */
  List<String> listed(String topic) {
    return new Query.Lookup(name(topic).topic())
        .answeredBy(registry).map(TopicView::producers).orElse(List.of()).stream()
            .map(Shown::value)
            .map(PeerInfo::broadcastAddress)
            .sorted()
            .toList();
  }

  List<String> channels(String topic) {
    return new Query.Lookup(name(topic).topic())
        .answeredBy(registry)
        .map(TopicView::channels)
        .orElse(List.of());
  }
}
