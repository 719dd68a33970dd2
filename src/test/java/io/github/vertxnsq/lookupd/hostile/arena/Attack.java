package io.github.vertxnsq.lookupd.hostile.arena;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Something done to the daemon for some seconds.
 *
 * @param ground who has to be there before it begins, and stays until it is over
 * @param crowds who attacks
 */
record Attack(String name, List<Crowd> ground, List<Crowd> crowds) {
  static Attack of(String name, Crowd... crowds) {
    return new Attack(name, List.of(), List.of(crowds));
  }

  Attack on(Crowd... prepared) {
    return new Attack(name, List.of(prepared), crowds);
  }

  /** The same attacks, so many at a time, for want of time: those that need no ground. */
  static List<Attack> together(int count, List<Attack> attacks) {
    List<Attack> all = new ArrayList<>(attacks.stream().filter(a -> !a.ground.isEmpty()).toList());
    List<Attack> groundless = attacks.stream().filter(a -> a.ground.isEmpty()).toList();
    for (int i = 0; i < groundless.size(); i += count) {
      all.add(joined(groundless.subList(i, Math.min(i + count, groundless.size()))));
    }
    return all;
  }

  private static Attack joined(List<Attack> attacks) {
    return new Attack(
        attacks.stream().map(Attack::name).collect(Collectors.joining("; ")),
        List.of(),
        attacks.stream().map(Attack::crowds).flatMap(List::stream).toList());
  }

  /** How many connections there may be at a time. */
  int connections() {
    return Stream.concat(ground.stream(), crowds.stream()).mapToInt(c -> c.connections).sum();
  }
}
