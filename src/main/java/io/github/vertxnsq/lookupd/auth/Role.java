package io.github.vertxnsq.lookupd.auth;

import java.util.Optional;

/** What somebody may do; each role includes those before it. */
public enum Role {
  /** Ask. */
  READ,
  /** Change something. */
  ADMIN;

  static Optional<Role> parse(String text) {
    return switch (text) {
      case "read" -> Optional.of(READ);
      case "admin" -> Optional.of(ADMIN);
      default -> Optional.empty();
    };
  }

  boolean includes(Role needed) {
    return compareTo(needed) >= 0;
  }
}
