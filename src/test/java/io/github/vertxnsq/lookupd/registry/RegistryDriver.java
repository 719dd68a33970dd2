package io.github.vertxnsq.lookupd.registry;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Owns a registry the way its verticle does: reads the clocks, lets what is due happen, decides a
 * command and applies what follows. Time passes when the test says so.
 */
final class RegistryDriver {
  /** The daemon's defaults. */
  static final Duration INACTIVE_TIMEOUT = Duration.ofMinutes(5);

  static final Duration TOMBSTONE_LIFETIME = Duration.ofSeconds(45);

  /** 2024-01-01, so that wall-clock times look like some. */
  static final long WALL_START_MILLIS = 1_704_067_200_000L;

  private final News news = new News();
  private final HybridClock clock = new HybridClock(1);
  private final Registry registry;
  private final boolean putsOff;
  private long nowMillis = 1_000_000;
  private long wallOffsetMillis = WALL_START_MILLIS - nowMillis;
  private long connections;

  RegistryDriver() {
    this(INACTIVE_TIMEOUT, TOMBSTONE_LIFETIME, false);
  }

  /**
   * @param putsOff whether what can wait is left to {@link #work}, instead of being done at once
   */
  RegistryDriver(Duration inactiveTimeout, Duration tombstoneLifetime, boolean putsOff) {
    this(Deadlines.QUIET_AFTER, inactiveTimeout, tombstoneLifetime, putsOff);
  }

  /**
   * @param quietAfter how long a producer is not heard until it is quiet
   * @param putsOff whether what can wait is left to {@link #work}, instead of being done at once
   */
  RegistryDriver(
      Duration quietAfter, Duration inactiveTimeout, Duration tombstoneLifetime, boolean putsOff) {
    this(new Deadlines(quietAfter, inactiveTimeout, tombstoneLifetime), putsOff, false);
  }

  private RegistryDriver(Deadlines deadlines, boolean putsOff, boolean hasPeers) {
    this.putsOff = putsOff;
    registry = new Registry(1, hasPeers, deadlines, news);
  }

  /** One of a cluster, with the daemon's defaults; what others tell is applied by the test. */
  static RegistryDriver amongOthers() {
    Deadlines defaults = new Deadlines(Deadlines.QUIET_AFTER, INACTIVE_TIMEOUT, TOMBSTONE_LIFETIME);
    return new RegistryDriver(defaults, false, true);
  }

  News news() {
    return news;
  }

  long nowMillis() {
    return nowMillis;
  }

  long nextDeadlineMillis() {
    return registry.nextDeadlineMillis();
  }

  Stamp nextStamp() {
    return clock.next(nowMillis + wallOffsetMillis);
  }

  Decision decide(Command command, Stamp stamp) {
    return registry.decide(command, stamp);
  }

  void apply(Change change) {
    registry.apply(change, nowMillis);
    workUnlessPutOff();
  }

  boolean grows(Decision decision) {
    return registry.grows(decision);
  }

  /** What a daemon that joins is told of names and tombstones. */
  List<Change> facts() {
    return registry.commonFacts().page(null, Integer.MAX_VALUE, nowMillis).facts().stream()
        .map(CommonFacts.Aged::change)
        .toList();
  }

  /** By the number of their daemon, while only daemons of these numbers are there. */
  Map<Integer, Integer> orphans(Integer... present) {
    return registry.slices().orphans(List.of(present)::contains);
  }

  Decision run(Command command) {
    Decision decision = decide(command, nextStamp());
    decision.changes().forEach(this::apply);
    return decision;
  }

  <R> R ask(Query<R> query) {
    if (query instanceof Query.Extensive<R> extensive) {
      return gathered(extensive.begunBy(registry));
    }
    if (query instanceof Query.Momentary<R> momentary) {
      return gathered(momentary.begunBy(registry));
    }
    return ((Query.Immediate<R>) query).answeredBy(registry);
  }

  private static <R> R gathered(Gathering<R> gathering) {
    R answer;
    do {
      answer = gathering.gather(1); // with a cut wherever there can be one
    } while (answer == null);
    return answer;
  }

  <R> Gathering<R> begin(Query.Momentary<R> query) {
    return query.begunBy(registry);
  }

  Moment moment() {
    return new Moment(nowMillis, nowMillis + wallOffsetMillis);
  }

  /** All about a topic that must be known. */
  TopicDetail detail(String topic) {
    return ask(new Query.Detail(Samples.topic(topic), moment())).orElseThrow().value();
  }

  boolean hasWork() {
    return registry.hasWork();
  }

  void work(int steps) {
    registry.work(steps);
  }

  private void workUnlessPutOff() {
    while (!putsOff && registry.hasWork()) {
      registry.work(1);
    }
  }

  void passTime(Duration duration) {
    passMillis(duration.toMillis());
  }

  void passMillis(long millis) {
    nowMillis += millis;
    registry.advance(nowMillis);
    workUnlessPutOff();
  }

  /** Somebody sets the wall clock; monotonic time goes on as it was. */
  void moveWallClock(long byMillis) {
    wallOffsetMillis += byMillis;
  }

  void setTimes(Duration inactiveTimeout, Duration tombstoneLifetime) {
    registry.setTimes(inactiveTimeout, tombstoneLifetime, nowMillis);
    workUnlessPutOff();
  }

  void setBounds(Bounds bounds) {
    registry.setBounds(bounds);
  }

  // Shorthands for examples.

  ProducerId connect(String host, String remote) {
    return connect(Samples.peer(host, remote));
  }

  ProducerId connect(PeerInfo peer) {
    ProducerId id = new ProducerId(1, ++connections);
    run(new Command.Identify(id, peer));
    return id;
  }

  Decision ping(ProducerId producer) {
    return run(new Command.Ping(producer));
  }

  Decision register(ProducerId producer, String topic) {
    return run(new Command.Register(producer, Samples.topic(topic)));
  }

  Decision register(ProducerId producer, String topic, String channel) {
    return run(new Command.Register(producer, Samples.channel(topic, channel)));
  }

  Decision unregister(ProducerId producer, String topic) {
    return run(new Command.Unregister(producer, Samples.topic(topic)));
  }

  Decision unregister(ProducerId producer, String topic, String channel) {
    return run(new Command.Unregister(producer, Samples.channel(topic, channel)));
  }

  Decision disconnect(ProducerId producer) {
    return run(new Command.Disconnect(producer));
  }

  Decision create(Name name) {
    return run(new Command.Create(name));
  }

  Decision delete(Name name) {
    return run(new Command.Delete(name));
  }

  Decision tombstone(String topic, String host) {
    return run(new Command.SetTombstone(Samples.topic(topic), Samples.node(host)));
  }

  Optional<TopicView> lookup(String topic) {
    return ask(new Query.Lookup(Samples.topic(topic)));
  }

  /** The remote addresses of those that are listed for a topic that must be known. */
  List<String> producersOf(String topic) {
    return lookup(topic).orElseThrow().producers().stream()
        .map(producer -> producer.value().remoteAddress())
        .toList();
  }

  /** The channels of a topic that must be known. */
  List<String> channelsOf(String topic) {
    return lookup(topic).orElseThrow().channels();
  }

  List<String> topics() {
    return ask(new Query.Topics());
  }

  List<NodeView> nodes() {
    return ask(new Query.Nodes());
  }

  Census census() {
    return ask(new Query.Count());
  }

  /** All of {@code /debug}, asked for in slices. */
  List<DebugSlice> debug(int minEntries) {
    List<DebugSlice> slices = new ArrayList<>();
    DebugSlice.Cursor next = DebugSlice.Cursor.START;
    while (next != null) {
      DebugSlice slice = ask(new Query.Debug(next, minEntries));
      slices.add(slice);
      assertTrue(slices.size() < 10_000, "a listing comes to its end");
      next = slice.next();
    }
    return slices;
  }

  /** The entries that {@code /debug} has under the key, none when the key is left out. */
  List<DebugSlice.Entry> debug(String key) {
    return debug(1000).stream()
        .flatMap(slice -> slice.groups().stream())
        .filter(group -> group.key().equals(key))
        .flatMap(group -> group.entries().stream())
        .toList();
  }
}
