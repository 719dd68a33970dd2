/**
 * The program, and how its parts are put together.
 *
 * <p>{@link io.github.vertxnsq.lookupd.Main} reads the command line, {@code Program} gives the
 * daemon its settings, its signals and its exit code, {@link io.github.vertxnsq.lookupd.Lookupd}
 * deploys the parts. Dependencies point one way: {@code wire}, {@code http} → {@code bus} → {@code
 * registry}; a test holds them to it.
 */
package io.github.vertxnsq.lookupd;
