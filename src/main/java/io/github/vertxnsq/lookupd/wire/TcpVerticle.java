package io.github.vertxnsq.lookupd.wire;

import io.github.vertxnsq.lookupd.bus.Outbox;
import io.github.vertxnsq.lookupd.bus.RegistryClient;
import io.github.vertxnsq.lookupd.limits.Limit;
import io.github.vertxnsq.lookupd.metrics.CommandMeters;
import io.github.vertxnsq.lookupd.metrics.ConnectionMeters;
import io.github.vertxnsq.lookupd.registry.ProducerId;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Accepts producers, and looks after their number and their silence. */
public final class TcpVerticle extends VerticleBase {
  private static final Logger LOG = LoggerFactory.getLogger(TcpVerticle.class);
  private static final long MAX_SWEEP_MILLIS = 1_000;
  private static final long GRACE_SECONDS = 3;

  private final TcpSettings settings;
  private final RegistryClient registry;
  private final CommandMeters commandMeters;
  private final ConnectionMeters connectionMeters;
  private final Map<Connection, Session> sessions = new LinkedHashMap<>();

  private NetServer server;
  private Outbox outbox;
  private Turns turns;
  private Buffer identifyAnswer;
  private long sweeper;
  private long lastNumber;
  private volatile int openConnections;
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
    connectionMeters.open(() -> openConnections);
    return server
        .listen(settings.port(), settings.host())
        .onSuccess(
            listening -> {
              actualPort = listening.actualPort();
              sweeper = vertx.setPeriodic(sweepMillis(), ignored -> sweep());
            });
  }

  @Override
  public Future<?> stop() {
    vertx.cancelTimer(sweeper);
    return server.shutdown(GRACE_SECONDS, TimeUnit.SECONDS);
  }

  private void accept(NetSocket socket) {
    Limit limit = settings.limits().connections();
    if (limit.isReachedBy(sessions.size())) {
      connectionMeters.refused();
      limit.hit(() -> "TCP client(" + socket.remoteAddress() + ")");
      socket.close();
      return;
    }
    Connection connection = new Connection(socket, turns);
    Session session =
        new Session(
            connection,
            new ProducerId(settings.node(), ++lastNumber),
            settings.limits(),
            outbox,
            commandMeters,
            this::identifyAnswer);
    sessions.put(connection, session);
    openConnections = sessions.size();
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
          openConnections = sessions.size();
          session.closed();
        });
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
