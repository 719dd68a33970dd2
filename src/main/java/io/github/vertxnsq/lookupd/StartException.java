package io.github.vertxnsq.lookupd;

/** The daemon could not start; the message is one line for the operator. */
final class StartException extends Exception {
  private static final long serialVersionUID = 1;

  StartException(String message, Throwable cause) {
    super(message, cause);
  }
}
