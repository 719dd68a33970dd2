package io.github.vertxnsq.lookupd.registry;

import static io.github.vertxnsq.lookupd.registry.RegistryAgainstContract.INACTIVE_MILLIS;
import static io.github.vertxnsq.lookupd.registry.RegistryAgainstContract.LIFETIME_MILLIS;
import static io.github.vertxnsq.lookupd.registry.RegistryAgainstContract.PLACES;
import static io.github.vertxnsq.lookupd.registry.RegistryAgainstContract.PLACES_PER_NODE;
import static io.github.vertxnsq.lookupd.registry.RegistryAgainstContract.QUIET_MILLIS;
import static io.github.vertxnsq.lookupd.registry.RegistryAgainstContract.TOPICS;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.RandomDistribution;
import net.jqwik.api.Tuple;

/**
 * Whatever happens, in whatever order, the registry answers what the contract says. A failure
 * prints the shortest sequence found, and the seed that finds it again.
 */
class RegistryContractTest {
  private static final int MAX_STEPS = 60;

  @Property(tries = 1000, edgeCases = EdgeCasesMode.NONE)
  void severalNodesAreListedByTheContract(
      @ForAll("stepsOfSeveralNodes") List<RegistryStep> steps,
      @ForAll boolean appliesTwice,
      @ForAll boolean putsOff) {
    take(steps, appliesTwice, putsOff);
  }

  @Property(tries = 1000, edgeCases = EdgeCasesMode.NONE)
  void oneNodesConnectionsAreListedByTheContract(
      @ForAll("stepsOfOneNode") List<RegistryStep> steps,
      @ForAll boolean appliesTwice,
      @ForAll boolean putsOff) {
    take(steps, appliesTwice, putsOff);
  }

  private static void take(List<RegistryStep> steps, boolean appliesTwice, boolean putsOff) {
    RegistryAgainstContract both = new RegistryAgainstContract(appliesTwice, putsOff);
    steps.forEach(step -> step.takenBy(both));
    both.end();
  }

  @Provide
  Arbitrary<List<RegistryStep>> stepsOfSeveralNodes() {
    return steps(PLACES, names(List.of("c", "d", "e#ephemeral")));
  }

  /** Few names and one identity, so that connections get into each other's way. */
  @Provide
  Arbitrary<List<RegistryStep>> stepsOfOneNode() {
    return steps(PLACES_PER_NODE, names(List.of("e#ephemeral")));
  }

  private static List<Name> names(List<String> channels) {
    List<Name> names = new ArrayList<>(TOPICS);
    for (TopicName topic : TOPICS) {
      channels.forEach(channel -> names.add(Samples.channel(topic.text(), channel)));
    }
    return names;
  }

  private static Arbitrary<List<RegistryStep>> steps(int placeCount, List<Name> nameList) {
    Arbitrary<Integer> places = Arbitraries.integers().between(0, placeCount - 1);
    Arbitrary<Name> names = Arbitraries.of(nameList);
    Arbitrary<RegistryStep> step =
        Arbitraries.frequencyOf(
            Tuple.of(8, places.map(RegistryStep.Identify::new)),
            Tuple.of(6, places.map(RegistryStep.Ping::new)),
            Tuple.of(12, Combinators.combine(places, names).as(RegistryStep.Register::new)),
            Tuple.of(5, Combinators.combine(places, names).as(RegistryStep.Unregister::new)),
            Tuple.of(3, places.map(RegistryStep.Disconnect::new)),
            Tuple.of(2, names.map(RegistryStep.Create::new)),
            Tuple.of(1, names.map(RegistryStep.Delete::new)),
            Tuple.of(
                3,
                Combinators.combine(Arbitraries.of(TOPICS), places)
                    .as(RegistryStep.SetTombstone::new)),
            Tuple.of(8, Arbitraries.of(1, 2, 5).map(RegistryStep.Work::new)),
            Tuple.of(4, timePassing()),
            Tuple.of(
                1,
                Combinators.combine(Arbitraries.of(500L, 1000L, 2000L), Arbitraries.of(100L, 300L))
                    .as(RegistryStep.SetTimes::new)),
            Tuple.of(1, Arbitraries.of(-3000L, 3000L).map(RegistryStep.MoveWallClock::new)));
    return step.list().ofMaxSize(MAX_STEPS).withSizeDistribution(RandomDistribution.uniform());
  }

  private static Arbitrary<RegistryStep> timePassing() {
    Arbitrary<RegistryStep> byLength =
        Arbitraries.of(
                1L,
                LIFETIME_MILLIS - 1,
                LIFETIME_MILLIS,
                LIFETIME_MILLIS + 1,
                QUIET_MILLIS - 1,
                QUIET_MILLIS,
                QUIET_MILLIS + 1,
                INACTIVE_MILLIS - 1,
                INACTIVE_MILLIS,
                INACTIVE_MILLIS + 1,
                10 * INACTIVE_MILLIS)
            .map(RegistryStep.PassTime::new);
    Arbitrary<RegistryStep> byDeadline =
        Arbitraries.of(-1L, 0L, 1L).map(RegistryStep.PassTimeToDeadline::new);
    return Arbitraries.oneOf(byLength, byDeadline);
  }
}
