package io.github.vertxnsq.lookupd.bus;

import io.github.vertxnsq.lookupd.events.Chronicle;
import io.github.vertxnsq.lookupd.events.Entry;
import io.github.vertxnsq.lookupd.events.Event;
import io.github.vertxnsq.lookupd.events.EventLog;
import io.github.vertxnsq.lookupd.registry.Endpoint;
import io.github.vertxnsq.lookupd.registry.NodeAddress;
import io.github.vertxnsq.lookupd.registry.Registry;
import io.github.vertxnsq.lookupd.registry.Shown;
import io.github.vertxnsq.lookupd.registry.TopicName;
import io.github.vertxnsq.lookupd.registry.Watcher;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.Message;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells those who listen what happens, and keeps the last of it for those who come back. Does
 * nothing while nobody listens, but for some minutes. Belongs to the registry's thread.
 */
final class EventFeed implements Watcher {
  /** How long events are kept when nobody listens any more. */
  private static final long KEPT_MILLIS = 300_000;

  /** So much is done at a time: less than a millisecond's work. */
  private static final int STEPS = 8_000;

  /** Between two such slices, so that a storm is told of in a tenth of this thread's time. */
  private static final long PAUSE_MILLIS = 10;

  /** For remembering what was listed; more, and nobody is told what happens. */
  private static final long MAX_HEAP_BYTES = Runtime.getRuntime().maxMemory() / 12;

  /** For how long nobody is taken in then. */
  private static final long REFUSED_NANOS = TimeUnit.SECONDS.toNanos(30);

  private static final Logger LOG = LoggerFactory.getLogger(EventFeed.class);

  /** Vert.x counts its timers from 0. */
  private static final long NO_TIMER = -1;

  private static final String NO_ROOM = "no memory left to remember what is listed";

  private final Vertx vertx;
  private final Registry registry;
  private final InstantSource clock;
  private final BooleanSupplier isFull;
  private final MemberNews members;
  private final Random random = new Random();
  private final Set<String> listeners = new HashSet<>();

  /** Of those who have not been answered yet. */
  private final List<Message<?>> beginners = new ArrayList<>();

  private final List<Shown<Entry>> untold = new ArrayList<>();

  /** Null while nobody listens, or has for long. */
  private Chronicle chronicle;

  private EventLog log;
  private String logName = "";
  private long refusedUntilNanos = System.nanoTime();
  private boolean pausing;
  private long forgetTimer = NO_TIMER;

  /**
   * @param isFull whether nothing may be begun that takes memory
   */
  EventFeed(
      Vertx vertx, Registry registry, Peers peers, InstantSource clock, BooleanSupplier isFull) {
    this.isFull = isFull;
    this.vertx = vertx;
    this.registry = registry;
    this.clock = clock;
    this.members = new MemberNews(peers, this::happened);
  }

  void note(Listening listening, Message<?> message) {
    if (listening.begins() && System.nanoTime() - refusedUntilNanos < 0) {
      message.fail(0, NO_ROOM);
    } else if (listening.begins()) {
      vertx.cancelTimer(forgetTimer);
      begin();
      beginners.add(message);
      listeners.add(listening.address());
      work();
    } else {
      listeners.remove(listening.address());
      if (listeners.isEmpty()) {
        forgetTimer = vertx.setTimer(KEPT_MILLIS, rung -> forget());
      }
    }
  }

  /** Tells everybody that nothing will be told, and forgets what was listed. */
  private void giveUp() {
    LOG.warn("/events: {}; listeners are dropped, and refused for half a minute", NO_ROOM);
    refusedUntilNanos = System.nanoTime() + REFUSED_NANOS;
    Told gap = new Told(logName, log.next() + 1, List.of()); // who sees it knows that he missed one
    listeners.forEach(address -> vertx.eventBus().send(address, gap, ByReferenceCodec.LOCAL));
    beginners.forEach(message -> message.fail(0, NO_ROOM));
    beginners.clear();
    listeners.clear();
    forget();
  }

  private void begin() {
    if (chronicle == null) {
      logName = Long.toHexString(random.nextLong() >>> 16);
      log = new EventLog(1);
      chronicle = new Chronicle(registry, this::happened);
      members.begin();
    }
  }

  private void forget() {
    if (listeners.isEmpty()) {
      chronicle = null;
      log = null;
      untold.clear();
    }
  }

  private void happened(Event event) {
    Shown<Entry> entry = new Shown<>(new Entry(logName, log.next(), clock.millis(), event));
    log.add(entry);
    untold.add(entry);
  }

  /** Tells some of what has happened, and the rest with pauses in between. */
  void work() {
    if (chronicle == null || pausing) {
      return;
    }
    members.tell(clock.millis());
    boolean isLearning = !chronicle.isComplete();
    chronicle.work(STEPS);
    tell();
    if (chronicle.heapBytes() > MAX_HEAP_BYTES || (isLearning && isFull.getAsBoolean())) {
      giveUp();
      return;
    }
    if (chronicle.isComplete()) {
      answerBeginners();
    }
    if (chronicle.hasWork()) {
      pausing = true;
      vertx.setTimer(PAUSE_MILLIS, rung -> goOn());
    }
  }

  private void goOn() {
    pausing = false;
    work();
  }

  private void tell() {
    if (!untold.isEmpty()) {
      Told told = new Told(logName, untold.get(0).value().number(), List.copyOf(untold));
      untold.clear();
      listeners.forEach(address -> vertx.eventBus().send(address, told, ByReferenceCodec.LOCAL));
    }
  }

  private void answerBeginners() {
    if (!beginners.isEmpty()) {
      Told kept = new Told(logName, log.first(), log.all());
      beginners.forEach(message -> message.reply(kept, ByReferenceCodec.LOCAL));
      beginners.clear();
    }
  }

  @Override
  public void topicChanged(TopicName topic) {
    if (chronicle != null) {
      chronicle.topicChanged(topic);
    }
  }

  @Override
  public void topicsChanged() {} // each of them tells of itself

  @Override
  public void nodesChanged() {} // likewise

  @Override
  public void nodeChanged(Endpoint node) {
    if (chronicle != null) {
      chronicle.nodeChanged(node);
    }
  }

  @Override
  public void tombstoneSet(TopicName topic, NodeAddress node) {
    if (chronicle != null) {
      chronicle.tombstoneSet(topic, node);
    }
  }

  @Override
  public void tombstoneEnded(TopicName topic, NodeAddress node) {
    if (chronicle != null) {
      chronicle.tombstoneEnded(topic, node);
    }
  }
}
