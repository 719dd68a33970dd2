package io.github.vertxnsq.lookupd.logging;

import ch.qos.logback.classic.spi.ILoggingEvent;

/**
 * A whole log message, logged as {@code log.info("{}", text)}, whose {@code toString} never changes
 * and may be called by any thread: it is put together by the log's own thread.
 */
public interface LastingText {

  /** The text that the event's message consists of; null when it is another message. */
  static LastingText of(ILoggingEvent event) {
    Object[] arguments = event.getArgumentArray();
    return arguments != null
            && arguments.length == 1
            && arguments[0] instanceof LastingText text
            && event.getMessage().equals("{}")
        ? text
        : null;
  }
}
