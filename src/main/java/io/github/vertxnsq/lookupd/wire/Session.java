package io.github.vertxnsq.lookupd.wire;

import io.github.vertxnsq.lookupd.bus.BatchOutcome;
import io.github.vertxnsq.lookupd.bus.Outbox;
import io.github.vertxnsq.lookupd.metrics.CommandMeters;
import io.github.vertxnsq.lookupd.registry.Command;
import io.github.vertxnsq.lookupd.registry.ProducerId;
import io.vertx.core.AsyncResult;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One producer's connection: reads commands, has them carried out in order, answers in order.
 *
 * <pre>
 *   OPEN ──input ended, or we stop──▶ FINISHING ──all answered──▶ CLOSED
 *   OPEN ──error──▶ FINISHING ──all answered, error too──▶ DRAINING ──input ended, or enough──▶ CLOSED
 *   any ──connection lost──▶ CLOSED
 * </pre>
 *
 * <p>Belongs to its connection's event loop.
 */
final class Session implements Decoder.Receiver {
  private static final Logger LOG = LoggerFactory.getLogger(Session.class);

  /** What a command takes on the heap that names something, beside the names. */
  private static final int NAMING_BYTES = 200;

  private static final int PING_BYTES = 32;

  private enum State {
    OPEN,
    FINISHING,
    DRAINING,
    CLOSED
  }

  private final Connection connection;
  private final ProducerId id;
  private final Limits limits;
  private final Outbox outbox;
  private final CommandMeters meters;
  private final Supplier<Buffer> identifyAnswer;
  private final Decoder decoder;
  private final Backlog backlog = new Backlog();

  private State state = State.OPEN;
  private WireError failure;
  private boolean identified;
  private boolean introduced;

  /** Since when its introduction is waited for, unless it is introduced. */
  private long strangerSinceMillis;

  private boolean inputEnded;
  private boolean weLeave;
  private int anonymousPings;
  private long lastByteMillis;
  private Farewell farewell;

  Session(
      Connection connection,
      ProducerId id,
      Limits limits,
      Outbox outbox,
      CommandMeters meters,
      Supplier<Buffer> identifyAnswer) {
    this.connection = connection;
    this.id = id;
    this.limits = limits;
    this.outbox = outbox;
    this.meters = meters;
    this.identifyAnswer = identifyAnswer;
    this.decoder = new Decoder(limits.maxLineBytes(), limits.maxIdentifyBytes(), this);
    this.strangerSinceMillis = connection.nowMillis();
    this.lastByteMillis = strangerSinceMillis;
  }

  /** Bytes came. */
  void received(Buffer chunk) {
    lastByteMillis = connection.nowMillis();
    if (state == State.DRAINING) {
      farewell.received(chunk.length());
    } else if (state == State.OPEN) {
      decoder.feed(chunk);
      answerAnonymousPings();
      proceed();
      throttle();
      countInput();
    }
  }

  private void countInput() {
    connection.holdInput(decoder.heapBytes() + backlog.heapBytes());
  }

  /** Forgets what has come and is not being carried out, and whatever comes. */
  void discardInput() {
    decoder.discard();
    backlog.dropWaiting();
    countInput();
  }

  /** The producer will send no more, but may still read. */
  void inputEnded() {
    inputEnded = true;
    if (state == State.OPEN) {
      decoder.end();
      state = State.FINISHING;
    }
    if (state == State.DRAINING) {
      farewell.inputEnded();
    } else {
      proceed();
    }
  }

  /** We stop: what was read is still answered. */
  void finish() {
    if (state == State.OPEN) {
      state = State.FINISHING;
    }
    inputEnded = true;
    weLeave = true;
    proceed();
  }

  /** The connection is gone, and what the producer registered with it, unless it is we who go. */
  void closed() {
    state = State.CLOSED;
    backlog.dropWaiting();
    LOG.info("CLIENT({}): closing", connection.remoteAddress());
    if (identified && !weLeave) {
      outbox
          .execute(List.of(new Command.Disconnect(id)))
          .onFailure(fault -> LOG.error("CLIENT({}): not removed", id, fault));
    }
  }

  /** What it has been waited for too long. */
  enum Overdue {
    INTRODUCTION,
    ANY_BYTE,
    END_OF_INPUT
  }

  /**
   * What the connection has kept us waiting for too long; null while all is well.
   *
   * @param silenceMillis how long it may be without a byte
   */
  Overdue overdue(long nowMillis, long silenceMillis) {
    if (state == State.DRAINING) {
      return farewell.isOverdue(nowMillis) ? Overdue.END_OF_INPUT : null;
    }
    if (!introduced && nowMillis - strangerSinceMillis >= limits.identifyTimeout().toMillis()) {
      return Overdue.INTRODUCTION;
    }
    return nowMillis - lastByteMillis > silenceMillis ? Overdue.ANY_BYTE : null;
  }

  /** Stops reading while too much is unanswered or unread by the producer. */
  void throttle() {
    int pending = backlog.size();
    if (state == State.DRAINING) {
      connection.resume();
    } else if (pending >= limits.maxPendingAnswers() || connection.isWriteQueueFull()) {
      connection.pause();
    } else if (pending <= limits.maxPendingAnswers() / 2) {
      connection.resume();
    }
  }

  @Override
  public void magic(String spoken) {
    LOG.debug("CLIENT({}): desired protocol magic '{}'", connection.remoteAddress(), spoken);
    if (!spoken.equals(Decoder.MAGIC)) {
      LOG.error("client({}) bad protocol magic '{}'", connection.remoteAddress(), spoken);
    }
  }

  @Override
  public Decoder.Next line(String line) {
    Request request = RequestParser.parse(line, identified);
    if (request instanceof Request.Register register) {
      backlog.add(new Command.Register(id, register.name()), NAMING_BYTES + line.length());
    } else if (request instanceof Request.Unregister unregister) {
      backlog.add(new Command.Unregister(id, unregister.name()), NAMING_BYTES + line.length());
    } else if (request instanceof Request.Ping) {
      ping();
    } else if (request instanceof Request.Bad bad) {
      fail(bad.verb(), bad.error());
      return Decoder.Next.NOTHING;
    } else {
      awaitBody();
      return Decoder.Next.BODY;
    }
    return Decoder.Next.LINE;
  }

  /** Whoever pinged before has no more time for it: what has come of the body is kept. */
  private void awaitBody() {
    if (introduced) {
      introduced = false;
      strangerSinceMillis = connection.nowMillis();
    }
  }

  private void ping() {
    introduced = true;
    if (identified) {
      backlog.add(new Command.Ping(id), PING_BYTES);
    } else {
      meters.pingedAnonymously();
      anonymousPings++;
    }
  }

  /** In one write, however many came at once; nothing else is pending before IDENTIFY. */
  private void answerAnonymousPings() {
    if (anonymousPings > 0) {
      connection.write(Responses.oks(anonymousPings));
      anonymousPings = 0;
    }
  }

  @Override
  public boolean body(byte[] body) {
    IdentifyBody.Result result = IdentifyBody.read(body, connection.remoteAddress());
    if (result.error() != null) {
      fail("identify", result.error());
      return false;
    }
    identified = true;
    introduced = true;
    backlog.add(new Command.Identify(id, result.peer()), NAMING_BYTES + body.length);
    return true;
  }

  @Override
  public void error(WireError error) {
    fail(error.isOfIdentify() ? "identify" : "unknown", error);
  }

  private void fail(String verb, WireError error) {
    meters.rejected(verb, error.code());
    failure = error;
    state = State.FINISHING;
  }

  /** Takes the next step: sends what waits, or finishes when nothing does. */
  private void proceed() {
    if (backlog.isInFlight() || state == State.CLOSED) {
      return;
    }
    if (!backlog.isEmpty()) {
      List<Command> batch = backlog.take();
      outbox.execute(batch).onComplete(outcome -> answered(batch, outcome));
    } else if (state == State.FINISHING) {
      if (failure == null) {
        connection.close();
      } else {
        sayFailure();
      }
    }
  }

  private void answered(List<Command> batch, AsyncResult<BatchOutcome> result) {
    connection.finishedInput(backlog.heapBytes());
    backlog.landed();
    if (state == State.CLOSED) {
      return;
    }
    if (result.failed()) {
      LOG.error("CLIENT({}): no answer", connection.remoteAddress(), result.cause());
      connection.close();
      return;
    }
    Answers answers = Answers.to(batch, result.result(), identifyAnswer);
    connection.write(answers.bytes());
    if (answers.failure() != null) {
      backlog.dropWaiting();
      failure = answers.failure();
      state = State.FINISHING;
    }
    proceed();
    throttle();
    countInput();
  }

  private void sayFailure() {
    LOG.error("[{}] - {}", connection.remoteAddress(), failure.textForLog());
    if (inputEnded) {
      connection.write(Responses.error(failure));
      connection.close();
    } else {
      state = State.DRAINING;
      farewell = new Farewell(connection, failure);
    }
  }
}
