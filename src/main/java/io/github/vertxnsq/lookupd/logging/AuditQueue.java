package io.github.vertxnsq.lookupd.logging;

import ch.qos.logback.classic.spi.ILoggingEvent;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The lines of the audit log that are still to be written. It has room for so many, which is asked
 * for before what they tell of is done: so none is lost to a log that is too slow, nobody waits for
 * the log, and the memory for it is bounded. A line has 4 KiB of a target at most.
 *
 * <p>Safe for use by several threads.
 */
public final class AuditQueue {
  static final int USUAL_LINES = 2_048;

  private final int lines;
  private final BlockingQueue<ILoggingEvent> waiting;
  private final AtomicInteger reserved = new AtomicInteger();
  private final AtomicLong lost = new AtomicLong();

  AuditQueue(int lines) {
    this.lines = lines;
    this.waiting = new ArrayBlockingQueue<>(lines);
  }

  /**
   * Takes room for one line, which is to be logged, and after that {@link #release}d.
   *
   * @return whether there was room; if not, nothing is taken
   */
  public boolean reserve() {
    // In this order: a line that is logged meanwhile is counted twice rather than not at all.
    int wanted = reserved.incrementAndGet();
    if (wanted + waiting.size() <= lines) {
      return true;
    }
    reserved.decrementAndGet();
    return false;
  }

  /** The line for which there was room has been logged. */
  public void release() {
    reserved.decrementAndGet();
  }

  /** So many lines are missing; that is counted. */
  void lose(int count) {
    lost.addAndGet(count);
  }

  /** Returns how many lines are missing since the start. */
  long lost() {
    return lost.get();
  }

  void add(ILoggingEvent event) {
    if (!waiting.offer(event)) {
      lose(1);
    }
  }

  /** Returns the line that waits longest; null for none. */
  ILoggingEvent poll() {
    return waiting.poll();
  }
}
