package io.github.vertxnsq.lookupd.bus;

import io.github.vertxnsq.lookupd.registry.NodeView;
import io.github.vertxnsq.lookupd.registry.Query;
import io.github.vertxnsq.lookupd.registry.Registry;
import io.github.vertxnsq.lookupd.registry.TopicView;
import io.vertx.core.Future;
import io.vertx.core.eventbus.Message;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers those who found nothing published, and leaves the answer where the next one finds it.
 * Putting a view together takes as long as it has producers, and many readers at once would keep
 * the producers' sockets waiting: so this is done in slices.
 */
final class Readers {
  private static final Logger LOG = LoggerFactory.getLogger(Readers.class);

  private record Waiting(Query<?> query, Message<?> message) {}

  private final Registry registry;
  private final Publisher publisher;
  private final Gatherer<List<String>> topics;
  private final Gatherer<List<NodeView>> nodes;

  private final OwnAnswers ownAnswers = new OwnAnswers();

  /** In the order in which they came. */
  private final Queue<Waiting> waiting = new ArrayDeque<>();

  Readers(Registry registry, Publisher publisher) {
    this.registry = registry;
    this.publisher = publisher;
    this.topics =
        new Gatherer<>(Publisher.TOPICS, () -> new Query.Topics().begunBy(registry), publisher);
    this.nodes =
        new Gatherer<>(Publisher.NODES, () -> new Query.Nodes().begunBy(registry), publisher);
  }

  /** Takes a question, to be answered by replying to the message. */
  void add(Query<?> query, Message<?> message) {
    waiting.add(new Waiting(query, message));
  }

  boolean isIdle() {
    return waiting.isEmpty() && topics.isIdle() && nodes.isIdle() && ownAnswers.isIdle();
  }

  /** Does some of the work, if there is any; a step is about one producer. */
  void work(int steps) {
    for (int left = steps; left > 0 && !waiting.isEmpty(); left--) {
      Waiting reader = waiting.remove();
      try {
        left -= answer(reader);
      } catch (RuntimeException | Error fault) { // who asked is told also when memory is out
        LOG.error("registry failed on {}", reader.query(), fault);
        reader.message().fail(0, fault.toString());
      }
    }
    topics.work(steps);
    nodes.work(steps);
    ownAnswers.work(steps);
  }

  /** Returns how many steps it took. */
  private int answer(Waiting reader) {
    if (reader.query() instanceof Query.Lookup lookup) {
      Optional<Published<TopicView>> found = lookup(lookup);
      reply(reader, found);
      return found.map(view -> view.value().producers().size()).orElse(0);
    }
    begin(reader.query())
        .onSuccess(answer -> reply(reader, answer))
        .onFailure(fault -> reader.message().fail(0, fault.toString()));
    return 0;
  }

  private Future<?> begin(Query<?> query) {
    if (query instanceof Query.Momentary<?> momentary) {
      return ownAnswers.add(momentary.subject(), momentary.begunBy(registry));
    }
    return query instanceof Query.Topics ? topics.ask() : nodes.ask();
  }

  private static void reply(Waiting reader, Object answer) {
    reader.message().reply(answer, ByReferenceCodec.LOCAL);
  }

  /** Who asked before the view was up gets that one too. */
  private Optional<Published<TopicView>> lookup(Query.Lookup lookup) {
    Published<TopicView> published = publisher.published(lookup.topic().text());
    return published != null
        ? Optional.of(published)
        : lookup.answeredBy(registry).map(view -> publisher.publish(lookup.topic(), view));
  }
}
