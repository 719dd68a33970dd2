package io.github.vertxnsq.lookupd.registry;

/** Values that tests need by the dozen. */
final class Samples {
  static final long TCP_PORT = 4150;
  static final long HTTP_PORT = 4151;

  private Samples() {}

  static TopicName topic(String name) {
    return TopicName.parse(name).orElseThrow();
  }

  static ChannelName channel(String topic, String name) {
    return ChannelName.parse(topic(topic), name).orElseThrow();
  }

  /** A producer that identifies as {@code host}; connections are told apart by {@code remote}. */
  static PeerInfo peer(String host, String remote) {
    return peer(host, TCP_PORT, remote);
  }

  static PeerInfo peer(String host, long tcpPort, String remote) {
    return new PeerInfo(remote, host + ".local", host, tcpPort, HTTP_PORT, "1.3.0", "", "");
  }

  static NodeAddress node(String host) {
    return new NodeAddress(host, HTTP_PORT);
  }
}
