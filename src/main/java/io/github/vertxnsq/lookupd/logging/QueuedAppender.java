package io.github.vertxnsq.lookupd.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.Layout;
import ch.qos.logback.core.UnsynchronizedAppenderBase;
import java.io.ByteArrayOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Writes events to stderr from a thread of its own, through a bounded queue. Whoever logs never
 * waits: an event that finds the queue full is lost and counted, as is one that cannot be written,
 * and the number of lost ones is logged once there is a way.
 *
 * <p>Lines of the audit log have a queue of their own ({@link AuditQueue}), which is written first,
 * so that no flood of other events displaces them.
 *
 * <p>An event after a silence is written at once. After each writing there is a pause, in which
 * events gather.
 */
public final class QueuedAppender extends UnsynchronizedAppenderBase<ILoggingEvent> {
  private static final int DEFAULT_QUEUE_SIZE = 8192;

  /**
   * Nobody notices so short a delay, and the queue is not filled in it. While the writer pauses,
   * whoever logs need not wake it, which takes a system call.
   */
  static final Duration PAUSE = Duration.ofMillis(5);

  /** Holds what gathers in a pause, so that it is mostly one write. */
  private static final int BUFFER_BYTES = 64 * 1024;

  /** What a stop waits at most for the queue to be written; stderr may be stuck for ever. */
  private static final long STOP_MILLIS = 1000;

  /** Wakes the writer for what is in the other queue. */
  private static final ILoggingEvent AUDIT_WAITS = new LoggingEvent();

  private final OutputStream out;
  private final Duration pause;
  private final AuditQueue audit = new AuditQueue(AuditQueue.USUAL_LINES);

  /** Whether {@link #AUDIT_WAITS} is in the queue. */
  private final AtomicBoolean isWoken = new AtomicBoolean();

  private final CountDownLatch stopping = new CountDownLatch(1);
  private final AtomicLong lost = new AtomicLong();

  // What follows is owned by the writing thread.
  /** What is formatted and not yet written: so many events, and lines of the audit log. */
  private final ByteArrayOutputStream buffer = new ByteArrayOutputStream(BUFFER_BYTES);

  private int bufferedEvents;

  private int bufferedAuditLines;

  /** How many of the lost events the log already tells of. */
  private long lostAndTold;

  private long lostAuditLinesAndTold;

  /** Why the last writing failed that did. */
  private String failure = "";

  private int queueSize = DEFAULT_QUEUE_SIZE;
  private Layout<ILoggingEvent> layout;
  private BlockingQueue<ILoggingEvent> queue;
  private Thread writer;

  /** Writes to the process's stderr. */
  public QueuedAppender() {
    this(new FileOutputStream(FileDescriptor.err), PAUSE);
  }

  /**
   * Writes elsewhere.
   *
   * @param out where to; flushed whenever the queue is empty, never closed
   * @param pause how long events gather after each flush; a stop ends it
   */
  QueuedAppender(OutputStream out, Duration pause) {
    this.out = out;
    this.pause = pause;
  }

  /**
   * Sets how an event becomes text. Called by Logback's configuration, before {@link #start}.
   *
   * @param layout formats each event, its line ends included
   */
  public void setLayout(Layout<ILoggingEvent> layout) {
    this.layout = layout;
  }

  /**
   * Sets how many events may wait. Called by Logback's configuration, before {@link #start}.
   *
   * @param queueSize 1 or more; 8192 unless set
   */
  public void setQueueSize(int queueSize) {
    this.queueSize = queueSize;
  }

  /**
   * Tells how much of the log is missing.
   *
   * @return the number of events lost since the start, to a full queue or to a stderr that cannot
   *     be written
   */
  public long lost() {
    return lost.get();
  }

  /** Returns the queue of the audit log. */
  AuditQueue audit() {
    return audit;
  }

  @Override
  public void start() {
    queue = new ArrayBlockingQueue<>(queueSize);
    writer = new Thread(this::writeUntilStopped, "log");
    writer.setDaemon(true);
    writer.start();
    super.start();
  }

  /** Writes what is queued, for a second at most, and accepts nothing more. */
  @Override
  public void stop() {
    if (!isStarted()) {
      return;
    }
    super.stop();
    stopping.countDown();
    writer.interrupt();
    try {
      writer.join(STOP_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  protected void append(ILoggingEvent event) {
    if (LastingText.of(event) == null) {
      event.prepareForDeferredProcessing(); // they may change once the caller goes on
    }
    if (event.getLoggerName().equals(Logs.AUDIT)) {
      audit.add(event);
      wake();
    } else if (!queue.offer(event)) {
      lost.incrementAndGet();
    }
  }

  /** A writer that has a full queue to write is awake. */
  private void wake() {
    if (isWoken.compareAndSet(false, true) && !queue.offer(AUDIT_WAITS)) {
      isWoken.set(false);
    }
  }

  private void writeUntilStopped() {
    try {
      do {
        write(queue.take());
        writeQueued();
      } while (!stopping.await(pause.toMillis(), TimeUnit.MILLISECONDS));
    } catch (InterruptedException stopped) {
      // While it waited for an event: what came before the stop is queued all the same.
    }
    writeQueued();
  }

  private void writeQueued() {
    for (ILoggingEvent next = next(); next != null; next = next()) {
      write(next);
    }
    flush();
  }

  private ILoggingEvent next() {
    ILoggingEvent next = audit.poll();
    return next == null ? queue.poll() : next;
  }

  private void write(ILoggingEvent event) {
    if (event == AUDIT_WAITS) {
      isWoken.set(false); // before the other queue is looked at
      return;
    }
    format(event);
    if (event.getLoggerName().equals(Logs.AUDIT)) {
      bufferedAuditLines++;
    } else {
      bufferedEvents++;
    }
    if (buffer.size() >= BUFFER_BYTES) {
      flush();
    }
  }

  private void format(ILoggingEvent event) {
    try {
      buffer.writeBytes(layout.doLayout(event).getBytes(StandardCharsets.UTF_8));
    } catch (RuntimeException e) {
      addError("a log line cannot be formatted", e);
    }
  }

  /** Whole lines at a time: what cannot be written is given up, since more will come. */
  private void flush() {
    long lostNow = lost.get();
    long lostAuditLinesNow = audit.lost();
    tell(
        lostNow - lostAndTold,
        Level.WARN,
        " log lines were lost here" + (failure.isEmpty() ? ": stderr is too slow" : failure));
    tell(
        lostAuditLinesNow - lostAuditLinesAndTold,
        Level.ERROR,
        " lines of the audit log were lost here" + failure);
    try {
      buffer.writeTo(out);
      out.flush();
      lostAndTold = lostNow;
      lostAuditLinesAndTold = lostAuditLinesNow;
      failure = "";
    } catch (IOException e) {
      lost.addAndGet(bufferedEvents);
      audit.lose(bufferedAuditLines);
      failure = ": stderr could not be written (" + e.getMessage() + ")";
      addError("stderr cannot be written", e);
    }
    buffer.reset();
    bufferedEvents = 0;
    bufferedAuditLines = 0;
  }

  private void tell(long count, Level level, String what) {
    if (count > 0) {
      var logger = ((LoggerContext) getContext()).getLogger(QueuedAppender.class);
      format(
          new LoggingEvent(
              QueuedAppender.class.getName(), logger, level, count + what, null, null));
    }
  }
}
