package io.github.vertxnsq.lookupd.registry;

/**
 * Names one connection of one producer, for ever: numbers are not used again.
 *
 * @param node number of the daemon that holds the connection
 * @param connection number of the connection at that daemon
 */
public record ProducerId(int node, long connection) {}
