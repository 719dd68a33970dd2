package io.github.vertxnsq.lookupd.replication;

/**
 * This daemon, as the others know it.
 *
 * @param number from its start, or from when it began anew, to its end; no other has or had it
 * @param id as the cluster's engine names it
 * @param name for people
 */
record Self(int number, String id, String name) {}
