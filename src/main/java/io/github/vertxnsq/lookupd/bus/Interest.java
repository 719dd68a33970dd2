package io.github.vertxnsq.lookupd.bus;

/**
 * Somebody wants to be told, from now on or no longer, when an answer may have changed.
 *
 * @param address takes the set of keys that changed
 * @param key under which {@link Publisher} has the answer
 */
record Interest(String address, String key, boolean begins) {}
