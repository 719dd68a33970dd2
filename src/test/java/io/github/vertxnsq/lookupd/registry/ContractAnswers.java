package io.github.vertxnsq.lookupd.registry;

import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toSet;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** What is listed by the {@link Contract}: who counts, who is hidden, what is shown once. */
final class ContractAnswers {
  private final Contract it;

  ContractAnswers(Contract contract) {
    this.it = contract;
  }

  Optional<TopicView> lookup(TopicName topic) {
    if (!isShown(topic)) {
      return Optional.empty();
    }
    List<String> channels =
        it.names.stream()
            .filter(name -> !name.equals(topic) && Contract.isPartOf(name, topic) && isShown(name))
            .map(Name::text)
            .sorted()
            .toList();
    List<Shown<PeerInfo>> producers =
        it.holdings.stream()
            .filter(holding -> holding.name().equals(topic) && isListed(holding))
            .filter(holding -> !isTombstoned(holding))
            .map(holding -> holding.connection().peer.endpoint())
            .distinct()
            .sorted()
            .map(endpoint -> new Shown<>(newestHeard(endpoint).orElseThrow()))
            .toList();
    return Optional.of(new TopicView(channels, producers));
  }

  Optional<DetailAsExpected> detail(TopicName topic) {
    return lookup(topic)
        .map(
            view ->
                new DetailAsExpected(
                    view.channels().stream()
                        .map(name -> ChannelName.parse(topic, name).orElseThrow())
                        .collect(toMap(Name::text, name -> holdersOf(name).size(), (a, b) -> a)),
                    holdersOf(topic),
                    view.producers().stream().map(it -> it.value().endpoint()).collect(toSet())));
  }

  private Set<Endpoint> holdersOf(Name name) {
    return it.holdersOf(name)
        .filter(connection -> !isSuperseded(connection))
        .map(connection -> connection.peer.endpoint())
        .collect(toSet());
  }

  List<String> topics() {
    return it.names.stream()
        .filter(name -> name instanceof TopicName && isShown(name))
        .map(Name::text)
        .sorted()
        .toList();
  }

  List<NodeView> nodes() {
    return it.connections.stream()
        .map(connection -> connection.peer.endpoint())
        .distinct()
        .sorted()
        .flatMap(
            endpoint -> newestHeard(endpoint).map(peer -> view(peer, topicsOf(endpoint))).stream())
        .toList();
  }

  private static NodeView view(PeerInfo peer, Map<TopicName, Boolean> tombstoned) {
    Set<TopicName> hidden = new HashSet<>(tombstoned.keySet());
    hidden.removeIf(topic -> !tombstoned.get(topic));
    return new NodeView(new Shown<>(peer), List.copyOf(tombstoned.keySet()), hidden);
  }

  /** And whether a tombstone hides the node there. */
  private Map<TopicName, Boolean> topicsOf(Endpoint endpoint) {
    Map<TopicName, Boolean> tombstoned = new TreeMap<>();
    for (Contract.Holding holding : it.holdings) {
      if (holding.name() instanceof TopicName topic
          && holding.connection().peer.endpoint().equals(endpoint)
          && isListed(holding)) {
        tombstoned.merge(topic, isTombstoned(holding), (one, other) -> one && other);
      }
    }
    return tombstoned;
  }

  /** Entries by key; their order within a key is not promised. */
  Map<String, List<DebugSlice.Entry>> debug() {
    Map<String, List<DebugSlice.Entry>> byKey = new TreeMap<>();
    for (Contract.Connection connection : it.connections) {
      put(byKey, "client::", connection, Optional.empty());
    }
    for (Contract.Holding holding : it.holdings) {
      String topic = holding.name().topic().text();
      boolean isTopic = holding.name() instanceof TopicName;
      String key =
          isTopic ? "topic:" + topic + ":" : "channel:" + topic + ":" + holding.name().text();
      put(byKey, key, holding.connection(), lastGraveOver(holding));
    }
    return byKey;
  }

  private static void put(
      Map<String, List<DebugSlice.Entry>> byKey,
      String key,
      Contract.Connection c,
      Optional<Contract.Grave> grave) {
    long tombstonedAt = grave.map(g -> g.stamp.wallMillis()).orElse(0L);
    byKey
        .computeIfAbsent(key, k -> new ArrayList<>())
        .add(new DebugSlice.Entry(c.peer, c.heard.wallMillis(), grave.isPresent(), tombstonedAt));
  }

  Census census() {
    return new Census(
        it.connections.size(),
        (int) it.connections.stream().map(c -> c.peer.endpoint()).distinct().count(),
        (int) it.names.stream().filter(name -> name instanceof TopicName).count(),
        (int) it.names.stream().filter(name -> name instanceof ChannelName).count(),
        it.holdings.size(),
        (int)
            it.holdings.stream()
                .filter(this::isTombstoned)
                .map(
                    holding -> holding.name() + " " + Contract.addressOf(holding.connection().peer))
                .distinct()
                .count());
  }

  /** An ephemeral name that only superseded connections hold is not shown. */
  private boolean isShown(Name name) {
    return it.names.contains(name)
        && (!name.text().endsWith("#ephemeral")
            || it.holdersOf(name).count() == 0
            || it.holdersOf(name).anyMatch(holder -> !isSuperseded(holder)));
  }

  private boolean isListed(Contract.Holding holding) {
    return !isSilent(holding.connection()) && !isSuperseded(holding.connection());
  }

  private boolean isSilent(Contract.Connection connection) {
    return it.nowMillis - connection.heardMillis > it.inactiveMillis;
  }

  private boolean isSuperseded(Contract.Connection older) {
    return it.nowMillis - older.heardMillis > it.quietMillis
        && it.connections.stream().anyMatch(newer -> it.isNewer(newer, older) && newer.pinged);
  }

  private boolean isTombstoned(Contract.Holding holding) {
    return lastGraveOver(holding).filter(grave -> !grave.ended).isPresent();
  }

  private Optional<Contract.Grave> lastGraveOver(Contract.Holding holding) {
    return it.graves.stream()
        .filter(grave -> grave.isOver(holding))
        .max(Comparator.comparing(grave -> grave.stamp));
  }

  private Optional<PeerInfo> newestHeard(Endpoint endpoint) {
    return it.connections.stream()
        .filter(c -> c.peer.endpoint().equals(endpoint) && !isSilent(c))
        .reduce((older, newer) -> newer)
        .map(c -> c.peer);
  }
}
