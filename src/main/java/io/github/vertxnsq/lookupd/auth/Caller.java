package io.github.vertxnsq.lookupd.auth;

import java.util.Locale;

/**
 * Somebody who has proved who they are.
 *
 * @param name as in the token file, or the network that they call from
 */
public record Caller(Proof proof, String name) {
  /** By what. */
  public enum Proof {
    TOKEN,
    CERTIFICATE,
    ADDRESS
  }

  /** Returns {@code token:alice}. */
  @Override
  public String toString() {
    return proof.name().toLowerCase(Locale.ROOT) + ":" + name;
  }
}
