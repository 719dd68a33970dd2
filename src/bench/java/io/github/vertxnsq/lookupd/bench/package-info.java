/** The benchmark harness. */
package io.github.vertxnsq.lookupd.bench;
