package io.github.vertxnsq.lookupd.remembering;

/** The folder or its file is of no use; the message is for the operator, and says why. */
public final class DataException extends Exception {
  private static final long serialVersionUID = 1;

  DataException(String message) {
    super(message);
  }

  DataException(String message, Throwable cause) {
    super(message, cause);
  }
}
