package io.github.vertxnsq.lookupd.registry;

import java.util.List;
import java.util.Optional;

/**
 * A question to the registry. Asking changes nothing, and every answer is immutable.
 *
 * @param <R> what the answer is
 */
public sealed interface Query<R> {

  /** Puts the question; to be called on the registry's own thread. */
  R answeredBy(Registry registry);

  /** Who produces the topic; empty when the topic is not known. */
  record Lookup(TopicName topic) implements Query<Optional<TopicView>> {
    @Override
    public Optional<TopicView> answeredBy(Registry registry) {
      return registry.lookup(topic);
    }
  }

  /** All topics, sorted. */
  record Topics() implements Query<List<String>> {
    @Override
    public List<String> answeredBy(Registry registry) {
      return registry.topics();
    }
  }

  /** All nodes that are not silent, sorted by endpoint. */
  record Nodes() implements Query<List<NodeView>> {
    @Override
    public List<NodeView> answeredBy(Registry registry) {
      return registry.nodes();
    }
  }

  /**
   * A part of everything.
   *
   * @param minEntries the slice ends with the first group that brings it to this many entries
   */
  record Debug(DebugSlice.Cursor from, int minEntries) implements Query<DebugSlice> {
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
  record Count() implements Query<Census> {
    @Override
    public Census answeredBy(Registry registry) {
      return registry.census();
    }
  }
}
