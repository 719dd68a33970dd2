package io.github.vertxnsq.lookupd.registry;

/** Why a command cannot be carried out. Each adapter has its own word for it. */
public enum Refusal {
  /** The channel to delete is not known. */
  CHANNEL_NOT_FOUND,
  /** The command is of a producer that did not identify, or that has ended. */
  UNKNOWN_PRODUCER,
  /** There is no room for more. Never said by the registry itself, which knows of no memory. */
  NO_ROOM,
  /**
   * Other daemons refuse what this one says, so it cannot be kept. Never said by the registry
   * itself, which knows of no others.
   */
  NOT_READY,
  /** It would be one topic more than there may be. */
  MAX_TOPICS_REACHED,
  /** It would be one channel more than a topic may have. */
  MAX_CHANNELS_PER_TOPIC_REACHED,
  /** The producer would hold more topics and channels than one may. */
  MAX_REGISTRATIONS_PER_PRODUCER_REACHED
}
