package io.github.vertxnsq.lookupd.contract;

/** The ports of one daemon, on the loopback. */
public record Place(int tcpPort, int httpPort) {}
