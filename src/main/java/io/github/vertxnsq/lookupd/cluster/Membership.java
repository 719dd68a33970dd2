package io.github.vertxnsq.lookupd.cluster;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The members of the cluster, as this one sees them. Members are known by ids that the engine gives
 * out, one for each start of a daemon. Any thread may ask.
 *
 * <p>What is present is an opinion: a member that hangs is present until it is given up, and during
 * a split each side holds the others to be gone.
 */
public interface Membership {
  /** Returns the id of this member. */
  String self();

  /**
   * Returns the ids of the members present.
   *
   * @return immutable, with this member
   */
  Set<String> members();

  /**
   * Returns where the members present are, to show to people.
   *
   * @return by id, as {@code host:port}; immutable, with the keys of {@link #members()}
   */
  Map<String, String> addresses();

  /**
   * Asks to be told of changes from now on. Who asks first and then looks at {@link #members()}
   * misses nobody.
   *
   * @param listener called with the members then present, in the order of the changes and on a
   *     thread of the engine: it must neither block nor throw. It may be called with the same
   *     members again: after a split has healed, those may have held this one to be gone meanwhile
   */
  void onChange(Consumer<Set<String>> listener);

  /**
   * Returns those who should be members by the settings, and are not.
   *
   * @return as of the last look, some seconds ago, without those who have come since
   */
  List<Missing> missing();

  /**
   * Tells whether this daemon may be by itself: it has been looked for all who should be members,
   * and none of them lives but does not take this one in.
   */
  boolean mayBeAlone();

  /** Tells whether this member is one no more, without having left, and can never be one again. */
  boolean hasEnded();

  /**
   * Somebody who should be a member.
   *
   * @param address as the settings or DNS have it, {@code host:port}
   * @param reason for people, why it is none
   * @param answers whether it lives and answers: then it is not down, but something is wrong with
   *     this daemon or with that one
   */
  record Missing(String address, String reason, boolean answers) {}
}
