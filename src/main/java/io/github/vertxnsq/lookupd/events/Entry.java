package io.github.vertxnsq.lookupd.events;

/**
 * An event of a log.
 *
 * @param log unlike that of any other log, also of this daemon's before
 * @param number one more than that of the event before
 * @param timeMillis since 1970, when it was noticed
 */
public record Entry(String log, long number, long timeMillis, Event event) {}
