package io.github.vertxnsq.lookupd.http;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerResponse;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Queue;
import java.util.TreeSet;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Those who wait for one answer to become another. It is asked for once for all of them, when it
 * may have changed: at once after a while without changes, and else so that no more than a fifth of
 * the time goes into it. Belongs to one event loop.
 */
final class WaitingRoom {
  private static final Logger LOG = LoggerFactory.getLogger(WaitingRoom.class);

  /** Between two looks. */
  private static final long MIN_PAUSE_MILLIS = 20;

  /** As long as a look took. */
  private static final int PAUSES_A_LOOK = 4;

  /** So that thousands of answers keep nobody waiting who asks for something else. */
  private static final int ANSWERS_A_TURN = 64;

  /** The part of a client's time that is added by chance, or all came back at once. */
  private static final int JITTER_PART = 16;

  private static final long NO_TIMER = -1;

  private final Vertx vertx;
  private final String name;
  private final Supplier<Future<Reply>> endpoint;
  private final Watchers watchers;
  private final TreeSet<Waiting> inside = new TreeSet<>();
  private final Queue<Waiting> leaving = new ArrayDeque<>();
  private Runnable whenEmpty;
  private long entered;

  private boolean isFollowed;
  private boolean looking;
  private long lookTimer = NO_TIMER;
  private long nextLookNanos = System.nanoTime();

  /** How often the answer may have changed. */
  private long changes;

  /** What that was when {@link #seen} was asked for. */
  private long changesSeen = -1;

  /** What was answered last, null before. */
  private Reply seen;

  private long deadlineTimer = NO_TIMER;
  private long deadlineMillis;

  /**
   * @param name for the log
   * @param endpoint answers what they wait for
   */
  WaitingRoom(Vertx vertx, String name, Supplier<Future<Reply>> endpoint, Watchers watchers) {
    this.vertx = vertx;
    this.name = name;
    this.endpoint = endpoint;
    this.watchers = watchers;
  }

  /** Is run once, when the last one has left; nobody is to enter any more. */
  void whenEmpty(Runnable then) {
    whenEmpty = then;
  }

  /** From now on no change is missed. */
  void begin() {
    isFollowed = true;
    look();
  }

  /** The answer cannot be had, or its changes not be heard of. */
  void fail(Throwable fault) {
    LOG.error("{} failed", name, fault);
    Reply reply = Reply.error(ApiError.INTERNAL_ERROR);
    new ArrayList<>(inside).forEach(one -> answer(one, reply));
  }

  /** Takes a client in, until there is an answer for it or its time is up. */
  void enter(HttpServerResponse response, HttpConnection connection, Condition condition) {
    long millis = condition.maxWait().toMillis();
    long jitter = ThreadLocalRandom.current().nextLong(millis / JITTER_PART + 1);
    Waiting one =
        new Waiting(
            response, connection, condition.tags(), nowMillis() + millis + jitter, entered++);
    inside.add(one);
    response.closeHandler(gone -> leave(one));
    armDeadline();
    if (changesSeen == changes && !looking) {
      judge(one);
      answerSome();
    } else {
      lookSoon();
    }
  }

  /** Returns whether it was inside. */
  private boolean leave(Waiting one) {
    boolean wasInside = inside.remove(one);
    if (wasInside) {
      watchers.leave();
      if (inside.isEmpty()) {
        vertx.cancelTimer(lookTimer);
        vertx.cancelTimer(deadlineTimer);
        whenEmpty.run();
      }
    }
    return wasInside;
  }

  private void answer(Waiting one, Reply reply) {
    if (leave(one)) {
      one.send(reply);
    }
  }

  /** The answer may have changed. */
  void changed() {
    changes++;
    lookSoon();
  }

  private void lookSoon() {
    if (!isFollowed || looking || lookTimer != NO_TIMER || inside.isEmpty()) {
      return; // there will be a look, or nobody is left who wants one
    }
    long pauseMillis = TimeUnit.NANOSECONDS.toMillis(nextLookNanos - System.nanoTime());
    if (pauseMillis <= 0) {
      look();
    } else {
      lookTimer =
          vertx.setTimer(
              pauseMillis,
              rung -> {
                lookTimer = NO_TIMER;
                look();
              });
    }
  }

  private void look() {
    looking = true;
    long changesBefore = changes;
    long beginNanos = System.nanoTime();
    endpoint
        .get()
        .onSuccess(
            reply -> {
              seen = reply;
              changesSeen = changesBefore;
              inside.forEach(this::judge);
            })
        .onFailure(this::fail)
        .onComplete(
            looked -> {
              looking = false;
              answerSome();
              pauseAfterLook(beginNanos, System.nanoTime());
            });
  }

  private void pauseAfterLook(long beginNanos, long endNanos) {
    long pauseNanos = PAUSES_A_LOOK * (endNanos - beginNanos);
    nextLookNanos =
        endNanos + Math.max(TimeUnit.MILLISECONDS.toNanos(MIN_PAUSE_MILLIS), pauseNanos);
    if (changesSeen != changes) {
      lookSoon();
    }
  }

  private void judge(Waiting one) {
    if (!one.has(seen)) {
      leaving.add(one);
    }
  }

  private void answerSome() {
    for (int answered = 0; answered < ANSWERS_A_TURN && !leaving.isEmpty(); answered++) {
      Waiting one = leaving.remove();
      if (inside.contains(one)) {
        watchers.meters().changed();
        answer(one, seen);
      }
    }
    if (!leaving.isEmpty()) {
      vertx.runOnContext(turn -> answerSome());
    }
  }

  private void armDeadline() {
    long firstMillis = inside.first().deadlineMillis;
    if (deadlineTimer == NO_TIMER || firstMillis < deadlineMillis) {
      vertx.cancelTimer(deadlineTimer);
      deadlineMillis = firstMillis;
      deadlineTimer =
          vertx.setTimer(Math.max(1, firstMillis - nowMillis()), rung -> answerThoseInTime());
    } // else it rings in time, and is set anew then
  }

  private void answerThoseInTime() {
    deadlineTimer = NO_TIMER;
    long nowMillis = nowMillis();
    while (!inside.isEmpty() && inside.first().deadlineMillis <= nowMillis) {
      answerNow(inside.first());
    }
    if (!inside.isEmpty()) {
      armDeadline();
    }
  }

  /** Has it wait no longer. */
  private void answerNow(Waiting one) {
    leave(one);
    watchers.meters().unchanged();
    endpoint
        .get()
        .onSuccess(one::send)
        .onFailure(fault -> one.send(Reply.error(ApiError.INTERNAL_ERROR)));
  }

  /** Answers all, who are to come back over other connections. */
  void close() {
    for (Waiting one : new ArrayList<>(inside)) {
      one.closeAfterwards();
      answerNow(one);
    }
  }

  private static long nowMillis() {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
  }
}
