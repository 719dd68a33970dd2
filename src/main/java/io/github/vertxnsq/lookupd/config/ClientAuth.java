package io.github.vertxnsq.lookupd.config;

import java.util.Locale;
import java.util.Optional;

/** What is wanted of clients that can have a certificate. */
public enum ClientAuth {
  /** Whoever has none is not let in. */
  REQUIRE,
  /** It is looked at if there is one. */
  REQUEST;

  static Optional<ClientAuth> parse(String text) {
    for (ClientAuth each : values()) {
      if (each.name().toLowerCase(Locale.ROOT).equals(text)) {
        return Optional.of(each);
      }
    }
    return Optional.empty();
  }
}
