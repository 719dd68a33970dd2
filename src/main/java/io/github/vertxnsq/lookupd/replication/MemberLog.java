package io.github.vertxnsq.lookupd.replication;

import io.github.vertxnsq.lookupd.bus.ClusterView;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says in the log who has come and who has gone, and remembers what they are called. Somebody is
 * told of once it has said who it is. Belongs to the registry's thread.
 */
final class MemberLog {
  private static final Logger LOG = LoggerFactory.getLogger(ReplicationVerticle.class);

  private final String name;
  private int self;
  private final Map<Integer, String> names = new HashMap<>();
  private final Set<Integer> leaving = new HashSet<>();
  private Map<Integer, ClusterView.Member> known = Map.of();

  /** Addresses of members of whom there was something to warn the last time. */
  private Set<String> troubled = Set.of();

  MemberLog(int self, String name) {
    this.name = name;
    isNow(self);
  }

  /** This daemon has that number from now on, and has heard of nobody yet. */
  void isNow(int number) {
    self = number;
    names.put(number, name);
    known = Map.of();
  }

  /** That daemon has said that it leaves. */
  void leaves(int number) {
    leaving.add(number);
  }

  /** Returns the names of all that are or were there, by their numbers. */
  Map<Integer, String> names() {
    return names;
  }

  /** These are listed by the engine now; who is not heard over the bus is not there. */
  void look(List<ClusterView.Member> members) {
    Map<Integer, ClusterView.Member> listed = new HashMap<>();
    for (ClusterView.Member member : members) {
      if (member.number() != 0 && member.number() != self) {
        listed.put(member.number(), member);
        names.put(member.number(), member.name());
      }
    }
    Map<Integer, ClusterView.Member> now = new HashMap<>(listed);
    now.values().removeIf(member -> !member.present());
    known.forEach(
        (number, member) -> {
          if (!now.containsKey(number)) {
            isGone(member, listed.get(number));
          }
        });
    now.forEach(
        (number, member) -> {
          if (!known.containsKey(number)) {
            LOG.info("CLUSTER: joined: {}", member);
          }
        });
    known = now;
  }

  /**
   * @param listed as the engine lists it nevertheless; null when it does not
   */
  private void isGone(ClusterView.Member member, ClusterView.Member listed) {
    if (leaving.remove(member.number())) {
      LOG.info("CLUSTER: left: {}", member);
    } else {
      String why = listed == null ? "it did not say that it leaves" : listed.trouble();
      LOG.warn("CLUSTER: lost: {}; {}", member, why);
    }
  }

  /**
   * Warns of trouble with members that the engine lists: it may be the bus, its port, a clock or a
   * version. Not of one that was well the last time, as it may only just have come.
   *
   * @param isInStep whether this daemon is
   */
  void warnOfTrouble(List<ClusterView.Member> members, boolean isInStep) {
    Set<String> before = troubled;
    troubled = new HashSet<>();
    for (ClusterView.Member member : members) {
      if (!member.trouble().isEmpty()) {
        troubled.add(member.address());
      }
      if (troubled.contains(member.address()) && before.contains(member.address())) {
        LOG.warn(
            "CLUSTER: member {}: {}{}",
            member,
            member.trouble(),
            isInStep ? "" : "; this one is not in step");
      }
    }
  }

  /** Forgets those of whom nothing is known any more. */
  void retain(Set<Integer> numbers) {
    names.keySet().removeIf(number -> number != self && !numbers.contains(number));
    leaving.retainAll(names.keySet());
  }
}
