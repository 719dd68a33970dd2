package io.github.vertxnsq.lookupd.http;

import io.github.vertxnsq.lookupd.limits.WatchedAllocator;
import io.github.vertxnsq.lookupd.tls.ServerTls;
import io.netty.channel.Channel;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.impl.HttpServerConnection;
import io.vertx.core.net.SocketAddress;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** One of the instances that serve consumers and administrators on one port, over TLS or not. */
public final class HttpVerticle extends VerticleBase {
  /** What a port is for. */
  public enum Served {
    EVERYTHING,
    /** Whether the daemon is well, and what it has counted. */
    HEALTH
  }

  /** More than any topic, channel and node take, escaped. */
  private static final int MAX_URI_BYTES = 4 << 10;

  private static final int MAX_HEADER_BYTES = 16 << 10;

  /** More than the first line of most requests. */
  private static final int DECODER_BYTES = 64;

  private static final long GRACE_SECONDS = 3;

  private final SocketAddress address;
  private final Optional<ServerTls> tls;
  private final HttpServices services;
  private final AccessRules rules;
  private final Served served;
  private HttpServer server;
  private Routes routes;

  /**
   * @param address to bind, the same for all instances
   * @param tls empty to serve without TLS
   */
  public HttpVerticle(
      SocketAddress address,
      Optional<ServerTls> tls,
      HttpServices services,
      AccessRules rules,
      Served served) {
    this.address = address;
    this.tls = tls;
    this.services = services;
    this.rules = rules;
    this.served = served;
  }

  @Override
  public Future<?> start() {
    HttpServerOptions options =
        new HttpServerOptions()
            .setMaxInitialLineLength(MAX_URI_BYTES)
            .setMaxHeaderSize(MAX_HEADER_BYTES)
            .setHttp2ClearTextEnabled(false)
            // It grows with the first longer line, and is there as long as the connection.
            .setDecoderInitialBufferSize(DECODER_BYTES)
            // All is answered on this event loop: spares each connection a queue of 4 KiB.
            .setStrictThreadMode(true)
            // Nobody speaks WebSocket here: this spares each request two handlers.
            .setPerFrameWebSocketCompressionSupported(false)
            .setPerMessageWebSocketCompressionSupported(false);
    SlowClients slowClients = services.connections().slow(vertx, options);
    slowClients.begin();
    routes = new Routes(services, rules, served);
    server =
        vertx
            .createHttpServer(
                tls.map(it -> it.secure(options, services.connections().input())).orElse(options))
            .connectionHandler(
                connection -> {
                  if (services.connections().accept(connection)) {
                    Channel channel =
                        ((HttpServerConnection) connection).channelHandlerContext().channel();
                    WatchedAllocator.watch(channel);
                    slowClients.watch(connection);
                    ResponseEncoder.encode(channel);
                  }
                })
            .requestHandler(Pipelined.counted(dated(Expectation.met(routes.handler()))))
            .invalidRequestHandler(HttpVerticle::refuse);
    tls.ifPresent(it -> server.exceptionHandler(it::handshakeFailed));
    return server
        .listen(address)
        .onSuccess(listening -> tls.ifPresent(it -> it.keep(server::updateSSLOptions)));
  }

  private static Handler<HttpServerRequest> dated(Handler<HttpServerRequest> handler) {
    return request -> {
      HttpDate.set(request.response());
      ConnectionHeader.confirm(request);
      handler.handle(request);
    };
  }

  /** Vert.x closes the connection of such a request with its answer, but does not say so. */
  private static void refuse(HttpServerRequest request) {
    ConnectionHeader.announceClose(request.response());
    HttpServerRequest.DEFAULT_INVALID_REQUEST_HANDLER.handle(request);
  }

  /** The port that is open, also when it was left to the system. */
  public int actualPort() {
    return server.actualPort();
  }

  @Override
  public Future<?> stop() {
    routes.letGo();
    return server.shutdown(GRACE_SECONDS, TimeUnit.SECONDS);
  }
}
