package io.github.vertxnsq.lookupd.http;

import io.github.vertxnsq.lookupd.golang.GoAddress;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;
import java.net.InetSocketAddress;

/** Who asks, as the log names it. */
final class ClientAddress {
  private ClientAddress() {}

  static String of(HttpServerRequest request) {
    return of(request.remoteAddress());
  }

  static String of(SocketAddress address) {
    return GoAddress.of(address.hostAddress(), address.port());
  }

  /** As Netty has it; of another kind only in tests. */
  static String of(java.net.SocketAddress address) {
    return address instanceof InetSocketAddress inet && !inet.isUnresolved()
        ? GoAddress.of(inet.getAddress().getHostAddress(), inet.getPort())
        : String.valueOf(address);
  }
}
