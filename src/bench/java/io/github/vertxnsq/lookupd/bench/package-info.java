/**
 * How fast it is: the benchmark harness, {@code mvn -Pbench verify}.
 *
 * <p>{@code -Dbench=lookup,register} picks parts ({@link io.github.vertxnsq.lookupd.bench.Part});
 * {@code -Dbench.rounds}, {@code .seconds}, {@code .scale}, {@code .jvm}, {@code .load} and {@code
 * .hold} are explained in {@link io.github.vertxnsq.lookupd.bench.BenchOptions}. The table goes to
 * stdout, the same as JSON to {@code target/bench/report.json}.
 *
 * <p>Decisions:
 *
 * <ul>
 *   <li><b>Every process its own</b>, over loopback: the daemon's jar as users run it, the
 *       producers, the load, and what is measured against. What they share is the machine, and that
 *       is so in every round.
 *   <li><b>Ratios, not times.</b> Beside the daemon runs the barest server Vert.x allows, with the
 *       same JVM flags and in alternating rounds, so that whatever the machine does hits both.
 *       Absolute times are reported and never fail a build; wrong answers do.
 *   <li><b>Medians of rates, worst cases of storms.</b> A slow round is noise, but a single answer
 *       that is too slow is an outage of the producer that waits for it.
 *   <li><b>Compiled with every build, as test source</b>, and run by {@code BenchIT} at toy size,
 *       so that it cannot rot; JMH's annotation processor and that run cost a normal build a few
 *       seconds. Rejected: sources that only the profile compiles, which break unseen with the
 *       first change of what they measure.
 * </ul>
 */
package io.github.vertxnsq.lookupd.bench;
