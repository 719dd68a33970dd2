package io.github.vertxnsq.lookupd.replication;

import io.github.vertxnsq.lookupd.registry.Command;
import io.github.vertxnsq.lookupd.registry.Endpoint;
import io.github.vertxnsq.lookupd.registry.Name;
import io.github.vertxnsq.lookupd.registry.NodeAddress;
import io.github.vertxnsq.lookupd.registry.PeerInfo;
import io.github.vertxnsq.lookupd.registry.ProducerId;
import io.github.vertxnsq.lookupd.registry.TopicName;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** An nsqd: it has names, is connected to one daemon at a time, and comes back when it loses it. */
final class SimNsqd {
  final String host;

  /** What it has, and since when all of it has been told to whom it is connected to. */
  final Map<Name, Long> names = new LinkedHashMap<>();

  private final SimNetwork network;
  private SimNode node;
  private ProducerId connection;
  private long connectedMillis;

  SimNsqd(String host, SimNetwork network) {
    this.host = host;
    this.network = network;
  }

  NodeAddress address() {
    return new NodeAddress(host, 4151);
  }

  Endpoint endpoint() {
    return new Endpoint(host, 4150, 4151);
  }

  SimNode node() {
    return node;
  }

  long connectedMillis() {
    return connectedMillis;
  }

  List<TopicName> topics() {
    return names.keySet().stream()
        .filter(TopicName.class::isInstance)
        .map(TopicName.class::cast)
        .toList();
  }

  boolean isConnected() {
    return node != null;
  }

  /** Connects, says what it has, and pings, as nsqd does. */
  void connect(SimNode to) {
    node = to;
    connectedMillis = network.nowMillis();
    connection = to.accept();
    PeerInfo peer =
        new PeerInfo(
            host + ":" + connection.connection() + "@" + to.id,
            host,
            host,
            4150,
            4151,
            "1.3.0",
            "",
            "");
    to.run(new Command.Identify(connection, peer));
    for (Name name : List.copyOf(names.keySet())) {
      register(name);
    }
    ping();
  }

  void registerAgain() {
    List.copyOf(names.keySet()).forEach(this::register);
  }

  void register(Name name) {
    names.put(name, network.nowMillis());
    names.putIfAbsent(name.topic(), network.nowMillis());
    if (isConnected()) {
      node.run(new Command.Register(connection, name));
    }
  }

  void unregister(Name name) {
    names.keySet().removeIf(held -> held.equals(name) || held.topic().equals(name));
    if (isConnected()) {
      node.run(new Command.Unregister(connection, name));
    }
  }

  void ping() {
    if (isConnected()) {
      node.run(new Command.Ping(connection));
    }
  }

  /** The connection is lost; the daemon, if it lives, sees that it ended. */
  void disconnect() {
    if (isConnected()) {
      node.run(new Command.Disconnect(connection));
      node = null;
    }
  }

  /** The daemon is gone. */
  void lost() {
    node = null;
  }
}
