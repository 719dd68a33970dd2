package io.github.vertxnsq.lookupd.wire;

import io.github.vertxnsq.lookupd.bus.Outbox;
import io.github.vertxnsq.lookupd.bus.RegistryClient;
import io.github.vertxnsq.lookupd.limits.AddressBlock;
import io.github.vertxnsq.lookupd.limits.ClientMemory;
import io.github.vertxnsq.lookupd.limits.Limit;
import io.github.vertxnsq.lookupd.limits.OpenConnections;
import io.github.vertxnsq.lookupd.limits.WatchedAllocator;
import io.github.vertxnsq.lookupd.metrics.CommandMeters;
import io.github.vertxnsq.lookupd.metrics.ConnectionMeters;
import io.github.vertxnsq.lookupd.registry.ProducerId;
import io.github.vertxnsq.lookupd.tls.ServerTls;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.net.NetSocketInternal;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.SocketAddress;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Accepts producers, and looks after their number and their silence. */
public final class TcpVerticle extends VerticleBase {
  private static final Logger LOG = LoggerFactory.getLogger(TcpVerticle.class);
  private static final long MAX_SWEEP_MILLIS = 1_000;
  static final long GRACE_SECONDS = 3;

  /**
   * At a time: they are told out of courtesy, and must not be in the way of those that are served.
   */
  private static final int MAX_FAREWELLS = 64;

  private final TcpSettings settings;
  private final RegistryClient registry;
  private final CommandMeters commandMeters;
  private final ConnectionMeters connectionMeters;
  private final Map<Connection, Session> sessions = new LinkedHashMap<>();
  private final Map<Connection, Farewell> farewells = new LinkedHashMap<>();
  private final Addresses addresses = new Addresses();

  /** Those that have not identified rest: they can be closed for a newcomer. */
  private final OpenConnections<Connection> places = new OpenConnections<>();

  private NetServer server;
  private Outbox outbox;
  private Turns turns;
  private Buffer identifyAnswer;
  private long sweeper;
  private long lastNumber;
  private volatile int openConnections;
  private volatile int mostOfOneAddress;
  private volatile int actualPort;
  private volatile long silenceMillis;

  /** A server of these producers; it opens its port when it is deployed. */
  public TcpVerticle(
      TcpSettings settings,
      RegistryClient registry,
      CommandMeters commandMeters,
      ConnectionMeters connectionMeters) {
    this.settings = settings;
    this.registry = registry;
    this.commandMeters = commandMeters;
    this.connectionMeters = connectionMeters;
    closeSilentAfter(settings.silenceTimeout());
  }

  /** From now on a connection is closed when no byte came for this long. Any thread may call. */
  public void closeSilentAfter(Duration timeout) {
    silenceMillis = timeout.toMillis();
  }

  /** The port that is open, also when it was left to the system. */
  public int actualPort() {
    return actualPort;
  }

  @Override
  public Future<?> start() {
    outbox = new Outbox(context, registry);
    turns = new Turns(vertx, context);
    server = vertx.createNetServer(new NetServerOptions());
    server.connectHandler(this::accept);
    connectionMeters.open(() -> openConnections, () -> mostOfOneAddress);
    return server
        .listen(settings.address())
        .onSuccess(
            listening -> {
              actualPort = listening.actualPort();
              sweeper = vertx.setPeriodic(sweepMillis(), ignored -> sweep());
            });
  }

  /**
   * A further port, over TLS, for the same producers under the same limits. To be deployed on this
   * verticle's event loop, after it.
   */
  public TlsPort overTls(SocketAddress address, ServerTls tls) {
    return new TlsPort(address, tls, memory().input(), this::accept);
  }

  @Override
  public Future<?> stop() {
    vertx.cancelTimer(sweeper);
    return server.shutdown(GRACE_SECONDS, TimeUnit.SECONDS);
  }

  private void accept(NetSocket socket) {
    Limit limit = settings.limits().connections();
    if (limit.isReachedBy(sessions.size()) && !makeRoom()) {
      connectionMeters.refused();
      limit.hit(() -> "TCP client(" + Connection.describe(socket.remoteAddress()) + ")");
      socket.close();
      return;
    }
    String address = socket.remoteAddress().hostAddress();
    if (settings.limits().connectionsPerAddress().isReachedBy(addresses.connectionsFrom(address))) {
      turnAway(socket);
      return;
    }
    WatchedAllocator.watch(((NetSocketInternal) socket).channelHandlerContext().channel());
    Connection connection = new Connection(socket, turns, memory(), this::dropForRoom);
    AddressBlock block =
        AddressBlock.of(
            ((NetSocketInternal) socket).channelHandlerContext().channel().remoteAddress());
    Session session =
        new Session(
            connection,
            new ProducerId(settings.node(), ++lastNumber),
            settings.limits(),
            outbox,
            commandMeters,
            () -> {
              places.restsNoLonger(connection, block);
              return identifyAnswer();
            });
    sessions.put(connection, session);
    addresses.opened(address);
    places.opened(block);
    places.rests(connection, block);
    countOpen();
    LOG.info("TCP: new client({})", connection.remoteAddress());
    connection.onEndOfInput(session::inputEnded);
    socket.handler(session::received);
    socket.drainHandler(ignored -> session.throttle());
    socket.shutdownHandler(ignored -> session.finish());
    socket.exceptionHandler(
        lost -> LOG.debug("CLIENT({}): {}", connection.remoteAddress(), lost.toString()));
    socket.closeHandler(
        ignored -> {
          sessions.remove(connection);
          addresses.closed(address);
          places.leaves(connection, block);
          places.closed(block);
          connection.gone();
          countOpen();
          session.closed();
        });
  }

  /**
   * Of those who have not said who they are, one goes for each newcomer: of whom most are there.
   */
  private boolean makeRoom() {
    Optional<Connection> first = places.takeResting();
    first.ifPresent(
        stranger -> {
          connectionMeters.droppedForNewcomer();
          stranger.abort();
        });
    return first.isPresent();
  }

  private void countOpen() {
    openConnections = sessions.size();
    mostOfOneAddress = addresses.most();
  }

  private ClientMemory memory() {
    return settings.limits().memory();
  }

  /** In its turn, as there may be thousands. Any thread may call. */
  private void dropForRoom(Connection connection) {
    context.runOnContext(
        ignored -> {
          Session session = sessions.get(connection);
          if (session != null) {
            session.discardInput();
            connectionMeters.droppedForRoom();
          }
          turns.run(connection::abort);
        });
  }

  /** Its address has all the connections that it may have. */
  private void turnAway(NetSocket socket) {
    connectionMeters.refused();
    settings
        .limits()
        .connectionsPerAddress()
        .hit(() -> "TCP client(" + Connection.describe(socket.remoteAddress()) + ")");
    if (farewells.size() >= MAX_FAREWELLS) {
      socket.close();
      return;
    }
    Connection connection = new Connection(socket, turns, memory(), this::dropForRoom);
    Farewell farewell = new Farewell(connection, WireError.TOO_MANY_OF_ADDRESS);
    farewells.put(connection, farewell);
    connection.onEndOfInput(farewell::inputEnded);
    socket.handler(chunk -> farewell.received(chunk.length()));
    socket.shutdownHandler(ignored -> connection.close());
    socket.closeHandler(
        ignored -> {
          farewells.remove(connection);
          connection.gone();
        });
    socket.exceptionHandler(
        lost -> LOG.debug("CLIENT({}): {}", connection.remoteAddress(), lost.toString()));
  }

  /** Often enough for the shortest of the time-outs. */
  private long sweepMillis() {
    long shortest = Math.min(settings.limits().identifyTimeout().toMillis(), silenceMillis);
    return Math.max(1, Math.min(MAX_SWEEP_MILLIS, shortest / 4));
  }

  private void sweep() {
    long nowMillis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
    if (!turns.isBehind()) { // else those of the last sweep are still to be closed
      sessions.forEach(
          (connection, session) -> {
            if (session.overdue(nowMillis, silenceMillis) != null) {
              turns.run(() -> dropIfOverdue(connection));
            }
          });
    }
    farewells.forEach(
        (connection, farewell) -> {
          if (farewell.isOverdue(nowMillis)) {
            turns.run(connection::abort); // not now: closing takes it out of what is gone through
          }
        });
  }

  /** Looks again: meanwhile it may have gone, or said something. */
  private void dropIfOverdue(Connection connection) {
    Session session = sessions.get(connection);
    Session.Overdue overdue =
        session == null ? null : session.overdue(connection.nowMillis(), silenceMillis);
    if (overdue != null) {
      drop(connection, overdue);
    }
  }

  private void drop(Connection connection, Session.Overdue overdue) {
    switch (overdue) {
      case INTRODUCTION -> {
        connectionMeters.droppedUnidentified();
        LOG.info("CLIENT({}): neither IDENTIFY nor PING in time", connection.remoteAddress());
      }
      case ANY_BYTE -> {
        connectionMeters.droppedSilent();
        LOG.info("CLIENT({}): nothing came for too long", connection.remoteAddress());
      }
      case END_OF_INPUT -> LOG.debug("CLIENT({}): goes on sending", connection.remoteAddress());
    }
    connection.abort();
  }

  private Buffer identifyAnswer() {
    if (identifyAnswer == null) {
      identifyAnswer = settings.identifyAnswer(server.actualPort());
    }
    return identifyAnswer;
  }
}
