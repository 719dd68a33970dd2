package io.github.vertxnsq.lookupd.logging;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import ch.qos.logback.core.LayoutBase;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class QueuedAppenderTest {
  /** A stderr that takes nothing until it is opened. */
  private static final class Gate extends ByteArrayOutputStream {
    private final CountDownLatch entered = new CountDownLatch(1);
    private final CountDownLatch open = new CountDownLatch(1);

    @Override
    public void flush() throws IOException {
      entered.countDown();
      boolean interrupted = false;
      while (open.getCount() > 0) {
        try {
          open.await();
        } catch (InterruptedException uninterruptibleAsAWriteIs) {
          interrupted = true;
        }
      }
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }

    private List<String> lines() {
      return toString(StandardCharsets.UTF_8).lines().toList();
    }
  }

  /** A stderr that tells what comes in one piece. */
  private static final class Pieces extends ByteArrayOutputStream {
    private final BlockingQueue<String> flushed = new LinkedBlockingQueue<>();

    @Override
    public void flush() {
      flushed.add(toString(StandardCharsets.UTF_8));
      reset();
    }
  }

  private final LoggerContext context = new LoggerContext();
  private final Gate stderr = new Gate();
  private QueuedAppender appender;

  @BeforeEach
  void start() {
    context.setMDCAdapter(new LogbackMDCAdapter());
    start(stderr, QueuedAppender.PAUSE);
  }

  private void start(OutputStream out, Duration pause) {
    appender = new QueuedAppender(out, pause);
    appender.setContext(context);
    appender.setQueueSize(4);
    appender.setLayout(
        new LayoutBase<>() {
          @Override
          public String doLayout(ILoggingEvent event) {
            return event.getFormattedMessage() + "\n";
          }
        });
    appender.start();
  }

  @Test
  void neverWaitsAndTellsWhatItLost() throws InterruptedException {
    log("first");
    stderr.entered.await();
    IntStream.range(0, 10).forEach(i -> log("queued " + i));

    assertEquals(6, appender.lost());

    stderr.open.countDown();
    appender.stop();
    assertEquals(
        List.of(
            "first",
            "queued 0",
            "queued 1",
            "queued 2",
            "queued 3",
            "6 log lines were lost here: stderr is too slow"),
        stderr.lines());
  }

  @Test
  void writesAllThatIsQueuedBeforeItStops() {
    stderr.open.countDown();
    List<String> lines = List.of("a", "b", "c");
    lines.forEach(this::log);
    appender.stop();
    log("too late");

    assertEquals(lines, stderr.lines());
    assertEquals(0, appender.lost());
  }

  @Test
  void stopsEvenIfStderrIsStuck() throws InterruptedException {
    log("stuck");
    stderr.entered.await();

    appender.stop();

    assertTrue(stderr.open.getCount() > 0, "still stuck, and yet stopped");
    stderr.open.countDown();
  }

  @Test
  void formatsWhatWasMeantWhenItWasLogged() {
    stderr.open.countDown();
    StringBuilder changing = new StringBuilder("before");
    appender.doAppend(event("{}", changing));
    changing.append(" after");
    appender.stop();

    assertEquals(List.of("before"), stderr.lines());
  }

  @Test
  void leavesTextThatLastsToItsOwnThread() {
    stderr.open.countDown();
    Thread[] formatting = new Thread[1];
    appender.doAppend(
        event(
            "{}",
            new LastingText() {
              @Override
              public String toString() {
                formatting[0] = Thread.currentThread();
                return "lasting";
              }
            }));
    appender.stop();

    assertEquals(List.of("lasting"), stderr.lines());
    assertEquals("log", formatting[0].getName());
  }

  @Test
  void writesAtOnceAfterASilenceThenGathersUntilThePauseEnds() throws InterruptedException {
    Pieces pieces = new Pieces();
    start(pieces, Duration.ofDays(1));

    log("a");
    assertEquals("a\n", pieces.flushed.take());
    log("b");
    log("c");
    assertNull(pieces.flushed.poll(100, TimeUnit.MILLISECONDS));

    appender.stop(); // ends the pause
    assertEquals("b\nc\n", pieces.flushed.take());
  }

  @Test
  void delaysNothingForLongerThanThePause() throws InterruptedException {
    Pieces pieces = new Pieces();
    start(pieces, QueuedAppender.PAUSE);
    int events = 100;
    long start = System.nanoTime();
    for (int i = 0; i < events; i++) {
      log("event " + i);
      assertEquals("event " + i + "\n", pieces.flushed.take());
    }

    Duration took = Duration.ofNanos(System.nanoTime() - start);
    Duration patience = QueuedAppender.PAUSE.multipliedBy(10L * events);
    assertTrue(took.compareTo(patience) < 0, took::toString);
  }

  @Test
  void keepsTheAuditWhateverElseIsLogged() throws InterruptedException {
    log("first");
    stderr.entered.await();
    for (int i = 0; i < 100; i++) {
      log("flood");
      assertTrue(appender.audit().reserve());
      audit("order " + i);
      appender.audit().release();
    }

    stderr.open.countDown();
    appender.stop();
    assertEquals(
        IntStream.range(0, 100).mapToObj(i -> "order " + i).toList(),
        stderr.lines().stream().filter(line -> line.startsWith("order")).toList());
    assertEquals(0, appender.audit().lost());
    assertTrue(appender.lost() > 90);
  }

  @Test
  void hasRoomForSoManyLinesOfTheAuditAndSaysSo() throws InterruptedException {
    log("first");
    stderr.entered.await();
    int orders = 0;
    for (; appender.audit().reserve(); orders++) {
      audit("order");
      appender.audit().release();
    }
    assertEquals(AuditQueue.USUAL_LINES, orders);
    assertFalse(appender.audit().reserve(), "for what was not reserved nothing is taken");
    audit("without room");
    assertEquals(1, appender.audit().lost());

    stderr.open.countDown();
    appender.stop();
    assertEquals("1 lines of the audit log were lost here", stderr.lines().get(orders + 1));
    assertTrue(appender.audit().reserve());
  }

  @Test
  void tellsOfLinesOfTheAuditThatCouldNotBeWritten() throws Exception {
    AtomicBoolean isFull = new AtomicBoolean(true);
    ByteArrayOutputStream disk =
        new ByteArrayOutputStream() {
          @Override
          public void flush() throws IOException {
            if (isFull.get()) {
              reset();
              throw new IOException("No space left on device");
            }
          }
        };
    start(disk, QueuedAppender.PAUSE);
    audit("order 1");
    audit("order 2");
    while (appender.audit().lost() < 2) {
      Thread.onSpinWait();
    }
    isFull.set(false);
    audit("order 3");
    appender.stop();

    assertEquals(
        List.of(
            "order 3",
            "2 lines of the audit log were lost here: stderr could not be written (No space left on"
                + " device)"),
        disk.toString(StandardCharsets.UTF_8).lines().toList());
  }

  @Test
  void countsAndTellsEventsThatCouldNotBeWritten() throws Exception {
    AtomicBoolean isClosed = new AtomicBoolean(true);
    ByteArrayOutputStream pipe =
        new ByteArrayOutputStream() {
          @Override
          public void flush() throws IOException {
            if (isClosed.get()) {
              reset();
              throw new IOException("Broken pipe");
            }
          }
        };
    start(pipe, QueuedAppender.PAUSE);
    log("a");
    log("b");
    while (appender.lost() < 2) {
      Thread.onSpinWait();
    }
    isClosed.set(false);
    log("c");
    appender.stop();

    assertEquals(2, appender.lost());
    assertEquals(
        List.of("c", "2 log lines were lost here: stderr could not be written (Broken pipe)"),
        pipe.toString(StandardCharsets.UTF_8).lines().toList());
  }

  private void audit(String message) {
    appender.doAppend(
        new LoggingEvent("", context.getLogger(Logs.AUDIT), Level.INFO, message, null, null));
  }

  private void log(String message) {
    appender.doAppend(event(message));
  }

  private LoggingEvent event(String message, Object... arguments) {
    return new LoggingEvent("", context.getLogger("test"), Level.INFO, message, null, arguments);
  }
}
