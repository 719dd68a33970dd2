/**
 * What the daemon counts and times, in Prometheus's terms: base units, {@code _total} for counters.
 *
 * <p>Meters that are touched on a hot path are looked up once, when this is constructed.
 */
package io.github.vertxnsq.lookupd.metrics;
