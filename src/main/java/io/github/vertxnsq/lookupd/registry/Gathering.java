package io.github.vertxnsq.lookupd.registry;

/**
 * An answer that is put together bit by bit, so that nobody else waits for all of it. The registry
 * may change in between: the answer has whatever changed before the first step, and of what changed
 * later perhaps some. To be used on the registry's own thread.
 *
 * @param <R> the immutable answer
 */
public interface Gathering<R> {

  /**
   * Gathers some more.
   *
   * @param steps about how many topics or registrations to look at, 1 or more
   * @return the whole answer, or null while it is not complete
   */
  R gather(int steps);
}
