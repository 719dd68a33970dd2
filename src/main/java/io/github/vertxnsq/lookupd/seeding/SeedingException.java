package io.github.vertxnsq.lookupd.seeding;

/** An answer that is of no use; the message completes "…: nothing taken over: …". */
final class SeedingException extends Exception {
  private static final long serialVersionUID = 1;

  SeedingException(String message) {
    super(message);
  }
}
