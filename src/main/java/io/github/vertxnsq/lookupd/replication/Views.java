package io.github.vertxnsq.lookupd.replication;

import io.github.vertxnsq.lookupd.bus.ClusterView;
import io.github.vertxnsq.lookupd.cluster.Membership;
import io.github.vertxnsq.lookupd.metrics.ClusterMeters;
import io.github.vertxnsq.lookupd.registry.Registry;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Puts together what is shown of the cluster. */
final class Views {
  private Views() {}

  static ClusterView of(
      int node,
      String name,
      Membership membership,
      Replica replica,
      Registry registry,
      Map<Integer, String> names,
      Map<UndecodableException.Reason, Long> undecodable,
      long unanswered,
      long nowMillis) {
    Map<String, Long> refused = new TreeMap<>();
    undecodable.forEach((why, count) -> refused.put(text(why), count));
    replica.refused().forEach((why, count) -> refused.put(text(why), count));
    return new ClusterView(
        new ClusterView.Node(node, name),
        replica.isReady(),
        trouble(membership, replica, nowMillis),
        members(node, name, membership, replica, nowMillis),
        origins(node, replica, registry, names),
        registry.commonFacts().hash(),
        refused,
        unanswered,
        membership.missing().stream()
            .map(it -> new ClusterView.Missing(it.address(), it.reason()))
            .toList());
  }

  private static String text(Enum<?> why) {
    return why.name().toLowerCase(Locale.ROOT);
  }

  /** Why this daemon is not ready; empty when it is. */
  static String trouble(Membership membership, Replica replica, long nowMillis) {
    return replica.isReady() ? "" : reason(membership, replica, nowMillis);
  }

  /** Why this daemon is not ready, or is about to be no more. */
  static String reason(Membership membership, Replica replica, long nowMillis) {
    List<String> troubles = new ArrayList<>();
    for (ClusterView.Member member : members(0, "", membership, replica, nowMillis)) {
      if (!member.trouble().isEmpty()) {
        troubles.add(member + ": " + member.trouble());
      }
    }
    for (Membership.Missing missing : membership.missing()) {
      if (missing.answers()) {
        troubles.add(missing.address() + ": " + missing.reason());
      }
    }
    String what =
        replica.standing().isOverruled(nowMillis)
            ? "the other members go on without this one"
            : "no full copy yet";
    return troubles.isEmpty() ? what : what + "; " + String.join("; ", troubles);
  }

  static List<ClusterView.Member> members(
      int node, String name, Membership membership, Replica replica, long nowMillis) {
    List<ClusterView.Member> members = new ArrayList<>();
    membership
        .addresses()
        .forEach(
            (id, address) -> {
              Member member = replica.members().find(id);
              if (id.equals(membership.self())) {
                members.add(
                    new ClusterView.Member(node, name, address, replica.isReady(), true, ""));
              } else if (member != null) {
                String trouble = replica.agreement().trouble(member, nowMillis);
                members.add(view(member, address, trouble));
              }
            });
    members.sort(Comparator.comparing(ClusterView.Member::address));
    return members;
  }

  private static ClusterView.Member view(Member member, String address, String trouble) {
    ReplicationMessage.Digest seen = member.seen();
    boolean isPresent = member.isPresent();
    return seen == null
        ? new ClusterView.Member(0, "", address, false, isPresent, trouble)
        : new ClusterView.Member(
            seen.sender(), seen.name(), address, seen.ready() && isPresent, isPresent, trouble);
  }

  private static List<ClusterView.Origin> origins(
      int node, Replica replica, Registry registry, Map<Integer, String> names) {
    Map<Integer, Integer> producers = registry.slices().producers();
    Map<Integer, Integer> orphans =
        registry.slices().orphans(origin -> origin == node || replica.members().isPresent(origin));
    List<ClusterView.Origin> origins = new ArrayList<>();
    origins.add(
        new ClusterView.Origin(
            node,
            names.getOrDefault(node, ""),
            replica.ownNumber(),
            0,
            producers.getOrDefault(node, 0),
            0,
            true,
            registry.slices().hash(node)));
    for (OriginStream stream : replica.streams()) {
      origins.add(
          new ClusterView.Origin(
              stream.origin,
              names.getOrDefault(stream.origin, ""),
              stream.applied(),
              stream.lag(),
              producers.getOrDefault(stream.origin, 0),
              orphans.getOrDefault(stream.origin, 0),
              replica.members().isPresent(stream.origin),
              registry.slices().hash(stream.origin)));
    }
    origins.sort(Comparator.comparingInt(ClusterView.Origin::number));
    return origins;
  }

  static ClusterMeters.Figures figures(ClusterView view) {
    List<ClusterMeters.Origin> origins =
        view.origins().stream()
            .map(
                origin ->
                    new ClusterMeters.Origin(
                        origin.number(),
                        origin.name(),
                        origin.applied(),
                        origin.lag(),
                        origin.producers(),
                        origin.present()))
            .toList();
    int present = (int) view.members().stream().filter(ClusterView.Member::present).count();
    int unheard = view.members().size() - present;
    return new ClusterMeters.Figures(
        view.ready(),
        present,
        view.missing().size() + unheard,
        view.origins().stream().mapToInt(ClusterView.Origin::orphans).sum(),
        view.refused().values().stream().mapToLong(Long::longValue).sum(),
        view.unanswered(),
        origins);
  }
}
