/**
 * The program, and how its parts are put together.
 *
 * <p>{@link io.github.vertxnsq.lookupd.Main} reads the command line, {@code Program} gives the
 * daemon its settings, its signals and its exit code, {@code Credentials} its certificates and
 * tokens, {@link io.github.vertxnsq.lookupd.Lookupd} deploys the parts. Dependencies point one way:
 * {@code wire}, {@code http} → {@code bus} → {@code registry}; a test holds them to it.
 *
 * <p>Decision: <b>a clustered daemon has two Vert.x</b>. Whether to cluster is a setting, Vert.x
 * reads the settings, and it cannot be clustered afterwards: a plain one reads and follows them,
 * the daemon runs on the other ({@code Joining}). Rejected: reading the settings without Vert.x,
 * twice the code for them.
 *
 * <p>Decision: <b>the registry and the producers share an event loop</b> ({@code SharedLoop}), and
 * HTTP has others. A REGISTER that goes to another thread and back wakes two threads, and a storm
 * of them leaves no core for those. Rejected: loops of their own, which let a machine of many cores
 * take more at a time, but nobody has so many nsqds, and on two cores take a tenth less.
 */
package io.github.vertxnsq.lookupd;
