package io.github.vertxnsq.lookupd.cluster;

/** This daemon could not become a member; the message is one line for the operator. */
public final class ClusterException extends Exception {
  private static final long serialVersionUID = 1;

  ClusterException(String message, Throwable cause) {
    super(message, cause);
  }
}
