package io.github.vertxnsq.lookupd.registry;

/** Why a node is not listed, of a topic or at all. */
public enum Absence {
  /** It has no connection, here or elsewhere, and was not one that may come back. */
  DISCONNECTED,
  /** It has not been heard for too long. */
  SILENT,
  /** The topic was deleted. */
  DELETED,
  /** A tombstone hides what it holds of the topic. */
  TOMBSTONED,
  /** It does not hold the topic any more, though the topic is there. */
  UNREGISTERED
}
