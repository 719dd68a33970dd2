package io.github.vertxnsq.lookupd.http;

import io.github.vertxnsq.lookupd.limits.ClientMemory;
import io.github.vertxnsq.lookupd.limits.OpenConnections;
import io.github.vertxnsq.lookupd.metrics.HttpConnectionMeters;
import io.netty.channel.Channel;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.impl.HttpServerConnection;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Drops the connections of one event loop that do not get on. Belongs to that loop. */
final class SlowClients implements Progress.Owner {
  private static final Logger LOG = LoggerFactory.getLogger(SlowClients.class);
  private static final long MAX_SWEEP_MILLIS = 1_000;

  /** Little against the time after which a connection is idle. */
  private static final long RESTING_SWEEP_MILLIS = 30_000;

  /** Between two looks for connections at rest, which all are gone through for. */
  private static final long LOOK_PAUSE_MILLIS = 20;

  private final Vertx vertx;
  private final HttpServerOptions options;
  private final long maxRequestMillis;
  private final ClientMemory memory;
  private final OpenConnections<Progress> connections;
  private final HttpConnectionMeters meters;
  private final LongSupplier clock;

  /** Those that are asked in each sweep. */
  private final Set<Progress> awake = new LinkedHashSet<>();

  /** Most of them: those that are asked once in a while. */
  private final Set<Progress> resting = new LinkedHashSet<>();

  private final Queue<Progress> troubled = new ArrayDeque<>();
  private final Turns drops;
  private long restingSweptMillis;
  private long restingSoughtMillis;
  private final AtomicBoolean isToLook = new AtomicBoolean();

  /** Null before {@link #begin}. */
  private volatile Context context;

  /**
   * @param options of the server
   * @param maxRequestTime how long a request may take to come, from its first byte on; the first
   *     one, from when there was a connection
   * @param memory of which each connection has its shares
   * @param connections of all loops, which are told which of these rest
   * @param clock in milliseconds, monotonic
   */
  SlowClients(
      Vertx vertx,
      HttpServerOptions options,
      Duration maxRequestTime,
      ClientMemory memory,
      OpenConnections<Progress> connections,
      HttpConnectionMeters meters,
      LongSupplier clock) {
    this.vertx = vertx;
    this.options = options;
    this.maxRequestMillis = maxRequestTime.toMillis();
    this.memory = memory;
    this.connections = connections;
    this.meters = meters;
    this.clock = clock;
    this.restingSweptMillis = clock.getAsLong();
    this.restingSoughtMillis = restingSweptMillis;
    this.drops = new Turns(vertx, this::dropNext);
  }

  /** Begins to look; to be called on the event loop. */
  void begin() {
    context = vertx.getOrCreateContext();
    vertx.setPeriodic(
        Math.max(1, Math.min(MAX_SWEEP_MILLIS, maxRequestMillis / 4)), ignored -> sweep());
  }

  void watch(HttpConnection connection) {
    Channel channel = ((HttpServerConnection) connection).channelHandlerContext().channel();
    Progress one = Progress.of(channel, options, maxRequestMillis, memory, this);
    awake.add(one);
    connections.rests(one, one.address()); // who has asked for nothing yet
  }

  @Override
  public void gone(Progress one) {
    awake.remove(one);
    resting.remove(one);
    connections.leaves(one, one.address());
  }

  @Override
  public void asked(Progress one) {
    connections.restsNoLonger(one, one.address());
  }

  @Override
  public void awake(Progress one) {
    resting.remove(one);
    awake.add(one);
  }

  @Override
  public void troubled(Progress one, Progress.Trouble trouble) {
    LOG.debug("HTTP: client({}): {}", one, trouble);
    switch (trouble) {
      case SLOW_REQUEST -> meters.droppedSlowRequest();
      case SLOW_READER -> meters.droppedSlowReader();
      case IDLE -> meters.droppedIdle();
      case NO_ROOM -> meters.droppedForRoom();
      case OTHERS_COME -> meters.droppedForNewcomer();
    }
    one.drop();
  }

  /**
   * Has those at rest found before the next sweep does: a newcomer needs room now. Any thread may
   * call.
   */
  void lookForRestingSoon() {
    if (context != null && isToLook.compareAndSet(false, true)) {
      context.runOnContext(looks -> lookForResting());
    }
  }

  private void lookForResting() {
    isToLook.set(false);
    long nowMillis = clock.getAsLong();
    if (nowMillis - restingSoughtMillis >= LOOK_PAUSE_MILLIS) {
      restingSoughtMillis = nowMillis;
      for (Progress one : awake) {
        if (one.trouble(nowMillis) == null && one.becomesFree(nowMillis)) {
          connections.rests(one, one.address());
        }
      }
    }
  }

  void sweep() {
    if (!troubled.isEmpty()) {
      return; // those of the last sweep are still to be dropped
    }
    long nowMillis = clock.getAsLong();
    for (Iterator<Progress> each = awake.iterator(); each.hasNext(); ) {
      Progress one = each.next();
      if (one.trouble(nowMillis) != null) {
        troubled.add(one);
        continue;
      }
      if (one.becomesFree(nowMillis)) {
        connections.rests(one, one.address());
      }
      if (one.rest(nowMillis)) {
        each.remove();
        resting.add(one);
      }
    }
    if (nowMillis - restingSweptMillis >= RESTING_SWEEP_MILLIS) {
      restingSweptMillis = nowMillis;
      resting.stream().filter(one -> one.trouble(nowMillis) != null).forEach(troubled::add);
    }
    drops.goOn();
  }

  /** Looks again: meanwhile it may have gone on, or away. */
  private boolean dropNext() {
    if (troubled.isEmpty()) {
      return false;
    }
    Progress one = troubled.remove();
    Progress.Trouble trouble = one.trouble(clock.getAsLong());
    if (trouble != null && (awake.contains(one) || resting.contains(one))) {
      troubled(one, trouble);
    }
    return true;
  }
}
