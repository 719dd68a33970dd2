package io.github.vertxnsq.lookupd.bench.server;

import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.NetServer;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * The barest servers that Vert.x allows, as a process: over HTTP a constant body for every request,
 * over TCP the answer OK to every line, and to IDENTIFY with its body. Prints its ports as one JSON
 * object.
 */
public final class LimitServerMain {
  private static final String HOST = "127.0.0.1";

  /** To Vert.x: one port for all instances, left to the system. */
  private static final int SHARED_FREE_PORT = -1;

  private LimitServerMain() {}

  /** Takes the number of HTTP instances and the size of the body. */
  public static void main(String[] args) {
    int instances = Integer.parseInt(args[0]);
    Buffer body = Buffer.buffer("x".repeat(Integer.parseInt(args[1])));
    Vertx vertx = Vertx.vertx();
    Queue<HttpServer> http = new ConcurrentLinkedQueue<>();
    Queue<NetServer> tcp = new ConcurrentLinkedQueue<>();
    vertx
        .deployVerticle(
            () -> new BareHttp(body, http), new DeploymentOptions().setInstances(instances))
        .compose(ignored -> vertx.deployVerticle(new BareTcp(tcp)))
        .onSuccess(
            ignored ->
                System.out.println(
                    new JsonObject()
                        .put("http", http.element().actualPort())
                        .put("tcp", tcp.element().actualPort())
                        .encode()))
        .onFailure(
            failure -> {
              failure.printStackTrace();
              Runtime.getRuntime().halt(1);
            });
  }

  private static final class BareHttp extends VerticleBase {
    private final Buffer body;
    private final Queue<HttpServer> started;

    BareHttp(Buffer body, Queue<HttpServer> started) {
      this.body = body;
      this.started = started;
    }

    @Override
    public Future<?> start() {
      return vertx
          .createHttpServer()
          .requestHandler(request -> request.response().end(body))
          .listen(SHARED_FREE_PORT, HOST)
          .onSuccess(started::add);
    }
  }

  private static final class BareTcp extends VerticleBase {
    private final Queue<NetServer> started;

    BareTcp(Queue<NetServer> started) {
      this.started = started;
    }

    @Override
    public Future<?> start() {
      return vertx
          .createNetServer()
          .connectHandler(BareConnection::serve)
          .listen(0, HOST)
          .onSuccess(started::add);
    }
  }
}
