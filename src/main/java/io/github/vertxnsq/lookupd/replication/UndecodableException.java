package io.github.vertxnsq.lookupd.replication;

/** Bytes that are no message, or none that this version of the program can read. */
public final class UndecodableException extends Exception {

  /** Whether somebody speaks another language, or none. */
  public enum Reason {
    /** The sender may be in order, and of a later version: of the format, or of the program. */
    UNKNOWN_VERSION,
    /** No version writes this. */
    MALFORMED
  }

  private final Reason reason;
  private final int position;

  /**
   * @param what is wrong
   * @param position number of the byte at which it was found, from 0
   */
  UndecodableException(Reason reason, String what, int position) {
    // Without a stack trace: it would say nothing, and anybody could make us collect them.
    super(what + " at byte " + position, null, false, false);
    this.reason = reason;
    this.position = position;
  }

  /** Which of the two it is. */
  public Reason reason() {
    return reason;
  }

  /** Number of the byte at which it was found: 0 or more, at most the length of the message. */
  public int position() {
    return position;
  }
}
