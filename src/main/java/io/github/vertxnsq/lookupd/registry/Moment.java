package io.github.vertxnsq.lookupd.registry;

/**
 * When a question was asked that is answered with how long ago things were, or in how long they
 * will be.
 *
 * @param monotonicMillis on the clock of all that the registry is told
 * @param wallMillis since 1970
 */
public record Moment(long monotonicMillis, long wallMillis) {
  /** How long before this that was, on the monotonic clock; 0 when it was after. */
  long since(long thenMillis) {
    return Math.max(0, monotonicMillis - thenMillis);
  }

  /** How long before this the stamp was given; 0 when the clock that gave it was ahead. */
  long since(Stamp stamp) {
    return Math.max(0, wallMillis - stamp.wallMillis());
  }
}
