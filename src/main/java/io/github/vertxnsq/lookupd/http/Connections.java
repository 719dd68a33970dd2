package io.github.vertxnsq.lookupd.http;

import io.github.vertxnsq.lookupd.limits.AddressBlock;
import io.github.vertxnsq.lookupd.limits.ClientMemory;
import io.github.vertxnsq.lookupd.limits.Limit;
import io.github.vertxnsq.lookupd.limits.MemoryBudget;
import io.github.vertxnsq.lookupd.limits.OpenConnections;
import io.github.vertxnsq.lookupd.metrics.HttpConnectionMeters;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.impl.HttpServerConnection;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Counts the open connections of all instances. When there are too many, one that rests is closed
 * for each newcomer; while none rests, one of an address that has many, for one of an address that
 * has few; and else the newcomer itself.
 */
public final class Connections {
  private static final int PART_LET_IN_BEFORE = 32;

  private final Limit limit;
  private final Duration maxRequestTime;
  private final ClientMemory memory;
  private final HttpConnectionMeters meters;
  private final OpenConnections<Progress> all = new OpenConnections<>();
  private final AtomicInteger open = new AtomicInteger();
  private final List<SlowClients> loops = new CopyOnWriteArrayList<>();

  /**
   * @param limit on how many may be open at a time
   * @param maxRequestTime how long a request may take to come, from its first byte on; the first
   *     one, from when there was a connection
   * @param memory of which each connection has its shares
   */
  public Connections(
      Limit limit, Duration maxRequestTime, ClientMemory memory, HttpConnectionMeters meters) {
    this.limit = limit;
    this.maxRequestTime = maxRequestTime;
    this.memory = memory;
    this.meters = meters;
    meters.open(open::get);
  }

  /** Counts what clients have sent and nobody has dealt with yet. */
  MemoryBudget input() {
    return memory.input();
  }

  /** How many are open. */
  public int open() {
    return open.get();
  }

  /** Counts a new one; whether it is let in, and not closed. */
  boolean accept(HttpConnection connection) {
    AddressBlock address = address(connection);
    all.opened(address);
    int before = open.getAndIncrement();
    connection.closeHandler(
        ignored -> {
          open.decrementAndGet();
          all.closed(address);
        });
    if (limit.isReachedBy(before)
        && !makeRoom()
        && !isLetInBefore(before)
        && !makeRoomFor(address)) {
      Outflow.drop(connection);
      meters.refused();
      limit.hit(() -> "HTTP client(" + ClientAddress.of(connection.remoteAddress()) + ")");
      return false;
    }
    return true;
  }

  private boolean makeRoom() {
    Optional<Progress> first = all.takeResting();
    first.ifPresent(one -> one.makeRoom(false));
    return first.isPresent();
  }

  /** All are busy: whoever has many gives one up for whoever has few. */
  private boolean makeRoomFor(AddressBlock newcomer) {
    Optional<Progress> first = all.takeOfMost(newcomer);
    first.ifPresent(one -> one.makeRoom(true));
    return first.isPresent();
  }

  /**
   * Some may rest since they were looked at last: they are looked at now, by their event loops, and
   * meanwhile a few more connections are let in.
   *
   * @param before how many were open before the new one
   */
  private boolean isLetInBefore(int before) {
    loops.forEach(SlowClients::lookForRestingSoon);
    return !limit.isReachedBy(before - limit.max() / PART_LET_IN_BEFORE);
  }

  private static AddressBlock address(HttpConnection connection) {
    return AddressBlock.of(
        ((HttpServerConnection) connection).channelHandlerContext().channel().remoteAddress());
  }

  /**
   * Those among them, of one event loop, that do not get on; to be asked for once a loop.
   *
   * @param options of the server
   */
  SlowClients slow(Vertx vertx, HttpServerOptions options) {
    SlowClients ofLoop =
        new SlowClients(
            vertx,
            options,
            maxRequestTime,
            memory,
            all,
            meters,
            () -> TimeUnit.NANOSECONDS.toMillis(System.nanoTime()));
    loops.add(ofLoop);
    return ofLoop;
  }
}
