package io.github.vertxnsq.lookupd.registry;

/**
 * How much there is of everything.
 *
 * @param producers connections that identified
 * @param nodes producers that identified alike counted once
 * @param registrations of topics and of channels
 * @param tombstones those whose lifetime is not over
 */
public record Census(
    int producers, int nodes, int topics, int channels, int registrations, int tombstones) {}
