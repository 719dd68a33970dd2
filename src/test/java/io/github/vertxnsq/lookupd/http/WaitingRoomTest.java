package io.github.vertxnsq.lookupd.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vertxnsq.lookupd.limits.HeapLevel;
import io.github.vertxnsq.lookupd.limits.Limit;
import io.github.vertxnsq.lookupd.metrics.HttpConnectionMeters;
import io.github.vertxnsq.lookupd.metrics.WatchMeters;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.MultiMap;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.impl.HttpServerConnection;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Those who wait for one answer, on one event loop, without a network. */
@Timeout(60)
final class WaitingRoomTest {
  private static final Duration LONG = Duration.ofMinutes(10);
  private static final int MANY = 500;

  /** So many may be answered in one turn, and one more as it ends. */
  private static final int FEW = 10;

  private static final long ANSWER_NANOS = Turns.TURN_NANOS / FEW;

  private final Vertx vertx = Vertx.vertx();
  private final Context loop = vertx.getOrCreateContext();
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final Watchers watchers =
      new Watchers(
          new Limit("max-watchers", 0, HeapLevel.UNKNOWN, meters), new WatchMeters(meters));
  private final EmbeddedChannel channel = new EmbeddedChannel(new ChannelInboundHandlerAdapter());
  private final Promise<Void> empty = Promise.promise();

  /** What was answered, in order; belongs to the event loop. */
  private final List<Integer> statuses = new ArrayList<>();

  private final List<String> connectionHeaders = new ArrayList<>();

  /** How many were answered before others had their turn, and the most of that. */
  private int answeredInTurn;

  private int mostInTurn;
  private int looks;

  @AfterEach
  void close() throws Exception {
    channel.finishAndReleaseAll();
    vertx.close().await(10, TimeUnit.SECONDS);
  }

  @Test
  void manyAreAnsweredInTurnsWhenTheAnswerChanges() throws Exception {
    Reply[] now = {reply("a")};
    WaitingRoom room = room(() -> Future.succeededFuture(now[0]));
    onLoop(
        () -> {
          enterMany(room, LONG);
          room.begin();
          now[0] = reply("b");
          room.changed();
          countTurns();
        });
    assertAllAnsweredInTurns(200);
    assertEquals(2, looks);
    assertEquals(MANY, waits("changed"));
  }

  @Test
  void manyAreAnsweredInTurnsWhenTheTimeIsUp() throws Exception {
    WaitingRoom room = room(() -> Future.succeededFuture(reply("a")));
    onLoop(
        () -> {
          room.begin();
          enterMany(room, Duration.ofMillis(300));
          countTurns();
        });
    assertAllAnsweredInTurns(304);
    assertEquals(1, looks, "nothing has changed since");
    assertEquals(MANY, waits("unchanged"));
  }

  @Test
  void manyAreAnsweredInTurnsWhenTheServerStops() throws Exception {
    WaitingRoom room = room(() -> Future.succeededFuture(reply("a")));
    onLoop(
        () -> {
          enterMany(room, LONG);
          room.begin();
          room.close();
          countTurns();
        });
    assertAllAnsweredInTurns(304);
    onLoop(() -> assertTrue(connectionHeaders.stream().allMatch("close"::equals)));
  }

  @Test
  void manyAreAnsweredInTurnsWhenThereIsNoAnswer() throws Exception {
    WaitingRoom room = room(() -> Future.failedFuture("none"));
    onLoop(
        () -> {
          enterMany(room, LONG);
          room.begin();
          countTurns();
        });
    assertAllAnsweredInTurns(500);
  }

  @Test
  void whoComesAfterChangesCannotBeHeardOfIsToldSo() throws Exception {
    WaitingRoom room = room(() -> Future.succeededFuture(reply("a")));
    onLoop(
        () -> {
          room.fail(new IllegalStateException("no registry"));
          enter(room, LONG);
        });
    awaitEmpty();
    onLoop(() -> assertEquals(List.of(500), statuses));
  }

  @Test
  void aSlowLookIsFollowedByAShortPause() throws Exception {
    long slowMillis = 1_000;
    Reply[] now = {reply("a")};
    WaitingRoom room =
        room(
            () -> {
              Reply reply = now[0];
              return vertx.timer(slowMillis, TimeUnit.MILLISECONDS).map(reply);
            });
    long beginNanos = System.nanoTime();
    onLoop(
        () -> {
          enter(room, LONG);
          room.begin();
          now[0] = reply("b");
          room.changed();
        });
    awaitEmpty();
    long tookMillis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - beginNanos);
    assertTrue(tookMillis < 4 * slowMillis, "two looks and a pause took " + tookMillis + " ms");
  }

  private WaitingRoom room(Supplier<Future<Reply>> endpoint) {
    WaitingRoom room =
        new WaitingRoom(
            vertx,
            "/test",
            () -> {
              looks++;
              return endpoint.get();
            },
            new RequestsInFlight(
                new Limit("max", 0, HeapLevel.UNKNOWN, meters), new HttpConnectionMeters(meters)),
            watchers);
    room.whenEmpty(empty::complete);
    return room;
  }

  private static Reply reply(String text) {
    return Reply.ok(new Body(Buffer.buffer(text)));
  }

  private void enterMany(WaitingRoom room, Duration wait) {
    for (int i = 0; i < MANY; i++) {
      enter(room, wait);
    }
  }

  /** Lets one in that has the answer "a". */
  private void enter(WaitingRoom room, Duration wait) {
    room.enter(request(response(), connection()), new Condition(reply("a").json().tag(), wait));
  }

  private static HttpServerRequest request(
      HttpServerResponse response, HttpServerConnection connection) {
    return (HttpServerRequest)
        Proxy.newProxyInstance(
            WaitingRoomTest.class.getClassLoader(),
            new Class<?>[] {HttpServerRequest.class},
            (proxy, method, arguments) ->
                switch (method.getName()) {
                  case "response" -> response;
                  case "connection" -> connection;
                  default -> proxy;
                });
  }

  private HttpServerResponse response() {
    MultiMap headers = MultiMap.caseInsensitiveMultiMap();
    return (HttpServerResponse)
        Proxy.newProxyInstance(
            WaitingRoomTest.class.getClassLoader(),
            new Class<?>[] {HttpServerResponse.class},
            (proxy, method, arguments) ->
                switch (method.getName()) {
                  case "ended", "closed" -> false;
                  case "headers" -> headers;
                  case "putHeader" -> {
                    headers.add((CharSequence) arguments[0], (CharSequence) arguments[1]);
                    yield proxy;
                  }
                  case "headersEndHandler" -> {
                    ((Handler<?>) arguments[0]).handle(null); // the head is written at once
                    yield proxy;
                  }
                  case "setStatusCode" -> {
                    answered((Integer) arguments[0], headers.get("Connection"));
                    yield proxy;
                  }
                  case "end" -> Future.succeededFuture();
                  default -> proxy;
                });
  }

  private void answered(int status, String connectionHeader) {
    statuses.add(status);
    connectionHeaders.add(connectionHeader);
    long beginNanos = System.nanoTime();
    while (System.nanoTime() - beginNanos < ANSWER_NANOS) {
      Thread.onSpinWait();
    }
    answeredInTurn++;
    mostInTurn = Math.max(mostInTurn, answeredInTurn);
  }

  private HttpServerConnection connection() {
    return (HttpServerConnection)
        Proxy.newProxyInstance(
            WaitingRoomTest.class.getClassLoader(),
            new Class<?>[] {HttpServerConnection.class},
            (proxy, method, arguments) -> channel.pipeline().firstContext());
  }

  /** Is one of the others that have their turns. */
  private void countTurns() {
    answeredInTurn = 0;
    vertx.setTimer(
        1,
        turn -> {
          answeredInTurn = 0;
          if (!empty.future().isComplete()) {
            countTurns();
          }
        });
  }

  private void assertAllAnsweredInTurns(int status) throws Exception {
    awaitEmpty();
    onLoop(
        () -> {
          assertEquals(MANY, statuses.size());
          assertTrue(statuses.stream().allMatch(it -> it == status), "not all are " + status);
          assertTrue(mostInTurn <= FEW + 1, mostInTurn + " in one turn");
        });
  }

  private void awaitEmpty() throws Exception {
    empty.future().await(20, TimeUnit.SECONDS);
  }

  private double waits(String outcome) {
    return meters.get("nsqlookupd.waits").tag("outcome", outcome).counter().count();
  }

  private void onLoop(Runnable step) throws Exception {
    Promise<Void> done = Promise.promise();
    loop.runOnContext(
        turn -> {
          try {
            step.run();
            done.complete();
          } catch (RuntimeException | Error fault) {
            done.fail(fault);
          }
        });
    done.future().await(20, TimeUnit.SECONDS);
  }
}
