package io.github.vertxnsq.lookupd.auth;

import java.util.Optional;

/**
 * Whether a request is let in.
 *
 * @param caller who it comes from; empty when they proved nothing
 * @param retryAfterSeconds when to try again, 1 or more for {@link Outcome#LIMITED}, else 0
 */
public record Verdict(Outcome outcome, Optional<Caller> caller, long retryAfterSeconds) {
  /** What was found. */
  public enum Outcome {
    ADMITTED,
    /** Nothing was brought along that proves anything. */
    MISSING,
    /** The token is nobody's. */
    INVALID_TOKEN,
    /** Known, but without the role. */
    INSUFFICIENT_SCOPE,
    /** The token is nobody's, and this address brought too many of that kind just before. */
    LIMITED
  }

  static Verdict admitted(Caller caller) {
    return new Verdict(Outcome.ADMITTED, Optional.of(caller), 0);
  }

  static Verdict insufficient(Caller caller) {
    return new Verdict(Outcome.INSUFFICIENT_SCOPE, Optional.of(caller), 0);
  }

  static Verdict of(Outcome outcome) {
    return new Verdict(outcome, Optional.empty(), 0);
  }

  static Verdict limited(long retryAfterSeconds) {
    return new Verdict(Outcome.LIMITED, Optional.empty(), retryAfterSeconds);
  }
}
