package io.github.vertxnsq.lookupd.bench.load;

import io.github.vertxnsq.lookupd.bench.Latencies;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/** The load in Java, as a process: what wrk and its script do, on Vert.x's client. */
public final class VertxLoadMain {
  private static final long LONGEST_NANOS = TimeUnit.MINUTES.toNanos(5);
  private static final int DIGITS = 3;
  private static final int OK = 200;

  private final Vertx vertx;
  private final HttpClient client;
  private final List<String> paths;
  private final long pauseMillis;
  private final Histogram nanos = new Histogram(LONGEST_NANOS, DIGITS);
  private long startNanos;
  private int asked;
  private long errors;
  private long notOk;

  private VertxLoadMain(
      Vertx vertx, int port, int connections, List<String> paths, long pauseMillis) {
    this.vertx = vertx;
    this.paths = paths;
    this.pauseMillis = pauseMillis;
    this.client =
        vertx.createHttpClient(
            new HttpClientOptions().setDefaultHost("127.0.0.1").setDefaultPort(port),
            new PoolOptions().setHttp1MaxSize(connections));
  }

  /** Takes port, connections, the file with the paths, the pause in milliseconds. */
  public static void main(String[] args) throws IOException {
    Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    int connections = Integer.parseInt(args[1]);
    VertxLoadMain load =
        new VertxLoadMain(
            vertx,
            Integer.parseInt(args[0]),
            connections,
            Files.readAllLines(Path.of(args[2])),
            Long.parseLong(args[3]));
    Context context = vertx.getOrCreateContext();
    Runtime.getRuntime().addShutdownHook(new Thread(() -> endOn(context, load)));
    context.runOnContext(ignored -> load.begin(connections));
  }

  /** On SIGINT, as wrk does. Does not return: who prints the result halts. */
  private static void endOn(Context context, VertxLoadMain load) {
    context.runOnContext(ignored -> load.end());
    new Semaphore(0).acquireUninterruptibly();
  }

  private void begin(int connections) {
    for (int i = 0; i < connections; i++) {
      next();
    }
  }

  private void next() {
    if (pauseMillis == 0) {
      ask();
    } else {
      vertx.setTimer(pauseMillis, ignored -> ask());
    }
  }

  private void ask() {
    String path = paths.get(asked++ % paths.size());
    long sentNanos = System.nanoTime();
    client
        .request(HttpMethod.GET, path)
        .compose(request -> request.send())
        .compose(response -> response.end().map(response))
        .onSuccess(response -> answered(response, System.nanoTime() - sentNanos))
        .onFailure(failure -> errors++)
        .onComplete(ignored -> next());
  }

  /** The clock starts with the first answer: until then it is this JVM that is waited for. */
  private void answered(HttpClientResponse response, long tookNanos) {
    if (startNanos == 0) {
      startNanos = System.nanoTime();
      System.out.println(HttpLoad.BEGUN);
      return;
    }
    nanos.recordValue(Math.min(tookNanos, LONGEST_NANOS));
    if (response.statusCode() != OK) {
      notOk++;
    }
  }

  private void end() {
    JsonObject result =
        Latencies.of(nanos)
            .toJson()
            .put("requests", nanos.getTotalCount())
            .put("micros", TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - startNanos))
            .put("errors", errors)
            .put("not_ok", notOk);
    System.out.println(result.encode());
    Runtime.getRuntime().halt(0);
  }
}
