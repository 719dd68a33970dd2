package io.github.vertxnsq.lookupd.http.console;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;

/** What those who look are told again and again. */
interface Samples {
  /** How much there is and is done, as an event. */
  Future<Buffer> status();

  /** When each nsqd was heard, as an event. */
  Future<Buffer> heard();
}
