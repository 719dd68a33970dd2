package io.github.vertxnsq.lookupd.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.Layout;
import ch.qos.logback.core.UnsynchronizedAppenderBase;
import java.io.BufferedOutputStream;
import java.io.BufferedWriter;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Writes events to stderr from a thread of its own, through a bounded queue. Whoever logs never
 * waits: an event that finds the queue full is lost and counted, and the number of lost ones is
 * logged once the queue has been written.
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

  private final Writer out;
  private final Duration pause;
  private final CountDownLatch stopping = new CountDownLatch(1);
  private final AtomicLong lost = new AtomicLong();

  /** Owned by the writing thread: how many of the lost events the log already tells of. */
  private long lostAndTold;

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
    this.out =
        new BufferedWriter(
            new OutputStreamWriter(
                new BufferedOutputStream(out, BUFFER_BYTES), StandardCharsets.UTF_8));
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
   * @return the number of events lost to a full queue since the start
   */
  public long lost() {
    return lost.get();
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
    if (!queue.offer(event)) {
      lost.incrementAndGet();
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
    for (ILoggingEvent next = queue.poll(); next != null; next = queue.poll()) {
      write(next);
    }
    tellLost();
    try {
      out.flush();
    } catch (IOException e) {
      addError("stderr cannot be written", e);
    }
  }

  private void write(ILoggingEvent event) {
    try {
      out.write(layout.doLayout(event));
    } catch (IOException | RuntimeException e) {
      addError("a log line cannot be written", e);
    }
  }

  private void tellLost() {
    long untold = lost.get() - lostAndTold;
    if (untold > 0) {
      lostAndTold += untold;
      var logger = ((LoggerContext) getContext()).getLogger(QueuedAppender.class);
      String message = untold + " log lines were lost here: stderr is too slow";
      write(
          new LoggingEvent(
              QueuedAppender.class.getName(), logger, Level.WARN, message, null, null));
    }
  }
}
