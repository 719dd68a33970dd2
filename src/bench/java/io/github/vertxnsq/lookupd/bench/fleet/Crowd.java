package io.github.vertxnsq.lookupd.bench.fleet;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.vertxnsq.lookupd.bench.Names;
import io.github.vertxnsq.lookupd.wire.ProducerIdentity;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Producers that do alike. Lives on one event loop, and is asked for one thing at a time. */
final class Crowd {
  private static final String HOST = "127.0.0.1";
  private static final int CONNECT_MILLIS = 30_000;
  private static final int TICKS_PER_INTERVAL = 100;
  private static final long MAX_TICK_MILLIS = 100;

  private final Vertx vertx;
  private final NetClient client;
  private final String name;
  private final int port;
  private final List<Producer> producers = new ArrayList<>();
  private Tally pings = new Tally();
  private long lost;

  /**
   * Nobody yet.
   *
   * @param name what the hosts of these producers are called, with a number each
   * @param port to connect to
   */
  Crowd(Vertx vertx, String name, int port) {
    this.vertx = vertx;
    this.name = name;
    this.port = port;
    this.client =
        vertx.createNetClient(
            new NetClientOptions().setTcpNoDelay(true).setConnectTimeout(CONNECT_MILLIS));
  }

  /**
   * More producers connect and identify.
   *
   * @param atOnce how many of them may be on their way at a time
   */
  Future<JsonObject> connect(int count, int atOnce) {
    Tally connects = new Tally();
    Tally identifies = new Tally();
    return InTurn.run(count, atOnce, ignored -> connect(connects, identifies).mapEmpty())
        .map(ignored -> told(identifies).put("connect", connects.toJson()));
  }

  /** So many producers connect at once, identify, and register in lockstep what is theirs. */
  Future<JsonObject> storm(int count, Names names) {
    Tally connects = new Tally();
    Tally answers = new Tally();
    Registering.Plan plan = Registering.Plan.of(names, 1, answers);
    return InTurn.run(
            count,
            count,
            number ->
                connect(connects, answers).compose(producer -> register(plan, producer, number)))
        .map(ignored -> told(answers).put("connect", connects.toJson()));
  }

  /**
   * All producers register what is theirs.
   *
   * @param atATime lines that a producer sends before it waits for their answers; 1, as nsqd does,
   *     or the latencies are not those of single answers
   */
  Future<JsonObject> register(Names names, int atATime) {
    Tally answers = new Tally();
    Registering.Plan plan = Registering.Plan.of(names, atATime, answers);
    int count = producers.size();
    return InTurn.run(count, count, number -> register(plan, producers.get(number), number))
        .map(ignored -> told(answers));
  }

  /**
   * All producers register what is theirs, in lockstep but not faster than so often each.
   *
   * @param everyMillis from one line of a producer to its next
   */
  Future<JsonObject> registerSlowly(Names names, long everyMillis) {
    Tally answers = new Tally();
    Registering.Plan plan =
        Registering.Plan.of(
            names,
            1,
            (tookNanos, goOn) ->
                after(everyMillis - TimeUnit.NANOSECONDS.toMillis(tookNanos), goOn),
            answers);
    int count = producers.size();
    return InTurn.run(
            count,
            count,
            number -> {
              // Spread, or all lines would come at the same moments.
              Promise<Void> begun = Promise.promise();
              after(number * everyMillis / count, begun::complete);
              return begun
                  .future()
                  .compose(ignored -> register(plan, producers.get(number), number));
            })
        .map(ignored -> told(answers));
  }

  private void after(long millis, Runnable then) {
    vertx.setTimer(Math.max(1, millis), ignored -> then.run());
  }

  /** From now on each producer that is there PINGs so often. */
  Future<JsonObject> ping(long everyMillis) {
    PingSchedule schedule =
        new PingSchedule(List.copyOf(producers), everyMillis, nanos -> pings.add(nanos));
    long tickMillis = Math.max(1, Math.min(MAX_TICK_MILLIS, everyMillis / TICKS_PER_INTERVAL));
    vertx.setPeriodic(tickMillis, ignored -> schedule.tick());
    return pings();
  }

  /** The PINGs answered since they were asked for last. */
  Future<JsonObject> pings() {
    JsonObject told = told(pings);
    pings = new Tally();
    return Future.succeededFuture(told);
  }

  /** All producers close their sockets. */
  Future<JsonObject> leave() {
    producers.forEach(Producer::leave);
    producers.clear();
    return Future.succeededFuture(told(new Tally()));
  }

  private Future<Producer> connect(Tally connects, Tally identifies) {
    long startNanos = System.nanoTime();
    return client
        .connect(port, HOST)
        .compose(
            socket -> {
              connects.add(System.nanoTime() - startNanos);
              return identify(socket, identifies);
            });
  }

  private Future<Producer> identify(NetSocket socket, Tally identifies) {
    Producer producer = new Producer(socket, () -> lost++);
    producers.add(producer);
    byte[] body =
        ProducerIdentity.numbered(name, producers.size()).toJson().toString().getBytes(UTF_8);
    Promise<Producer> identified = Promise.promise();
    producer.ask(
        Buffer.buffer("  V1IDENTIFY\n").appendInt(body.length).appendBytes(body),
        1,
        nanos -> {
          identifies.add(nanos);
          identified.complete(producer);
        });
    return identified.future();
  }

  private static Future<Void> register(Registering.Plan plan, Producer producer, int number) {
    Promise<Void> done = Promise.promise();
    Registering.begin(plan, producer, number, done);
    return done.future();
  }

  private JsonObject told(Tally tally) {
    return tally
        .toJson()
        .put("connections", producers.size())
        .put("lost", lost)
        .put("refused", producers.stream().filter(Producer::wasRefused).count());
  }
}
