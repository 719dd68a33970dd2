package io.github.vertxnsq.lookupd.replication;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The other daemons: those that the cluster's engine lists, and which of them are present. */
final class Members {
  private final Map<String, Member> members = new TreeMap<>();

  /** The one of that name; null when the engine does not list it. */
  Member find(String id) {
    return members.get(id);
  }

  /** All that the engine lists, also those that said goodbye. */
  Collection<Member> all() {
    return members.values();
  }

  /** Those that the engine lists and that did not say goodbye. */
  List<Member> listed() {
    return members.values().stream().filter(member -> !member.isLeaving()).toList();
  }

  /** Those that the bus tells to be there. */
  Collection<Member> present() {
    return members.values().stream().filter(Member::isPresent).toList();
  }

  Set<String> presentIds() {
    return present().stream().map(member -> member.id).collect(Collectors.toSet());
  }

  boolean isPresent(int origin) {
    return present().stream()
        .anyMatch(member -> member.hasSpoken() && member.lastDigest().sender() == origin);
  }

  /** Whether the one of that name has other common facts than these, as far as it told. */
  boolean mayDifferInFacts(String id, long factsHash) {
    Member member = find(id);
    return member == null || !member.hasSpoken() || member.lastDigest().factsHash() != factsHash;
  }

  /** Takes out those that are not among these, and returns them. */
  List<Member> retain(Set<String> ids) {
    List<Member> gone =
        members.values().stream().filter(member -> !ids.contains(member.id)).toList();
    gone.forEach(member -> members.remove(member.id));
    return gone;
  }

  /** Returns whether it was not there before. */
  boolean add(String id, long nowMillis) {
    return members.putIfAbsent(id, new Member(id, nowMillis)) == null;
  }
}
