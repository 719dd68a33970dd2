package io.github.vertxnsq.lookupd.bus;

import io.github.vertxnsq.lookupd.registry.Bounds;
import io.github.vertxnsq.lookupd.registry.Command;
import io.github.vertxnsq.lookupd.registry.HeardNode;
import io.github.vertxnsq.lookupd.registry.Moment;
import io.github.vertxnsq.lookupd.registry.Query;
import io.github.vertxnsq.lookupd.registry.Shown;
import io.github.vertxnsq.lookupd.registry.TopicDetail;
import io.github.vertxnsq.lookupd.registry.TopicName;
import io.github.vertxnsq.lookupd.registry.TopicView;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.EventBus;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Talks to the registry of this daemon. Every future fails when the registry does not answer in
 * time; what it refuses is an answer, not a failure. Safe for use by several threads.
 */
public final class RegistryClient {
  private final EventBus bus;
  private final Clock clock = Clock.systemUTC();

  /** A client of the registry deployed on this Vert.x. */
  public RegistryClient(Vertx vertx) {
    this.bus = vertx.eventBus();
  }

  /** Has the commands carried out in order; one that is refused does not stop the others. */
  public Future<BatchOutcome> execute(List<Command> commands) {
    return executeAll(List.of(commands)).compose(outcomes -> outcomes.get(0));
  }

  /** The same with several batches; each may be answered at another time. */
  Future<List<Future<BatchOutcome>>> executeAll(List<List<Command>> batches) {
    return request(new Mail(batches, System.nanoTime()));
  }

  /** Asks; the answer shows whatever was answered before this was asked. */
  public <R> Future<R> ask(Query.Immediate<R> query) {
    return request(query);
  }

  /** The same for what is published; empty when the topic is not known. */
  Future<Optional<Published<TopicView>>> read(Query.Lookup query) {
    return request(new Reading(query));
  }

  /** The same for what is published. */
  <R> Future<Published<R>> read(Query.Extensive<R> query) {
    return request(new Reading(query));
  }

  /** All about the topic, as of now; empty when it is not known. */
  public Future<Optional<Shown<TopicDetail>>> detail(TopicName topic) {
    return request(new Reading(new Query.Detail(topic, now())));
  }

  /** When each node was heard last, as of now. */
  public Future<List<HeardNode>> heard() {
    return request(new Reading(new Query.Heard(now())));
  }

  private Moment now() {
    return new Moment(RegistryVerticle.nowMillis(), clock.millis());
  }

  /** Has other times apply from now on. */
  public Future<Void> setTimes(Duration inactiveProducerTimeout, Duration tombstoneLifetime) {
    return request(new Times(inactiveProducerTimeout, tombstoneLifetime));
  }

  /** Has other bounds on what may be added apply from now on. */
  public Future<Void> setBounds(Bounds bounds) {
    return request(bounds);
  }

  private <R> Future<R> request(Object message) {
    return bus.<R>request(Addresses.REGISTRY, message, ByReferenceCodec.LOCAL)
        .map(reply -> reply.body());
  }
}
