package io.github.vertxnsq.lookupd.wire;

import io.github.vertxnsq.lookupd.registry.Name;

/** What one line asks for. */
sealed interface Request {

  /** I am alive. */
  record Ping() implements Request {}

  /** I will say who I am: a sized body follows. */
  record Identify() implements Request {}

  /** I have this. */
  record Register(Name name) implements Request {}

  /** I no longer have this. */
  record Unregister(Name name) implements Request {}

  /**
   * Nothing that can be done.
   *
   * @param verb the command in lower case, {@code unknown} if there is none of that name
   */
  record Bad(String verb, WireError error) implements Request {}
}
