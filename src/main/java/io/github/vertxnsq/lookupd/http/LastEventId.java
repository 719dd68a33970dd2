package io.github.vertxnsq.lookupd.http;

import io.github.vertxnsq.lookupd.events.EventLog;

/**
 * Where a client was that comes back.
 *
 * @param log which it read; text of the client's
 * @param number of the event that it has read last
 */
record LastEventId(String log, long number) {
  private static final LastEventId UNREADABLE = new LastEventId("", -1);

  /** Reads what {@link EventJson#id} wrote; null for null, and something unknown for all else. */
  static LastEventId parse(String text) {
    if (text == null) {
      return null;
    }
    int dash = text.lastIndexOf('-');
    try {
      return dash < 0
          ? UNREADABLE
          : new LastEventId(text.substring(0, dash), Long.parseLong(text.substring(dash + 1)));
    } catch (NumberFormatException notOurs) {
      return UNREADABLE;
    }
  }

  /** Whether all that has happened since is in this log. */
  boolean isIn(String name, EventLog kept) {
    return log.equals(name) && number >= kept.first() - 1 && number < kept.next();
  }
}
