package io.github.vertxnsq.lookupd.registry;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.IntPredicate;
import java.util.function.LongFunction;

/**
 * What is known of each daemon's producers: read out to be told to another daemon, and taken over
 * from what another one tells. To be used on the registry's own thread.
 */
public final class Slices {
  private static final Comparator<Producer> BY_CONNECTION =
      Comparator.comparingLong(producer -> producer.id.connection());

  private final RegistrationIndex index;
  private final Deadlines deadlines;
  private final Teller teller;
  private final LongFunction<Applier> appliers;

  /**
   * @param appliers give an applier as of a moment on the monotonic clock
   */
  Slices(
      RegistrationIndex index, Deadlines deadlines, Teller teller, LongFunction<Applier> appliers) {
    this.index = index;
    this.deadlines = deadlines;
    this.teller = teller;
    this.appliers = appliers;
  }

  /**
   * Some of the producers of a daemon, in the order of their connections.
   *
   * @param hasMore whether there are producers after the last of these
   */
  public record Page(List<ProducerState> producers, boolean hasMore) {}

  /**
   * The producers of a daemon whose connections follow.
   *
   * @param after number of a connection; 0 from the first one on
   * @param facts the page ends with the producer that brings it to so many facts, 1 or more
   */
  public Page page(int node, long after, int facts, long nowMillis) {
    List<Producer> producers = new ArrayList<>();
    for (Producer producer : index.producers().values()) {
      if (producer.id.node() == node && producer.id.connection() > after) {
        producers.add(producer);
      }
    }
    producers.sort(BY_CONNECTION);
    return page(producers.iterator(), facts, nowMillis);
  }

  private static Page page(Iterator<Producer> producers, int facts, long nowMillis) {
    List<ProducerState> states = new ArrayList<>();
    int left = facts;
    while (producers.hasNext()) {
      if (left <= 0) {
        return new Page(states, true);
      }
      Producer producer = producers.next();
      if (!producer.hasEnded()) {
        states.add(state(producer, nowMillis));
        left -= 1 + producer.registrations.size();
      }
    }
    return new Page(states, false);
  }

  /** Begins to read all producers of all daemons, as they are known now. */
  public Walk walk() {
    Map<Integer, List<Producer>> producers = new TreeMap<>();
    for (Producer producer : index.producers().values()) {
      producers.computeIfAbsent(producer.id.node(), any -> new ArrayList<>()).add(producer);
    }
    return new Walk(producers);
  }

  /**
   * Reads all producers, page by page, while things go on: who has ended meanwhile is left out, and
   * so is who came later.
   */
  public static final class Walk {
    private final Iterator<Map.Entry<Integer, List<Producer>>> daemons;
    private Iterator<Producer> producers = Collections.emptyIterator();
    private int node;

    private Walk(Map<Integer, List<Producer>> producers) {
      this.daemons = producers.entrySet().iterator();
    }

    /** Whether there is another page. */
    public boolean hasNext() {
      return producers.hasNext() || daemons.hasNext();
    }

    /** The number of the daemon whose producers are on the next page. */
    public int node() {
      if (!producers.hasNext()) {
        Map.Entry<Integer, List<Producer>> next = daemons.next();
        node = next.getKey();
        producers = next.getValue().iterator();
      }
      return node;
    }

    /**
     * Some producers of the one daemon that {@link #node} names.
     *
     * @param facts as of {@link Slices#page}
     */
    public Page page(int facts, long nowMillis) {
      return Slices.page(producers, facts, nowMillis);
    }
  }

  private static ProducerState state(Producer producer, long nowMillis) {
    List<ProducerState.Held> holdings = new ArrayList<>(producer.registrations.size());
    for (Registration registration : producer.registrations) {
      if (!registration.subject.isRemoved()) {
        long since = registration.stamp().hybridTime();
        holdings.add(new ProducerState.Held(registration.subject.name(), since));
      }
    }
    return new ProducerState(
        producer.id.connection(),
        producer.peer,
        producer.identifiedAt,
        producer.heardAt().hybridTime(),
        Math.max(0, nowMillis - producer.lastHeardMillis()),
        producer.hasPinged(),
        producer.isSilent(),
        producer.isQuiet(),
        holdings);
  }

  /** Makes the producer of that daemon what is told of it, whatever was known before. */
  public void take(int node, ProducerState told, long nowMillis) {
    index.changed();
    Applier applier = appliers.apply(nowMillis);
    Applier heard = appliers.apply(nowMillis - told.heardAgoMillis());
    ProducerId id = new ProducerId(node, told.connection());
    heard.identified(new Change.Identified(id, told.peer(), told.identifiedAt()));
    Producer producer = index.producers().get(id);
    takeHoldings(producer, told, applier);
    if (told.pinged()) {
      heard.heard(new Change.Heard(id, new Stamp(told.heardTime(), node)));
    }
    applier.silence(new Change.Silence(id, told.silent(), told.quiet()));
  }

  private static void takeHoldings(Producer producer, ProducerState told, Applier applier) {
    Map<Name, Long> held = new HashMap<>();
    told.holdings().forEach(each -> held.put(each.name(), each.hybridTime()));
    for (Registration registration : producer.registrations.toArray()) {
      Long since = held.get(registration.subject.name());
      if (since == null || since != registration.stamp().hybridTime()) {
        applier.unregistered(new Change.Unregistered(producer.id, registration.subject.name()));
      }
    }
    for (ProducerState.Held each : told.holdings()) {
      Stamp since = new Stamp(each.hybridTime(), producer.id.node());
      applier.registered(new Change.Registered(producer.id, each.name(), since));
    }
  }

  /** Ends the producers of that daemon but those with these connections. */
  public void retain(int node, Set<Long> connections, long nowMillis) {
    index.changed();
    Applier applier = appliers.apply(nowMillis);
    for (Producer producer : List.copyOf(index.producers().values())) {
      if (producer.id.node() == node && !connections.contains(producer.id.connection())) {
        applier.ended(new Change.Ended(producer.id));
      }
    }
  }

  /**
   * From now on that daemon is there, and tells itself which of its producers fall silent; or it is
   * not, and time tells. Its producers are orphans then.
   */
  public void setPresent(int node, boolean present) {
    Origin origin = index.origin(node);
    if (origin.judgesItself() != present) {
      alter(origin, () -> origin.judgeItself(present));
    }
  }

  /** This registry's daemon had that number, and has another one now: its producers are orphans. */
  void disown(int node) {
    Origin origin = index.origin(node);
    alter(origin, origin::disown);
  }

  private void alter(Origin origin, Runnable alteration) {
    List<Producer> producers =
        index.producers().values().stream().filter(producer -> producer.origin == origin).toList();
    producers.forEach(producer -> producer.node.uncount(producer));
    alteration.run();
    producers.forEach(producer -> producer.node.count(producer));
    deadlines.restart(index.producers().values());
    producers.stream()
        .map(producer -> producer.node)
        .filter(Node::hasSeveralProducers)
        .distinct()
        .forEach(teller::presenceChanged);
  }

  /**
   * From now on time judges those who were taken over of daemons that are gone, by when each was
   * heard: they were not taken in that order.
   */
  public void judgeTaken() {
    deadlines.restart(index.producers().values());
  }

  /**
   * Ends those producers of daemons that are gone whose nsqds have connected again and pinged: else
   * they would be listed once more when these leave. Only for a daemon without others, since
   * members have to agree on what each of them holds.
   *
   * @return whether there are still producers of daemons that are gone
   */
  public boolean endThoseWhoAreBack(long nowMillis) {
    Applier applier = appliers.apply(nowMillis);
    List<Producer> orphans =
        index.producers().values().stream().filter(Producer::isOrphan).toList();
    for (Producer orphan : orphans) {
      if (!orphan.node.counts(orphan)) {
        index.changed();
        applier.ended(new Change.Ended(orphan.id));
      }
    }
    return !orphans.isEmpty();
  }

  /** That daemon is gone, with all its producers. */
  public void forget(int node) {
    index.origins().remove(node);
  }

  /** The producer was heard by its own daemon, so long ago. */
  public void heard(ProducerId id, long hybridTime, long agoMillis, long nowMillis) {
    Producer producer = index.producers().get(id);
    if (producer != null) {
      index.heard();
      appliers.apply(nowMillis - agoMillis).heardElsewhere(producer, hybridTime);
    }
  }

  /**
   * How long ago each of these was heard, and when; who has ended is left out.
   *
   * @param visitor is given the connection, the hybrid time and the age in milliseconds
   */
  public void ages(Collection<ProducerId> producers, long nowMillis, AgeVisitor visitor) {
    for (ProducerId id : producers) {
      Producer producer = index.producers().get(id);
      if (producer != null) {
        visitor.visit(
            id.connection(),
            producer.heardAt().hybridTime(),
            Math.max(0, nowMillis - producer.lastHeardMillis()));
      }
    }
  }

  /** Takes what is told of one producer's last sign of life. */
  public interface AgeVisitor {
    /** A connection was heard at the hybrid time, so many milliseconds ago. */
    void visit(long connection, long hybridTime, long agoMillis);
  }

  /**
   * Whether others must be told of this PING at once, since more follows from it than the time; to
   * be asked before it is applied.
   */
  public boolean mattersToOthers(Change.Heard heard) {
    Producer producer = index.producers().get(heard.producer());
    return producer != null && (!producer.hasPinged() || producer.isSilent() || producer.isQuiet());
  }

  /**
   * What that daemon should register anew after a delete that it heard of late: who holds a channel
   * holds the topic, and one may have been registered before the delete, the other after.
   */
  public List<Change> repairs(int node, Name deleted, Stamp stamp) {
    Topic topic = index.topic(deleted.topic());
    if (topic == null || deleted instanceof ChannelName) {
      return List.of();
    }
    Map<Producer, Change> repairs = new HashMap<>();
    for (Channel channel : topic.channels.values()) {
      for (Registration held : channel.registrations) {
        Producer producer = held.producer;
        boolean isOwn = producer.id.node() == node && !producer.hasEnded();
        if (isOwn && producer.registrations.find(topic) == null) {
          repairs.put(producer, new Change.Registered(producer.id, topic.name(), stamp));
        }
      }
    }
    return List.copyOf(repairs.values());
  }

  /** Whether no producer of that daemon is listed, or can be again by what is known here. */
  public boolean isAllSilent(int node) {
    for (Producer producer : index.producers().values()) {
      if (producer.id.node() == node && !producer.isSilent()) {
        return false;
      }
    }
    return true;
  }

  /** How many producers are known, by the number of their daemon. */
  public Map<Integer, Integer> producers() {
    Map<Integer, Integer> counts = new HashMap<>();
    index.producers().keySet().forEach(id -> counts.merge(id.node(), 1, Integer::sum));
    return counts;
  }

  /**
   * How many orphans there are, by the number of the daemon they were connected to: producers whose
   * daemon is gone and that are connected to no daemon that is there.
   *
   * @param isPresent whether the daemon of that number is there
   */
  public Map<Integer, Integer> orphans(IntPredicate isPresent) {
    Map<Integer, Integer> counts = new HashMap<>();
    for (Producer producer : index.producers().values()) {
      boolean isConnected =
          producer.node.producers().stream().anyMatch(it -> isPresent.test(it.id.node()));
      if (!isConnected) {
        counts.merge(producer.id.node(), 1, Integer::sum);
      }
    }
    return counts;
  }

  /** A number that is the same wherever the same is known of that daemon's producers. */
  public long hash(int node) {
    Origin origin = index.origins().get(node);
    return origin == null ? 0 : origin.hash();
  }
}
