package io.github.vertxnsq.lookupd.registry;

import java.util.List;
import java.util.OptionalLong;

/**
 * All about a topic, for people: also who holds it and is not listed. Immutable.
 *
 * @param channels sorted
 * @param holders each nsqd that holds the topic once, in no order
 */
public record TopicDetail(List<Channel> channels, List<Holder> holders) {

  /**
   * A channel.
   *
   * @param holders how many nsqds hold it, silent ones too
   */
  public record Channel(String name, int holders) {}

  /**
   * An nsqd that holds the topic. It is listed when it is not silent and has no tombstone.
   *
   * @param peer of its newest connection, if there is one of those that are not silent
   * @param connectedMillis how long ago that identified, by the clocks of two daemons perhaps
   * @param heardMillis how long ago that was heard
   * @param silent whether what holds the topic was not heard for too long
   * @param tombstoneMillis for how long it is hidden; empty when no tombstone hides it
   */
  public record Holder(
      PeerInfo peer,
      long connectedMillis,
      long heardMillis,
      boolean silent,
      OptionalLong tombstoneMillis) {}
}
