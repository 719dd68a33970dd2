package io.github.vertxnsq.lookupd.registry;

/**
 * How much may be added to what there is; 0 is no bound. What is there already stays, and what
 * others tell is never refused.
 *
 * @param topics ephemeral ones too
 * @param channelsPerTopic ephemeral ones too
 * @param registrationsPerProducer of topics and channels together
 */
public record Bounds(int topics, int channelsPerTopic, int registrationsPerProducer) {
  /** Any number of everything. */
  public static final Bounds NONE = new Bounds(0, 0, 0);

  /** Whether so many leave no room for one more. */
  static boolean isReached(int bound, int count) {
    return bound > 0 && count >= bound;
  }
}
