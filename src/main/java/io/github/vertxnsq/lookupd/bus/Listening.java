package io.github.vertxnsq.lookupd.bus;

/**
 * Somebody wants to be told, from now on or no longer, what happens. Who begins is answered with
 * what is in the log, as {@link Told}.
 *
 * @param address takes {@link Told}
 */
record Listening(String address, boolean begins) {}
