package io.github.vertxnsq.lookupd.registry;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Everything that is registered. Owned by one thread.
 *
 * <p>All {@code nowMillis} are readings of one monotonic clock, in milliseconds from any origin.
 */
public final class Registry {
  private int node;
  private final RegistrationIndex index;
  private final Listing listing;
  private final DebugListing debugListing;
  private final Chores chores = new Chores();
  private final Deadlines deadlines;
  private final Teller teller;
  private final Removal removal;
  private final Slices slices;
  private final CommonFacts commonFacts;
  private Bounds bounds = Bounds.NONE;

  /**
   * A registry without others.
   *
   * @param inactiveProducerTimeout a producer not heard for longer is silent, and not listed
   * @param tombstoneLifetime how long a tombstone hides
   * @param watcher is told which answers change
   */
  public Registry(Duration inactiveProducerTimeout, Duration tombstoneLifetime, Watcher watcher) {
    this(0, false, inactiveProducerTimeout, tombstoneLifetime, watcher);
  }

  /**
   * @param node number of this daemon, from its start to its end, that no other has or had
   * @param hasPeers whether others tell what they hold, and facts may arrive late
   * @param inactiveProducerTimeout a producer not heard for longer is silent, and not listed
   * @param tombstoneLifetime how long a tombstone hides
   * @param watcher is told which answers change
   */
  public Registry(
      int node,
      boolean hasPeers,
      Duration inactiveProducerTimeout,
      Duration tombstoneLifetime,
      Watcher watcher) {
    this(
        node,
        hasPeers,
        new Deadlines(Deadlines.QUIET_AFTER, inactiveProducerTimeout, tombstoneLifetime),
        watcher);
  }

  Registry(int node, boolean hasPeers, Deadlines deadlines, Watcher watcher) {
    this.node = node;
    this.index =
        new RegistrationIndex(origin -> origin == this.node || !hasPeers, new Graves(hasPeers));
    this.listing = new Listing(index);
    this.debugListing = new DebugListing(index);
    this.deadlines = deadlines;
    this.teller = new Teller(chores, watcher);
    this.removal = new Removal(index, deadlines, chores, teller);
    this.slices = new Slices(index, deadlines, teller, this::applier);
    this.commonFacts = new CommonFacts(index);
  }

  /** What each daemon tells of its own producers. */
  public Slices slices() {
    return slices;
  }

  /** What all daemons write together. */
  public CommonFacts commonFacts() {
    return commonFacts;
  }

  /**
   * Says what the command would change, or why it is refused. Changes nothing.
   *
   * @param stamp later than every stamp before; whatever the command brings about carries it
   */
  public Decision decide(Command command, Stamp stamp) {
    return command.fold(new Decider(index, bounds, stamp));
  }

  /** Whether what was decided adds something, and does not only say that a name exists. */
  public boolean grows(Decision decision) {
    for (Change change : decision.changes()) {
      if (!(change instanceof Change.Created created) || index.find(created.name()) == null) {
        return true;
      }
    }
    return false;
  }

  /**
   * From now on this daemon has another number, as if it had been started again: what its producers
   * held is a former daemon's, and no command of theirs counts any more.
   *
   * @param nextNode that no daemon has or had
   */
  public void renumber(int nextNode) {
    index.changed();
    int former = node;
    index.abandon(former);
    node = nextNode;
    slices.disown(former);
  }

  /** Forgets everything, so that it can be learned anew from other daemons. */
  public void clear(long nowMillis) {
    index.changed();
    Applier applier = applier(nowMillis);
    List.copyOf(index.producers().keySet()).forEach(id -> applier.ended(new Change.Ended(id)));
    removal.removeAll();
    index.origins().clear();
  }

  /** From now on no command may add more than that. */
  public void setBounds(Bounds bounds) {
    this.bounds = bounds;
  }

  /**
   * Makes the change, wherever it was decided: whoever asks from now on sees it. Some of the
   * telling may be left to {@link #work}.
   */
  public void apply(Change change, long nowMillis) {
    if (change instanceof Change.Heard told && !slices.mattersToOthers(told)) {
      index.heard();
    } else {
      index.changed();
    }
    change.fold(applier(nowMillis));
  }

  /** Grows whenever something may have changed, and not only when a producer was heard. */
  public long changes() {
    return index.changes();
  }

  /** Grows whenever a producer is heard, and nothing else follows from it than the time. */
  public long pings() {
    return index.pings();
  }

  private Applier applier(long nowMillis) {
    return new Applier(index, deadlines, chores, teller, removal, nowMillis);
  }

  /** Whether something was left to {@link #work}. */
  public boolean hasWork() {
    return !chores.isEmpty();
  }

  /**
   * Does some of what changes left behind: tells the watcher, and takes out what is dead. No answer
   * differs by it.
   *
   * @param steps about how many registrations to go through
   */
  public void work(int steps) {
    chores.work(steps);
  }

  /**
   * The number of the last change that the watcher was not told of at once; 0 before the first.
   * Only what happens to a producer as a whole is told later.
   */
  public long lastAnnouncement() {
    return chores.lastAnnouncement();
  }

  /** Whether the watcher has been told of that change and of all before it. */
  public boolean isAnnounced(long number) {
    return chores.isAnnounced(number);
  }

  /**
   * Lets everything happen that is due: producers fall quiet or silent, tombstones end.
   *
   * @return what others are to be told of it, already applied here; mostly nothing
   */
  public List<Change> advance(long nowMillis) {
    if (nowMillis < deadlines.next()) {
      return List.of();
    }
    index.changed();
    Applier applier = applier(nowMillis);
    List<Change> own = new ArrayList<>();
    deadlines.expire(
        nowMillis,
        producer -> {
          applier.fellQuiet(producer);
          tell(producer, own);
        },
        producer -> {
          applier.fellSilent(producer);
          tell(producer, own);
        },
        applier::tombstoneEnded);
    return own;
  }

  private void tell(Producer producer, List<Change> own) {
    if (producer.origin.isOwn()) {
      own.add(new Change.Silence(producer.id, producer.isSilent(), producer.isQuiet()));
    }
  }

  /**
   * When {@link #advance} will next have something to do; {@link Long#MAX_VALUE} when never, as
   * things are.
   */
  public long nextDeadlineMillis() {
    return deadlines.next();
  }

  /**
   * From now on other times apply, to what is there too: silent producers may show again. A
   * tombstone that has ended stays ended.
   *
   * @return as of {@link #advance}
   */
  public List<Change> setTimes(
      Duration inactiveProducerTimeout, Duration tombstoneLifetime, long nowMillis) {
    deadlines.set(inactiveProducerTimeout, tombstoneLifetime);
    Applier applier = applier(nowMillis);
    List<Change> own = new ArrayList<>();
    for (Producer producer : index.producers().values()) {
      boolean isJudged = producer.isSilent() && !producer.origin.judgesItself();
      if (isJudged && !deadlines.isSilent(producer.lastHeardMillis(), nowMillis)) {
        applier.isHeardAgain(producer);
        tell(producer, own);
      }
    }
    deadlines.restart(index.producers().values());
    own.addAll(advance(nowMillis));
    return own;
  }

  /** What the producer said of itself; empty when it did not identify or has ended. */
  public Optional<PeerInfo> peer(ProducerId id) {
    return Optional.ofNullable(index.producers().get(id)).map(producer -> producer.peer);
  }

  /** Names that the producer holds, so many of them at most. */
  public SomeNames held(ProducerId id, int most) {
    Producer producer = index.producers().get(id);
    if (producer == null) {
      return SomeNames.NONE;
    }
    int size = Math.min(most, producer.registrations.size());
    List<Name> names = new ArrayList<>(size);
    for (int place = 0; place < size; place++) {
      Subject subject = producer.registrations.at(place).subject;
      if (!subject.isRemoved()) {
        names.add(subject.name());
      }
    }
    return new SomeNames(names, producer.registrations.size() - size);
  }

  /** Channels of the topic, so many of them at most. */
  public SomeNames channels(TopicName name, int most) {
    Topic topic = index.topic(name);
    if (topic == null) {
      return SomeNames.NONE;
    }
    List<Name> names = topic.channels.keySet().stream().limit(most).map(Name.class::cast).toList();
    return new SomeNames(names, topic.channels.size() - names.size());
  }

  /** The node as it is listed; empty when it is not. */
  public Optional<Shown<PeerInfo>> node(Endpoint endpoint) {
    return listing.node(endpoint);
  }

  /** All nodes that are listed. */
  public List<Shown<PeerInfo>> listedNodes() {
    return listing.listedNodes();
  }

  /** Why the node, which is not listed, is not. */
  public Absence absence(Endpoint endpoint) {
    return listing.absence(endpoint);
  }

  /** Why the topic, which does not list the node, does not. */
  public Absence absence(TopicName topic, Endpoint endpoint) {
    return listing.absence(topic, endpoint);
  }

  Optional<TopicView> lookup(TopicName topic) {
    return listing.lookup(topic);
  }

  Gathering<List<String>> topics() {
    return listing.topics();
  }

  Gathering<List<NodeView>> nodes() {
    return listing.nodes();
  }

  Gathering<Optional<Shown<TopicDetail>>> detail(TopicName topic, Moment asked) {
    return new TopicGathering(index, deadlines, topic, asked);
  }

  Gathering<List<HeardNode>> heard(Moment asked) {
    return new HeardGathering(index, asked);
  }

  DebugSlice debug(DebugSlice.Cursor from, int minEntries) {
    return debugListing.slice(from, minEntries);
  }

  Census census() {
    return new Census(
        index.producers().size(),
        index.nodes().size(),
        index.topics().size(),
        index.channelCount(),
        index.registrationCount(),
        deadlines.runningTombstones());
  }
}
