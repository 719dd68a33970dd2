package io.github.vertxnsq.lookupd.registry;

import java.util.List;

/**
 * A part of everything that is registered, in the order of {@code /debug}.
 *
 * @param groups may be none; each has entries; the first may go on with the key of the slice before
 * @param next where the slice after this one begins; null at the end
 */
public record DebugSlice(List<Group> groups, Cursor next) {

  /** Where a slice begins. */
  public sealed interface Cursor {
    /** The beginning of everything. */
    Cursor START = new AfterChannel(null);
  }

  /** Channels follow; null: from the first one on. */
  record AfterChannel(ChannelName channel) implements Cursor {}

  /** Producers themselves follow; null: from the first one on. */
  record AfterNode(Endpoint node) implements Cursor {}

  /** Topics follow; null: from the first one on. */
  record AfterTopic(TopicName topic) implements Cursor {}

  /** What is registered under one {@code category:key:subkey}. */
  public record Group(String key, List<Entry> entries) {}

  /**
   * One connection's registration.
   *
   * @param lastUpdateMillis when the producer was last heard, wall clock, since 1970
   * @param tombstoned whether a tombstone was ever set on it, ended or not
   * @param tombstonedAtMillis when, wall clock, since 1970; 0 when never
   */
  public record Entry(
      PeerInfo peer, long lastUpdateMillis, boolean tombstoned, long tombstonedAtMillis) {}
}
