package io.github.vertxnsq.lookupd.bench.registry;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * What {@link RegistryBenchmark} has shown of one operation at one size.
 *
 * @param operation its name
 * @param registrations in the registry
 * @param nanos it took
 * @param bytes it allocated
 */
public record RegistryFigures(String operation, int registrations, double nanos, double bytes) {

  /**
   * Runs the benchmark in JVMs of its own, one for each operation and size.
   *
   * @param iterations that are measured, after as many that warm up and take twice as long: after a
   *     second, a leaving producer still cost twenty times what it does after five
   * @param each how long an iteration takes
   */
  public static List<RegistryFigures> take(
      List<Integer> sizes, int iterations, Duration each, List<String> jvmFlags)
      throws RunnerException {
    TimeValue time = TimeValue.milliseconds(each.toMillis());
    Collection<RunResult> results =
        new Runner(
                new OptionsBuilder()
                    .include(RegistryBenchmark.class.getName())
                    .param(
                        RegistryBenchmark.SIZE,
                        sizes.stream().map(size -> Integer.toString(size)).toArray(String[]::new))
                    .forks(1)
                    .jvmArgs(jvmFlags.toArray(String[]::new))
                    .warmupIterations(iterations)
                    .warmupTime(TimeValue.milliseconds(2 * each.toMillis()))
                    .measurementIterations(iterations)
                    .measurementTime(time)
                    .shouldFailOnError(true)
                    .verbosity(VerboseMode.SILENT)
                    .build())
            .run();
    return results.stream().map(RegistryFigures::of).toList();
  }

  private static RegistryFigures of(RunResult result) {
    Result<?> primary = result.getPrimaryResult();
    return new RegistryFigures(
        primary.getLabel(),
        Integer.parseInt(result.getParams().getParam(RegistryBenchmark.SIZE)),
        primary.getScore(),
        secondary(result, "bytes") / secondary(result, "operations"));
  }

  private static double secondary(RunResult result, String name) {
    return result.getSecondaryResults().get(name).getScore();
  }
}
