package io.github.vertxnsq.lookupd.http;

import io.github.vertxnsq.lookupd.limits.Unfinished;
import io.github.vertxnsq.lookupd.metrics.HttpConnectionMeters;
import io.netty.channel.Channel;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.impl.HttpServerConnection;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.LinkedHashSet;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Drops the connections of one event loop that do not get on. Belongs to that loop. */
final class SlowClients implements Progress.Owner {
  private static final Logger LOG = LoggerFactory.getLogger(SlowClients.class);
  private static final long MAX_SWEEP_MILLIS = 1_000;

  /** So that closing thousands keeps nobody waiting. */
  private static final int DROPS_A_TURN = 64;

  /** Between two turns; the sockets have theirs meanwhile. */
  private static final long PAUSE_MILLIS = 1;

  private final Vertx vertx;
  private final HttpServerOptions options;
  private final long maxRequestMillis;
  private final Unfinished unfinished;
  private final HttpConnectionMeters meters;
  private final Set<Progress> all = new LinkedHashSet<>();
  private final Queue<Progress> troubled = new ArrayDeque<>();

  /**
   * @param options of the server
   * @param maxRequestTime how long a request may take to come, from its first byte on; the first
   *     one, from when there was a connection
   * @param unfinished of requests, with all that others have not ended
   */
  SlowClients(
      Vertx vertx,
      HttpServerOptions options,
      Duration maxRequestTime,
      Unfinished unfinished,
      HttpConnectionMeters meters) {
    this.vertx = vertx;
    this.options = options;
    this.maxRequestMillis = maxRequestTime.toMillis();
    this.unfinished = unfinished;
    this.meters = meters;
  }

  /** Begins to look; to be called on the event loop. */
  void begin() {
    vertx.setPeriodic(
        Math.max(1, Math.min(MAX_SWEEP_MILLIS, maxRequestMillis / 4)), ignored -> sweep());
  }

  void watch(HttpConnection connection) {
    Channel channel = ((HttpServerConnection) connection).channelHandlerContext().channel();
    all.add(Progress.of(channel, options, maxRequestMillis, unfinished.part(), this));
  }

  @Override
  public void gone(Progress one) {
    all.remove(one);
  }

  @Override
  public void troubled(Progress one, Progress.Trouble trouble) {
    LOG.debug("HTTP: client({}): {}", one, trouble);
    switch (trouble) {
      case SLOW_REQUEST -> meters.droppedSlowRequest();
      case SLOW_READER -> meters.droppedSlowReader();
      case IDLE -> meters.droppedIdle();
      case NO_ROOM -> meters.droppedForRoom();
    }
    one.drop();
  }

  private void sweep() {
    if (troubled.isEmpty()) { // else those of the last sweep are still to be dropped
      long nowMillis = nowMillis();
      for (Progress one : all) {
        if (one.trouble(nowMillis) != null) {
          troubled.add(one);
        }
      }
      dropSome();
    }
  }

  private void dropSome() {
    long nowMillis = nowMillis();
    for (int dropped = 0; dropped < DROPS_A_TURN && !troubled.isEmpty(); dropped++) {
      drop(troubled.remove(), nowMillis);
    }
    if (!troubled.isEmpty()) {
      vertx.setTimer(PAUSE_MILLIS, ignored -> dropSome());
    }
  }

  /** Looks again: meanwhile it may have gone on, or away. */
  private void drop(Progress one, long nowMillis) {
    Progress.Trouble trouble = one.trouble(nowMillis);
    if (trouble != null && all.contains(one)) {
      troubled(one, trouble);
    }
  }

  private static long nowMillis() {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
  }
}
