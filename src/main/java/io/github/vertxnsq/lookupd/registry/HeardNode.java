package io.github.vertxnsq.lookupd.registry;

/**
 * An nsqd, and when it was heard last.
 *
 * @param heardMillis how long ago, by any of its connections
 */
public record HeardNode(Endpoint endpoint, long heardMillis) {}
