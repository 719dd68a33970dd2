package io.github.vertxnsq.lookupd.logging;

import static org.junit.jupiter.api.Assertions.assertNotNull;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.slf4j.LoggerFactory;

/** What one class, or one logger, logs, to be awaited in order. */
public final class LogCapture extends AppenderBase<ILoggingEvent> implements AutoCloseable {
  private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
  private final Logger logger;

  /** Begins to capture. */
  public LogCapture(Class<?> source) {
    this(source.getName());
  }

  /** Begins to capture what is no class's own. */
  public LogCapture(String source) {
    logger = (Logger) LoggerFactory.getLogger(source);
    setContext(logger.getLoggerContext());
    start();
    logger.addAppender(this);
  }

  /** Waits for the next line, as {@code LEVEL message}. */
  public String next() throws InterruptedException {
    String line = lines.poll(10, TimeUnit.SECONDS);
    assertNotNull(line, "nothing was logged");
    return line;
  }

  /** Whether all that was logged has been taken. */
  public boolean isEmpty() {
    return lines.isEmpty();
  }

  @Override
  protected void append(ILoggingEvent event) {
    lines.add(event.getLevel() + " " + event.getFormattedMessage());
  }

  @Override
  public void close() {
    logger.detachAppender(this);
  }
}
