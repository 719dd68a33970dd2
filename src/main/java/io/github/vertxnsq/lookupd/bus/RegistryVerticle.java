package io.github.vertxnsq.lookupd.bus;

import io.github.vertxnsq.lookupd.limits.Limit;
import io.github.vertxnsq.lookupd.metrics.CommandMeters;
import io.github.vertxnsq.lookupd.registry.Bounds;
import io.github.vertxnsq.lookupd.registry.Change;
import io.github.vertxnsq.lookupd.registry.Command;
import io.github.vertxnsq.lookupd.registry.Decision;
import io.github.vertxnsq.lookupd.registry.HybridClock;
import io.github.vertxnsq.lookupd.registry.Query;
import io.github.vertxnsq.lookupd.registry.Refusal;
import io.github.vertxnsq.lookupd.registry.Registry;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.eventbus.Message;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one thread that owns the registry, and the one timer for all that happens by time alone. */
public final class RegistryVerticle extends VerticleBase {
  private static final Logger LOG = LoggerFactory.getLogger(RegistryVerticle.class);
  private static final long NO_TIMER = -1;

  /** So much is done at a time of what can wait: about half a millisecond's work. */
  private static final int STEPS = 4_000;

  /** Between two such slices; less than a tick of the timer would keep sockets waiting. */
  private static final long PAUSE_MILLIS = 1;

  /** A batch whose answer waits until the watcher has been told what it changed. */
  private record Untold(long announcement, Promise<BatchOutcome> answer, BatchOutcome outcome) {}

  private final Duration inactiveProducerTimeout;
  private final Duration tombstoneLifetime;
  private final Peers peers;
  private final RegistryLimits limits;
  private final BooleanSupplier isFull;
  private final CommandMeters meters;
  private final InstantSource clock;
  private final HybridClock stamps;

  private Registry registry;
  private ChangeLog changeLog;
  private Readers readers;
  private Followers followers;
  private EventFeed feed;

  /** Carried out, but not told of yet; in the order of their announcements. */
  private final Queue<Untold> untold = new ArrayDeque<>();

  private boolean pausing;
  private long timer = NO_TIMER;
  private long timerDueMillis;

  /**
   * @param peers the others
   * @param inactiveProducerTimeout a producer not heard for longer is not listed
   * @param tombstoneLifetime how long a tombstone hides
   * @param limits on what commands may add
   * @param isFull whether commands that would add something are refused for want of memory
   */
  public RegistryVerticle(
      Peers peers,
      Duration inactiveProducerTimeout,
      Duration tombstoneLifetime,
      RegistryLimits limits,
      BooleanSupplier isFull,
      CommandMeters meters) {
    this.peers = peers;
    this.clock = peers.clock();
    this.stamps = new HybridClock(peers.node());
    this.inactiveProducerTimeout = inactiveProducerTimeout;
    this.tombstoneLifetime = tombstoneLifetime;
    this.limits = limits;
    this.isFull = isFull;
    this.meters = meters;
  }

  @Override
  public Future<?> start() {
    Publisher publisher = new Publisher(vertx);
    followers = new Followers(vertx.eventBus());
    WatcherList watchers = new WatcherList(publisher, followers);
    registry =
        new Registry(
            peers.node(),
            peers.mayKnowOthers(),
            inactiveProducerTimeout,
            tombstoneLifetime,
            watchers);
    registry.setBounds(limits.bounds());
    feed = new EventFeed(vertx, registry, peers, clock, isFull);
    watchers.add(feed);
    changeLog = new ChangeLog(registry);
    readers = new Readers(registry, publisher);
    ByReferenceCodec.register(vertx.eventBus());
    peers.begin(registry, stamps, this::settle);
    return vertx.eventBus().localConsumer(Addresses.REGISTRY, this::handle).completion();
  }

  private void handle(Message<Object> message) {
    try {
      long nowMillis = nowMillis();
      registry.advance(nowMillis).forEach(peers::decided);
      if (message.body() instanceof Mail mail) {
        reply(message, execute(mail, nowMillis));
      } else if (message.body() instanceof Query.Immediate<?> query) {
        reply(message, query.answeredBy(registry));
      } else if (message.body() instanceof Reading reading) {
        readers.add(reading.query(), message);
      } else if (message.body() instanceof Interest interest) {
        followers.note(interest);
        reply(message, null);
      } else if (message.body() instanceof Listening listening) {
        feed.note(listening, message);
      } else if (message.body() instanceof Times times) {
        registry
            .setTimes(times.inactiveProducerTimeout(), times.tombstoneLifetime(), nowMillis)
            .forEach(peers::decided);
        reply(message, null);
      } else if (message.body() instanceof Bounds bounds) {
        registry.setBounds(bounds);
        reply(message, null);
      } else {
        throw new IllegalArgumentException("no message for the registry: " + message.body());
      }
    } catch (RuntimeException | Error fault) { // who asked is told also when memory is out
      LOG.error("registry failed on {}", message.body(), fault);
      message.fail(0, fault.toString());
    } finally {
      settle();
    }
  }

  private void settle() {
    armTimer();
    work();
    followers.tell();
    feed.work();
  }

  private static void reply(Message<Object> message, Object answer) {
    message.reply(answer, ByReferenceCodec.LOCAL);
  }

  private List<Future<BatchOutcome>> execute(Mail mail, long nowMillis) {
    meters.waited(System.nanoTime() - mail.sentNanos());
    long wallMillis = clock.millis();
    List<Future<BatchOutcome>> answers = new ArrayList<>(mail.batches().size());
    for (List<Command> batch : mail.batches()) {
      long announcement = registry.lastAnnouncement();
      try {
        BatchOutcome outcome = execute(batch, nowMillis, wallMillis);
        Future<BatchOutcome> answer =
            registry.lastAnnouncement() == announcement
                ? Future.succeededFuture(outcome)
                : toldLater(outcome);
        answers.add(concernsAll(batch) ? appliedEverywhere(batch, answer) : answer);
      } catch (RuntimeException | Error fault) { // the other batches are other connections'
        LOG.error("registry failed on {}", batch, fault);
        answers.add(Future.failedFuture(fault));
      }
    }
    return answers;
  }

  private BatchOutcome execute(List<Command> commands, long nowMillis, long wallMillis) {
    Map<Integer, Refusal> refusals = Map.of();
    for (int place = 0; place < commands.size(); place++) {
      Command command = commands.get(place);
      Decision decision = decide(command, wallMillis);
      meters.decided(command, decision);
      if (decision.isRefused()) {
        refusals = refusals.isEmpty() ? new HashMap<>() : refusals;
        refusals.put(place, decision.refusal());
        countHit(decision.refusal(), command);
      }
      for (Change change : decision.changes()) {
        changeLog.write(change);
        peers.decided(change);
        registry.apply(change, nowMillis);
      }
    }
    return refusals.isEmpty() ? BatchOutcome.ALL_GRANTED : new BatchOutcome(refusals);
  }

  private Decision decide(Command command, long wallMillis) {
    if (command.concernsAll() && !peers.isInStep()) {
      return Decision.refused(Refusal.NOT_READY); // it was let in before the others refused it
    }
    Decision decision = registry.decide(command, stamps.next(wallMillis));
    boolean grows = command.adds() && registry.grows(decision);
    return grows && (isFull.getAsBoolean() || peers.areFull())
        ? Decision.refused(Refusal.NO_ROOM)
        : decision;
  }

  private void countHit(Refusal refusal, Command command) {
    Limit limit = limits.behind(refusal);
    if (limit != null) {
      limit.hit(() -> changeLog.describe(command));
    }
  }

  private boolean concernsAll(List<Command> batch) {
    return peers.mayExist() && batch.stream().anyMatch(Command::concernsAll);
  }

  /**
   * So that whoever was answered and then asks another daemon, or orders something, comes later.
   */
  private Future<BatchOutcome> appliedEverywhere(List<Command> batch, Future<BatchOutcome> answer) {
    Promise<BatchOutcome> later = Promise.promise();
    peers.whenApplied(
        isKept -> {
          if (isKept) {
            answer.onComplete(later);
          } else {
            later.complete(BatchOutcome.allRefused(batch.size(), Refusal.NOT_READY));
          }
        });
    return later.future();
  }

  /** Until every outdated view is down nobody is told OK. */
  private Future<BatchOutcome> toldLater(BatchOutcome outcome) {
    Promise<BatchOutcome> answer = Promise.promise();
    untold.add(new Untold(registry.lastAnnouncement(), answer, outcome));
    return answer.future();
  }

  /**
   * Does a slice of what can wait, and the rest slice by slice with pauses in between, so that
   * whatever comes meanwhile has its turn: a task that queues itself again would leave no turn to
   * the sockets of this event loop.
   */
  private void work() {
    if (pausing) {
      return;
    }
    try {
      registry.work(STEPS);
      while (!untold.isEmpty() && registry.isAnnounced(untold.peek().announcement())) {
        Untold told = untold.remove();
        told.answer().complete(told.outcome());
      }
      readers.work(STEPS);
    } finally { // a fault in one step must not keep what is behind it for ever
      if (hasWork()) {
        pausing = true;
        vertx.setTimer(PAUSE_MILLIS, ignored -> goOn());
      }
    }
  }

  private boolean hasWork() {
    return registry.hasWork() || !readers.isIdle();
  }

  private void goOn() {
    pausing = false;
    work();
    followers.tell();
    feed.work();
  }

  private void armTimer() {
    long dueMillis = registry.nextDeadlineMillis();
    if (timer != NO_TIMER && timerDueMillis <= dueMillis) {
      return; // it will ring in time, and be set anew then
    }
    if (timer != NO_TIMER) {
      vertx.cancelTimer(timer);
      timer = NO_TIMER;
    }
    if (dueMillis != Long.MAX_VALUE) {
      timerDueMillis = dueMillis;
      timer = vertx.setTimer(Math.max(1, dueMillis - nowMillis()), this::ring);
    }
  }

  private void ring(long id) {
    timer = NO_TIMER;
    registry.advance(nowMillis()).forEach(peers::decided);
    settle();
  }

  /** On the clock of all that the registry is told. */
  static long nowMillis() {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
  }
}
