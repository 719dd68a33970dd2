package io.github.vertxnsq.lookupd;

import io.github.vertxnsq.lookupd.config.HostAndPort;
import io.github.vertxnsq.lookupd.remembering.DataException;

/** The daemon could not start; the message is one line for the operator. */
final class StartException extends Exception {
  private static final long serialVersionUID = 1;

  StartException(String message, Throwable cause) {
    super(message, cause);
  }

  /** The folder of {@code -data-path} cannot be used; anything else stays what it is. */
  static Throwable ofData(Throwable cause) {
    return cause instanceof DataException ? new StartException(cause.getMessage(), cause) : cause;
  }

  /**
   * A port could not be opened.
   *
   * @param what of whom: {@code TCP}
   */
  static StartException cannotListen(String what, HostAndPort address, Throwable cause) {
    String reason = cause.getMessage() == null ? cause.toString() : cause.getMessage();
    return new StartException(
        "%s: listen (%s) failed - %s".formatted(what, address, reason), cause);
  }
}
