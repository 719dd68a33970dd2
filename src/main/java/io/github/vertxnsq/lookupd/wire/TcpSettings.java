package io.github.vertxnsq.lookupd.wire;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.SocketAddress;
import java.time.Duration;

/**
 * Where producers are served, under which limits, and what they are told of this daemon.
 *
 * @param node number of this daemon among its peers
 * @param address to bind; port 0 leaves it to the system
 * @param silenceTimeout a connection without a byte for longer is closed
 * @param announced what IDENTIFY is answered
 */
public record TcpSettings(
    int node, SocketAddress address, Limits limits, Duration silenceTimeout, Announced announced) {

  /**
   * What a producer is told of this daemon, so that it can ask it over HTTP.
   *
   * @param tcpPort 0 for the port that is really open
   * @param httpPort never 0
   */
  public record Announced(
      String broadcastAddress, String hostname, int tcpPort, int httpPort, String version) {}

  Buffer identifyAnswer(int actualPort) {
    return Responses.identified(
        announced.broadcastAddress(),
        announced.hostname(),
        announced.tcpPort() == 0 ? actualPort : announced.tcpPort(),
        announced.httpPort(),
        announced.version());
  }
}
