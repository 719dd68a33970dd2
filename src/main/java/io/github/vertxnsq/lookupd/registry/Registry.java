package io.github.vertxnsq.lookupd.registry;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Everything that is registered. Owned by one thread.
 *
 * <p>All {@code nowMillis} are readings of one monotonic clock, in milliseconds from any origin.
 */
public final class Registry {
  private final RegistrationIndex index = new RegistrationIndex();
  private final Listing listing = new Listing(index);
  private final DebugListing debugListing = new DebugListing(index);
  private final Chores chores = new Chores();
  private final Deadlines deadlines;
  private final Watcher watcher;

  /**
   * @param inactiveProducerTimeout a producer not heard for longer is silent, and not listed
   * @param tombstoneLifetime how long a tombstone hides
   * @param watcher is told which answers change
   */
  public Registry(Duration inactiveProducerTimeout, Duration tombstoneLifetime, Watcher watcher) {
    this.deadlines = new Deadlines(inactiveProducerTimeout, tombstoneLifetime);
    this.watcher = watcher;
  }

  /**
   * Says what the command would change, or why it is refused. Changes nothing.
   *
   * @param stamp later than every stamp before; whatever the command brings about carries it
   */
  public Decision decide(Command command, Stamp stamp) {
    return command.fold(new Decider(index, stamp));
  }

  /**
   * Makes the change, wherever it was decided: whoever asks from now on sees it. Some of the
   * telling may be left to {@link #work}.
   */
  public void apply(Change change, long nowMillis) {
    change.fold(applier(nowMillis));
  }

  private Applier applier(long nowMillis) {
    return new Applier(index, deadlines, chores, watcher, nowMillis);
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

  /** Lets everything happen that is due: producers fall silent, tombstones end. */
  public void advance(long nowMillis) {
    if (nowMillis >= deadlines.next()) {
      Applier applier = applier(nowMillis);
      deadlines.expire(nowMillis, applier::fellSilent, applier::tombstoneEnded);
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
   */
  public void setTimes(
      Duration inactiveProducerTimeout, Duration tombstoneLifetime, long nowMillis) {
    deadlines.set(inactiveProducerTimeout, tombstoneLifetime);
    Applier applier = applier(nowMillis);
    for (Producer producer : index.producers().values()) {
      if (producer.isSilent() && !deadlines.isSilent(producer.lastHeardMillis(), nowMillis)) {
        applier.isHeardAgain(producer);
      }
    }
    deadlines.restart(index.producers().values());
    advance(nowMillis);
  }

  /** What the producer said of itself; empty when it did not identify or has ended. */
  public Optional<PeerInfo> peer(ProducerId id) {
    return Optional.ofNullable(index.producers().get(id)).map(producer -> producer.peer);
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
