package io.github.vertxnsq.lookupd.limits;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.spi.FilterReply;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.LoggerFactory;
import org.slf4j.Marker;

/**
 * Ends the process when memory is gone, with a line that says so and exit code {@value #EXIT_CODE}:
 * it would serve nobody any more, and whoever watches over it can start it again. The JVM's own
 * flag {@code -XX:+ExitOnOutOfMemoryError} does the same with the same code, but neither when it is
 * missing, nor for memory outside of the heap, whose end is told by Java code.
 *
 * <p>What ends the heap ends the process at once. Memory outside of the heap belongs to
 * connections, and is free again when they are dropped: so a fault there first has clients dropped,
 * and ends the process only when there were faults in {@value #MAX_BAD_SECONDS} seconds with never
 * half a minute between them.
 *
 * <p>Every fault that anybody logs comes by here, at whatever level and whether it is written or
 * not. Nothing here needs memory once the class is loaded.
 */
public final class OutOfMemory {
  /** As the JVM's own. */
  public static final int EXIT_CODE = 3;

  static final int MAX_BAD_SECONDS = 5;
  static final long FORGOTTEN_NANOS = TimeUnit.SECONDS.toNanos(30);

  private static final long SECOND_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final int MAX_CAUSES = 8;

  private static final byte[] HEAP_LINE =
      ascii("nsqlookupd: out of memory: the heap is full. Ended with exit code 3.\n");
  private static final byte[] DIRECT_LINE =
      ascii(
          "nsqlookupd: out of memory: memory for buffers outside of the heap"
              + " (-XX:MaxDirectMemorySize) stays full. Ended with exit code 3.\n");
  private static final byte[] SYSTEM_LINE =
      ascii(
          "nsqlookupd: out of memory: the system gives no more, or no more threads."
              + " Ended with exit code 3.\n");
  private static final FileOutputStream STDERR = new FileOutputStream(FileDescriptor.err);

  private static final OutOfMemory OF_THIS_PROCESS =
      new OutOfMemory(System::nanoTime, OutOfMemory::end);

  private final LongSupplier nanoTime;
  private final Ending ending;
  private final List<Runnable> reliefs = new CopyOnWriteArrayList<>();

  // Guarded by this.
  private int badSeconds;
  private long badSecondNanos;

  /** Ends the process, saying why. */
  interface Ending {
    void end(byte[] line);
  }

  OutOfMemory(LongSupplier nanoTime, Ending ending) {
    this.nanoTime = nanoTime;
    this.ending = ending;
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /** The one of this process, which really ends it. */
  public static OutOfMemory ofThisProcess() {
    return OF_THIS_PROCESS;
  }

  /** Has it see every fault from now on that is logged, or ends a thread. */
  public void watch() {
    LoggerContext log = (LoggerContext) LoggerFactory.getILoggerFactory();
    log.addTurboFilter(new Faults());
    Thread.setDefaultUncaughtExceptionHandler(
        (thread, fault) -> {
          check(fault);
          LoggerFactory.getLogger(OutOfMemory.class)
              .error("thread {} ended", thread.getName(), fault);
        });
  }

  /**
   * Has clients dropped that hold memory outside of the heap.
   *
   * @param dropping any thread may run it
   */
  public void relieveBy(Runnable dropping) {
    reliefs.add(dropping);
  }

  /** Forgets what drops clients: there are none any more. */
  public void relieveNoLongerBy(Runnable dropping) {
    reliefs.remove(dropping);
  }

  /** Looks at a fault, of which null is none, and at what caused it. */
  public void check(Throwable fault) {
    Throwable cause = fault;
    for (int i = 0; i < MAX_CAUSES && cause != null; i++) {
      if (cause instanceof OutOfMemoryError) {
        if (isOfDirectMemory(cause)) {
          directMemoryFailed();
        } else {
          ending.end(isOfSystem(cause) ? SYSTEM_LINE : HEAP_LINE);
        }
        return;
      }
      cause = cause.getCause();
    }
  }

  /** Netty's is a class of its own; {@code java.nio} has nothing but the text. */
  private static boolean isOfDirectMemory(Throwable fault) {
    if (fault.getClass() != OutOfMemoryError.class) {
      return true;
    }
    String text = fault.getMessage();
    return text != null && text.contains("direct");
  }

  private static boolean isOfSystem(Throwable fault) {
    String text = fault.getMessage();
    return text != null && (text.contains("native") || text.contains("thread"));
  }

  private void directMemoryFailed() {
    long nowNanos = nanoTime.getAsLong();
    synchronized (this) {
      boolean isSameSecond = badSeconds > 0 && nowNanos - badSecondNanos < SECOND_NANOS;
      if (isSameSecond) {
        return;
      }
      boolean isForgotten = nowNanos - badSecondNanos > FORGOTTEN_NANOS;
      badSeconds = isForgotten ? 1 : badSeconds + 1;
      badSecondNanos = nowNanos;
      if (badSeconds > MAX_BAD_SECONDS) {
        ending.end(DIRECT_LINE);
      }
    }
    reliefs.forEach(Runnable::run);
  }

  private static void end(byte[] line) {
    try {
      STDERR.write(line);
    } catch (IOException nobodyReads) {
      // It ends all the same.
    } finally {
      Runtime.getRuntime().halt(EXIT_CODE);
    }
  }

  /** Sees what is about to be logged, and lets all of it through. */
  private final class Faults extends TurboFilter {
    @Override
    public FilterReply decide(
        Marker marker,
        Logger logger,
        Level level,
        String format,
        Object[] parameters,
        Throwable fault) {
      check(fault);
      if (parameters != null
          && parameters.length > 0
          && parameters[parameters.length - 1] instanceof Throwable last) {
        check(last);
      }
      return FilterReply.NEUTRAL;
    }
  }
}
