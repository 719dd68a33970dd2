package io.github.vertxnsq.lookupd.replication;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The other daemons that are there: by the cluster's engine, and not on their way out. */
final class Members {
  private final Map<String, Member> members = new TreeMap<>();

  /** The one of that name; null when it is not there. */
  Member find(String id) {
    Member member = members.get(id);
    return member == null || member.isLeaving() ? null : member;
  }

  Collection<Member> present() {
    return members.values().stream().filter(member -> !member.isLeaving()).toList();
  }

  Set<String> presentIds() {
    return present().stream().map(member -> member.id).collect(Collectors.toSet());
  }

  boolean isPresent(int origin) {
    return present().stream()
        .anyMatch(member -> member.hasSpoken() && member.lastDigest().sender() == origin);
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
