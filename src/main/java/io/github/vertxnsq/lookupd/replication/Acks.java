package io.github.vertxnsq.lookupd.replication;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** Who has applied how much of this daemon's stream, and who waits for that. */
final class Acks {
  private final Map<String, Long> applied = new HashMap<>();
  private final List<Waiter> waiters = new ArrayList<>();

  private record Waiter(
      long number, Set<String> members, long untilMillis, Consumer<Boolean> then) {}

  /**
   * Calls {@code then} with true when all these members have applied that number, or time is up;
   * with false when it cannot be kept.
   */
  void await(long number, Set<String> members, long untilMillis, Consumer<Boolean> then) {
    Waiter waiter = new Waiter(number, new HashSet<>(members), untilMillis, then);
    if (!complete(waiter)) {
      waiters.add(waiter);
    }
  }

  void acked(String member, long number) {
    applied.merge(member, number, Math::max);
    completeAll();
  }

  /** Who is not there is not waited for. */
  void retain(Set<String> members) {
    applied.keySet().retainAll(members);
    waiters.forEach(waiter -> waiter.members().retainAll(members));
    completeAll();
  }

  /** Returns how many have waited long enough. */
  int expire(long nowMillis) {
    List<Waiter> late = waiters.stream().filter(one -> nowMillis >= one.untilMillis()).toList();
    waiters.removeAll(late);
    late.forEach(one -> one.then().accept(true));
    return late.size();
  }

  /** Nothing that is waited for will be kept. */
  void fail() {
    List<Waiter> failed = List.copyOf(waiters);
    waiters.clear();
    failed.forEach(one -> one.then().accept(false));
  }

  /** The member has begun anew, and has applied nothing. */
  void forget(String member) {
    applied.remove(member);
  }

  private void completeAll() {
    for (Waiter waiter : List.copyOf(waiters)) {
      if (complete(waiter)) {
        waiters.remove(waiter);
      }
    }
  }

  private boolean complete(Waiter waiter) {
    boolean isDone =
        waiter.members().stream()
            .allMatch(member -> applied.getOrDefault(member, 0L) >= waiter.number());
    if (isDone) {
      waiter.then().accept(true);
    }
    return isDone;
  }
}
