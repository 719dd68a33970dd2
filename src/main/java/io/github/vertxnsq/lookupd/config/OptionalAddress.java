package io.github.vertxnsq.lookupd.config;

import java.util.Optional;

/** Where to listen, if at all. */
public record OptionalAddress(Optional<HostAndPort> address) {
  static Optional<OptionalAddress> parse(String text) {
    return text.isEmpty()
        ? Optional.of(new OptionalAddress(Optional.empty()))
        : HostAndPort.parse(text).map(given -> new OptionalAddress(Optional.of(given)));
  }

  /** Whether there is one. */
  public boolean isGiven() {
    return address.isPresent();
  }
}
