package io.github.vertxnsq.lookupd.http;

import io.vertx.core.buffer.Buffer;

/** The content of an answer. Immutable, and safe for use by several threads. */
final class Body {
  private final Buffer bytes;

  /** Made by whoever needs it first; two threads may both make it, alike. Null until then. */
  private volatile String tag;

  /**
   * @param bytes not to be changed any more
   */
  Body(Buffer bytes) {
    this.bytes = bytes;
  }

  Buffer bytes() {
    return bytes;
  }

  /** By the content alone: the same wherever and whenever it is answered. */
  String tag() {
    String made = tag;
    if (made == null) {
      made = EntityTag.of(bytes);
      tag = made;
    }
    return made;
  }
}
