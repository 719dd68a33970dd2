package io.github.vertxnsq.lookupd.hostile.arena;

/** Where a crowd connects to. */
enum Port {
  TCP,
  TCP_TLS,
  HTTP,
  HTTPS;

  boolean isTls() {
    return this == TCP_TLS || this == HTTPS;
  }
}
