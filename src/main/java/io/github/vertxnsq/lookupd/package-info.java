/**
 * The program, and how its parts are put together.
 *
 * <p>{@link io.github.vertxnsq.lookupd.Main} reads the command line, {@code Program} gives the
 * daemon its settings, its signals and its exit code, {@link io.github.vertxnsq.lookupd.Lookupd}
 * deploys the parts. Dependencies point one way: {@code wire}, {@code http} → {@code bus} → {@code
 * registry}; a test holds them to it.
 *
 * <p>Decision: <b>the registry and the producers share an event loop</b> ({@code SharedLoop}), and
 * HTTP has others. A REGISTER that goes to another thread and back wakes two threads, and a storm
 * of them leaves no core for those. Rejected: loops of their own, which let a machine of many cores
 * take more at a time, but nobody has so many nsqds, and on two cores take a tenth less.
 */
package io.github.vertxnsq.lookupd;
