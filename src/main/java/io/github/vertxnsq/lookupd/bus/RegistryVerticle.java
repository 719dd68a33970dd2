package io.github.vertxnsq.lookupd.bus;

import io.github.vertxnsq.lookupd.metrics.CommandMeters;
import io.github.vertxnsq.lookupd.registry.Change;
import io.github.vertxnsq.lookupd.registry.Command;
import io.github.vertxnsq.lookupd.registry.Decision;
import io.github.vertxnsq.lookupd.registry.HybridClock;
import io.github.vertxnsq.lookupd.registry.NodeView;
import io.github.vertxnsq.lookupd.registry.Query;
import io.github.vertxnsq.lookupd.registry.Refusal;
import io.github.vertxnsq.lookupd.registry.Registry;
import io.github.vertxnsq.lookupd.registry.TopicView;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.eventbus.Message;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one thread that owns the registry, and the one timer for all that happens by time alone. */
public final class RegistryVerticle extends VerticleBase {
  private static final Logger LOG = LoggerFactory.getLogger(RegistryVerticle.class);
  private static final long NO_TIMER = -1;

  private final Duration inactiveProducerTimeout;
  private final Duration tombstoneLifetime;
  private final BooleanSupplier isFull;
  private final CommandMeters meters;
  private final Clock clock = Clock.systemUTC();
  private final HybridClock stamps;

  private Publisher publisher;
  private Registry registry;
  private ChangeLog changeLog;
  private long timer = NO_TIMER;
  private long timerDueMillis;

  /**
   * @param node number of this daemon among its peers
   * @param inactiveProducerTimeout a producer not heard for longer is not listed
   * @param tombstoneLifetime how long a tombstone hides
   * @param isFull whether commands that would add something are refused for want of memory
   */
  public RegistryVerticle(
      int node,
      Duration inactiveProducerTimeout,
      Duration tombstoneLifetime,
      BooleanSupplier isFull,
      CommandMeters meters) {
    this.stamps = new HybridClock(node);
    this.inactiveProducerTimeout = inactiveProducerTimeout;
    this.tombstoneLifetime = tombstoneLifetime;
    this.isFull = isFull;
    this.meters = meters;
  }

  @Override
  public Future<?> start() {
    publisher = new Publisher(vertx);
    registry = new Registry(inactiveProducerTimeout, tombstoneLifetime, publisher);
    changeLog = new ChangeLog(registry);
    ByReferenceCodec.register(vertx.eventBus());
    return vertx.eventBus().localConsumer(Addresses.REGISTRY, this::handle).completion();
  }

  private void handle(Message<Object> message) {
    try {
      long nowMillis = nowMillis();
      registry.advance(nowMillis);
      message.reply(answer(message.body(), nowMillis), ByReferenceCodec.LOCAL);
    } catch (RuntimeException | Error fault) { // who asked is told also when memory is out
      LOG.error("registry failed on {}", message.body(), fault);
      message.fail(0, fault.toString());
    } finally {
      armTimer();
    }
  }

  private Object answer(Object body, long nowMillis) {
    if (body instanceof CommandBatch batch) {
      return execute(batch, nowMillis);
    }
    if (body instanceof Query<?> query) {
      return answerAndPublish(query);
    }
    if (body instanceof Times times) {
      registry.setTimes(times.inactiveProducerTimeout(), times.tombstoneLifetime(), nowMillis);
      return null;
    }
    throw new IllegalArgumentException("no message for the registry: " + body);
  }

  private BatchOutcome execute(CommandBatch batch, long nowMillis) {
    meters.waited(System.nanoTime() - batch.sentNanos());
    long wallMillis = clock.millis();
    Map<Integer, Refusal> refusals = Map.of();
    List<Command> commands = batch.commands();
    for (int place = 0; place < commands.size(); place++) {
      Command command = commands.get(place);
      Decision decision = decide(command, wallMillis);
      meters.decided(command, decision);
      if (decision.isRefused()) {
        refusals = refusals.isEmpty() ? new HashMap<>() : refusals;
        refusals.put(place, decision.refusal());
      }
      for (Change change : decision.changes()) {
        changeLog.write(change);
        registry.apply(change, nowMillis);
      }
    }
    return refusals.isEmpty() ? BatchOutcome.ALL_GRANTED : new BatchOutcome(refusals);
  }

  private Decision decide(Command command, long wallMillis) {
    Decision decision = registry.decide(command, stamps.next(wallMillis));
    boolean grows = command.adds() && !decision.changes().isEmpty();
    return grows && isFull.getAsBoolean() ? Decision.refused(Refusal.NO_ROOM) : decision;
  }

  /**
   * Answers, and leaves what is asked often where the next reader finds it without asking. Who
   * asked before it was there gets it too: a view a reader would be a rendering a reader.
   */
  private Object answerAndPublish(Query<?> query) {
    if (query instanceof Query.Lookup lookup) {
      TopicView published = publisher.published(lookup.topic().text());
      if (published != null) {
        return Optional.of(published);
      }
      Optional<TopicView> view = lookup.answeredBy(registry);
      view.ifPresent(known -> publisher.publish(lookup.topic(), known));
      return view;
    }
    if (query instanceof Query.Topics all) {
      List<String> published = publisher.published(Publisher.TOPICS);
      if (published != null) {
        return published;
      }
      List<String> topics = all.answeredBy(registry);
      publisher.publishTopics(topics);
      return topics;
    }
    if (query instanceof Query.Nodes all) {
      List<NodeView> published = publisher.published(Publisher.NODES);
      if (published != null) {
        return published;
      }
      List<NodeView> nodes = all.answeredBy(registry);
      publisher.publishNodes(nodes);
      return nodes;
    }
    return query.answeredBy(registry);
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
    registry.advance(nowMillis());
    armTimer();
  }

  private static long nowMillis() {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
  }
}
