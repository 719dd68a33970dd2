package io.github.vertxnsq.lookupd.http;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.TreeSet;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Those who wait for one answer to become another. It is asked for once for all of them, when it
 * may have changed: at once after a while without changes, and else with a pause between, so that
 * not all of the time goes into it. Belongs to one event loop.
 */
final class WaitingRoom {
  private static final Logger LOG = LoggerFactory.getLogger(WaitingRoom.class);

  /** Between two looks. */
  private static final long MIN_PAUSE_MILLIS = 20;

  /** As long as a look took ... */
  private static final int PAUSES_A_LOOK = 4;

  /** ... but no longer, or clients heard late of what changes while the registry is busy. */
  private static final long MAX_PAUSE_MILLIS = 100;

  /** The part of a client's time that is added by chance, or all came back at once. */
  private static final int JITTER_PART = 16;

  private static final long NO_TIMER = -1;

  /** In bytes; a longer answer is not kept once it is sent: there may be a room for every topic. */
  private static final long MAX_KEPT = 2 << 10;

  private final Vertx vertx;
  private final String name;
  private final Supplier<Future<Reply>> endpoint;
  private final RequestsInFlight requests;
  private final Watchers watchers;
  private final TreeSet<Waiting> inside = new TreeSet<>();
  private final Queue<Waiting> leaving = new ArrayDeque<>();
  private final Turns answers;
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

  /** What was answered last, null before; and when that is long and nobody is to be sent it. */
  private Reply seen;

  private int seenStatus;
  private String seenTag;
  private long deadlineTimer = NO_TIMER;
  private long deadlineMillis;

  /** What all are told, null while all is well. */
  private Reply failure;

  private boolean closing;

  /** The endpoint answers what they wait for; the name is for the log. */
  WaitingRoom(
      Vertx vertx,
      String name,
      Supplier<Future<Reply>> endpoint,
      RequestsInFlight requests,
      Watchers watchers) {
    this.vertx = vertx;
    this.name = name;
    this.endpoint = endpoint;
    this.requests = requests;
    this.watchers = watchers;
    this.answers = new Turns(vertx, this::answerNext);
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

  /** The answer cannot be had, or its changes not be heard of: all are told so. */
  void fail(Throwable fault) {
    LOG.error("{} failed", name, fault);
    failure = Reply.error(ApiError.INTERNAL_ERROR);
    answers.goOn();
  }

  /**
   * Takes a client in, until there is an answer for it or its time is up.
   *
   * @param request counts as one in flight, and as a watcher
   */
  void enter(HttpServerRequest request, Condition condition) {
    long millis = condition.maxWait().toMillis();
    long jitter = ThreadLocalRandom.current().nextLong(millis / JITTER_PART + 1);
    Waiting one = new Waiting(request, condition.tags(), nowMillis() + millis + jitter, entered++);
    inside.add(one);
    request.response().closeHandler(gone -> leave(one));
    one.whenPipelined(() -> dismiss(one));
    if (isFresh() && (seen != null || one.has(seenStatus, seenTag))) {
      judge(one);
    } else {
      lookSoon();
    }
    answers.goOn();
  }

  /** Whether what was answered last is what would be answered now. */
  private boolean isFresh() {
    return changesSeen == changes && !looking;
  }

  /** Returns whether it was inside. */
  private boolean leave(Waiting one) {
    boolean wasInside = inside.remove(one);
    if (wasInside) {
      one.whenPipelined(null);
      if (!one.isHeld()) {
        requests.leave();
      }
      watchers.leave();
      if (inside.isEmpty()) {
        vertx.cancelTimer(lookTimer);
        vertx.cancelTimer(deadlineTimer);
        whenEmpty.run();
      }
    }
    return wasInside;
  }

  /** The answer may have changed. */
  void changed() {
    changes++;
    lookSoon();
  }

  private void lookSoon() {
    boolean isWanted = isFollowed && failure == null && !inside.isEmpty();
    if (!isWanted || looking || lookTimer != NO_TIMER) {
      return; // or there will be one
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
              seenStatus = reply.status();
              seenTag = Condition.isTagged(seenStatus) ? reply.json().tag() : null;
              changesSeen = changesBefore;
              inside.forEach(this::judge);
            })
        .onFailure(this::fail)
        .onComplete(
            looked -> {
              looking = false;
              answers.goOn();
              pauseAfterLook(beginNanos, System.nanoTime());
            });
  }

  private void pauseAfterLook(long beginNanos, long endNanos) {
    long looksMillis = PAUSES_A_LOOK * TimeUnit.NANOSECONDS.toMillis(endNanos - beginNanos);
    long pauseMillis = Math.max(MIN_PAUSE_MILLIS, Math.min(MAX_PAUSE_MILLIS, looksMillis));
    nextLookNanos = endNanos + TimeUnit.MILLISECONDS.toNanos(pauseMillis);
    if (changesSeen != changes) {
      lookSoon();
    }
  }

  private void judge(Waiting one) {
    if (!one.has(seenStatus, seenTag)) {
      leaving.add(one);
    } else {
      hold(one);
    }
  }

  /** It has to wait, or had to. */
  private void hold(Waiting one) {
    if (one.hold()) {
      requests.leave();
    }
  }

  /** Returns whether there was somebody who is to leave. */
  private boolean answerNext() {
    if (!leaving.isEmpty()) {
      answer(leaving.remove());
      return true;
    }
    seen = seen == null || seen.length() > MAX_KEPT ? null : seen;
    boolean isSomebodyDue = !inside.isEmpty() && mustLeave(inside.first());
    if (isSomebodyDue) {
      dismiss(inside.first());
    } else if (!inside.isEmpty()) {
      armDeadline();
    }
    return isSomebodyDue;
  }

  private boolean mustLeave(Waiting one) {
    return closing || failure != null || one.deadlineMillis <= nowMillis();
  }

  /** There is another answer than it has. */
  private void answer(Waiting one) {
    if (leave(one)) {
      watchers.meters().changed();
      send(one, seen);
    }
  }

  /** Has it wait no longer. */
  private void dismiss(Waiting one) {
    if (!inside.contains(one)) {
      return; // it has left meanwhile
    }
    if (failure != null) {
      leave(one);
      send(one, failure);
    } else {
      hold(one);
      leave(one);
      watchers.meters().unchanged();
      (isFresh() && seen != null ? Future.succeededFuture(seen) : endpoint.get())
          .onSuccess(reply -> send(one, reply))
          .onFailure(fault -> send(one, Reply.error(ApiError.INTERNAL_ERROR)));
    }
  }

  private void send(Waiting one, Reply reply) {
    if (closing) {
      one.closeAfterwards();
    }
    one.send(reply);
  }

  private void armDeadline() {
    long firstMillis = inside.first().deadlineMillis;
    if (deadlineTimer == NO_TIMER || firstMillis < deadlineMillis) {
      vertx.cancelTimer(deadlineTimer);
      deadlineMillis = firstMillis;
      deadlineTimer =
          vertx.setTimer(
              Math.max(1, firstMillis - nowMillis()),
              rung -> {
                deadlineTimer = NO_TIMER;
                answers.goOn();
              });
    } // else it rings in time, and is set anew then
  }

  /** Answers all, who are to come back over other connections; nobody is to enter any more. */
  void close() {
    closing = true;
    answers.goOn();
  }

  private static long nowMillis() {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
  }
}
