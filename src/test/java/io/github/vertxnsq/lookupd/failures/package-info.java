/** What becomes of a cluster of processes whose members are killed, suspended, and restarted. */
package io.github.vertxnsq.lookupd.failures;
