package io.github.vertxnsq.lookupd.bench.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.NetServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * The barest servers that Vert.x allows, as a process: over HTTP one body for every request, over
 * TCP the answer OK to every line, and to IDENTIFY with its body. Prints its ports as one JSON
 * object. From then on it takes on stdin, a number a line, how many bytes the body is to have, and
 * prints which change of the body that was. Ends with its stdin.
 */
public final class LimitServerMain {
  private static final String HOST = "127.0.0.1";

  /** To Vert.x: one port for all instances, left to the system. */
  private static final int SHARED_FREE_PORT = -1;

  private LimitServerMain() {}

  private static volatile Buffer body = Buffer.buffer();

  /** Takes the number of HTTP instances. */
  public static void main(String[] args) throws IOException {
    int instances = Integer.parseInt(args[0]);
    Vertx vertx = Vertx.vertx();
    Queue<HttpServer> http = new ConcurrentLinkedQueue<>();
    Queue<NetServer> tcp = new ConcurrentLinkedQueue<>();
    vertx
        .deployVerticle(() -> new BareHttp(http), new DeploymentOptions().setInstances(instances))
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
    BufferedReader sizes = new BufferedReader(new InputStreamReader(System.in, UTF_8));
    int changes = 0;
    for (String size = sizes.readLine(); size != null; size = sizes.readLine()) {
      body = Buffer.buffer("x".repeat(Integer.parseInt(size)));
      System.out.println("body " + ++changes);
    }
    Runtime.getRuntime().halt(0);
  }

  private static final class BareHttp extends VerticleBase {
    private final Queue<HttpServer> started;

    BareHttp(Queue<HttpServer> started) {
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
