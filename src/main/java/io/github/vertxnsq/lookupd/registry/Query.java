package io.github.vertxnsq.lookupd.registry;

import java.util.List;
import java.util.Optional;

/**
 * A question to the registry. Asking changes nothing, and every answer is immutable.
 *
 * @param <R> what the answer is
 */
public sealed interface Query<R> {

  /** A question that is answered at once. */
  sealed interface Immediate<R> extends Query<R> {
    /** Puts the question; to be called on the registry's own thread. */
    R answeredBy(Registry registry);
  }

  /** A question about so much that the answer is put together bit by bit. */
  sealed interface Extensive<R> extends Query<R> {
    /** Puts the question; to be called on the registry's own thread. */
    Gathering<R> begunBy(Registry registry);
  }

  /**
   * A question whose answer holds for that moment only, so that nobody can be given it who asks
   * later. It is put together bit by bit.
   */
  sealed interface Momentary<R> extends Query<R> {
    /** Puts the question; to be called on the registry's own thread. */
    Gathering<R> begunBy(Registry registry);

    /** What is asked about: equal for questions that differ in nothing but their moment. */
    Object subject();
  }

  /** Who produces the topic; empty when the topic is not known. */
  record Lookup(TopicName topic) implements Immediate<Optional<TopicView>> {
    @Override
    public Optional<TopicView> answeredBy(Registry registry) {
      return registry.lookup(topic);
    }
  }

  /** All topics, sorted. */
  record Topics() implements Extensive<List<String>> {
    @Override
    public Gathering<List<String>> begunBy(Registry registry) {
      return registry.topics();
    }
  }

  /** All nodes that are not silent, sorted by endpoint. */
  record Nodes() implements Extensive<List<NodeView>> {
    @Override
    public Gathering<List<NodeView>> begunBy(Registry registry) {
      return registry.nodes();
    }
  }

  /** All about the topic; empty when it is not known. */
  record Detail(TopicName topic, Moment asked) implements Momentary<Optional<Shown<TopicDetail>>> {
    @Override
    public Gathering<Optional<Shown<TopicDetail>>> begunBy(Registry registry) {
      return registry.detail(topic, asked);
    }

    @Override
    public Object subject() {
      return topic;
    }
  }

  /** When each node was heard last, silent ones too, sorted by endpoint. */
  record Heard(Moment asked) implements Momentary<List<HeardNode>> {
    @Override
    public Gathering<List<HeardNode>> begunBy(Registry registry) {
      return registry.heard(asked);
    }

    @Override
    public Object subject() {
      return Heard.class;
    }
  }

  /**
   * A part of everything.
   *
   * @param minEntries the slice ends with the first group that brings it to this many entries
   */
  record Debug(DebugSlice.Cursor from, int minEntries) implements Immediate<DebugSlice> {
    /**
     * @throws IllegalArgumentException if {@code minEntries} is below 1: such slices never end
     */
    public Debug {
      if (minEntries < 1) {
        throw new IllegalArgumentException("minEntries " + minEntries + " is below 1");
      }
    }

    @Override
    public DebugSlice answeredBy(Registry registry) {
      return registry.debug(from, minEntries);
    }
  }

  /** How much there is. */
  record Count() implements Immediate<Census> {
    @Override
    public Census answeredBy(Registry registry) {
      return registry.census();
    }
  }
}
