package io.github.vertxnsq.lookupd.bus;

import io.github.vertxnsq.lookupd.registry.Refusal;

/**
 * How far a batch of commands got.
 *
 * @param granted how many were carried out, from the first on
 * @param refusal why the one after them was not; null when there is none after them
 */
public record BatchOutcome(int granted, Refusal refusal) {}
