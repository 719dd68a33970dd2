package io.github.vertxnsq.lookupd.console;

import io.github.vertxnsq.lookupd.wire.ProducerConnection;
import io.github.vertxnsq.lookupd.wire.ProducerIdentity;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Producers that are connected to a daemon. */
final class Fleet implements AutoCloseable {
  private final int tcpPort;
  private final List<ProducerConnection> connections = new ArrayList<>();

  Fleet(int tcpPort) {
    this.tcpPort = tcpPort;
  }

  /** One that is its number: {@code nsqd-3.example.net}, in zone a, b or c. */
  static ProducerIdentity nsqd(int i) {
    return new ProducerIdentity(
        "nsqd-" + i + ".example.net",
        4150,
        4151,
        "1.3.0",
        "host-" + i,
        "eu-1" + (char) ('a' + i % 3),
        "eu-1");
  }

  static ProducerIdentity withVersion(ProducerIdentity of, String version) {
    return new ProducerIdentity(
        of.broadcastAddress(),
        of.tcpPort(),
        of.httpPort(),
        version,
        of.hostname(),
        of.topologyZone(),
        of.topologyRegion());
  }

  /**
   * Connects and registers.
   *
   * @param registrations a topic each, or a topic, a blank and a channel
   */
  ProducerConnection join(ProducerIdentity identity, String... registrations) throws IOException {
    ProducerConnection connection = ProducerConnection.open(tcpPort);
    connections.add(connection);
    connection.identify(identity);
    for (String registration : registrations) {
      connection.must("REGISTER " + registration);
    }
    return connection;
  }

  @Override
  public void close() throws IOException {
    for (ProducerConnection connection : connections) {
      connection.close();
    }
  }
}
