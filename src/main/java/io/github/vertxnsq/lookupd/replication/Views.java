package io.github.vertxnsq.lookupd.replication;

import io.github.vertxnsq.lookupd.bus.ClusterView;
import io.github.vertxnsq.lookupd.cluster.Membership;
import io.github.vertxnsq.lookupd.metrics.ClusterMeters;
import io.github.vertxnsq.lookupd.registry.Registry;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
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
      Map<UndecodableException.Reason, Long> undecodable,
      long unanswered) {
    Map<String, Long> refused = new TreeMap<>();
    undecodable.forEach((why, count) -> refused.put(text(why), count));
    replica.refused().forEach((why, count) -> refused.put(text(why), count));
    return new ClusterView(
        new ClusterView.Node(node, name),
        replica.isReady(),
        members(node, name, membership, replica),
        origins(node, replica, registry),
        registry.commonFacts().hash(),
        refused,
        unanswered);
  }

  private static String text(Enum<?> why) {
    return why.name().toLowerCase(Locale.ROOT);
  }

  static List<ClusterView.Member> members(
      int node, String name, Membership membership, Replica replica) {
    Map<String, Member> spoken = new HashMap<>();
    replica.members().forEach(member -> spoken.put(member.id, member));
    List<ClusterView.Member> members = new ArrayList<>();
    membership
        .addresses()
        .forEach(
            (id, address) -> {
              Member member = spoken.get(id);
              if (id.equals(membership.self())) {
                members.add(new ClusterView.Member(node, name, address, replica.isReady()));
              } else if (member != null && member.hasSpoken()) {
                ReplicationMessage.Digest last = member.lastDigest();
                members.add(
                    new ClusterView.Member(last.sender(), last.name(), address, last.ready()));
              } else {
                members.add(new ClusterView.Member(0, "", address, false));
              }
            });
    members.sort(Comparator.comparing(ClusterView.Member::address));
    return members;
  }

  private static List<ClusterView.Origin> origins(int node, Replica replica, Registry registry) {
    Map<Integer, Integer> producers = registry.slices().producers();
    Map<Integer, Integer> orphans =
        registry.slices().orphans(origin -> origin == node || replica.isPresent(origin));
    List<ClusterView.Origin> origins = new ArrayList<>();
    origins.add(
        new ClusterView.Origin(
            node,
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
              stream.applied(),
              stream.lag(),
              producers.getOrDefault(stream.origin, 0),
              orphans.getOrDefault(stream.origin, 0),
              replica.isPresent(stream.origin),
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
                        origin.applied(),
                        origin.lag(),
                        origin.producers(),
                        origin.present()))
            .toList();
    return new ClusterMeters.Figures(
        view.ready(),
        view.members().size(),
        view.origins().stream().mapToInt(ClusterView.Origin::orphans).sum(),
        view.refused().values().stream().mapToLong(Long::longValue).sum(),
        view.unanswered(),
        origins);
  }
}
