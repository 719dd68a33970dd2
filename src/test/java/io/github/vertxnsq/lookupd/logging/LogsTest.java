package io.github.vertxnsq.lookupd.logging;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.core.joran.spi.JoranException;
import ch.qos.logback.core.status.Status;
import ch.qos.logback.core.status.StatusUtil;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

class LogsTest {
  private static final Logger OURS = LoggerFactory.getLogger(LogsTest.class);
  private static final Logger THEIRS = LoggerFactory.getLogger("io.netty.channel.Channel");
  private static final Logger ENDED_PIPELINES =
      LoggerFactory.getLogger("io.netty.channel.DefaultChannelPipeline");
  private static final Logger ENDED_CONNECTIONS =
      LoggerFactory.getLogger("io.vertx.core.net.impl.ConnectionBase");

  @AfterEach
  void restore() {
    Logs.setLevel(LogLevel.INFO);
    Logs.setPrefix(Logs.DEFAULT_PREFIX);
  }

  @ParameterizedTest
  @CsvSource({
    "DEBUG, DEBUG, DEBUG",
    "INFO, INFO, WARN",
    "WARN, WARN, WARN",
    "ERROR, ERROR, ERROR",
    "FATAL, OFF, OFF"
  })
  void setsTheLeastLevelOfOursAndOfLibraries(LogLevel level, String ours, String theirs) {
    Logs.setLevel(level);

    assertEquals(Level.toLevel(ours), ((ch.qos.logback.classic.Logger) OURS).getEffectiveLevel());
    assertEquals(
        Level.toLevel(theirs), ((ch.qos.logback.classic.Logger) THEIRS).getEffectiveLevel());
  }

  /** Clients bring such faults about at will, each with a stack trace or with no address. */
  @ParameterizedTest
  @CsvSource({"DEBUG, true", "INFO, false", "WARN, false", "ERROR, false", "FATAL, false"})
  void saysNothingOfConnectionsThatHaveEndedButForDebugging(LogLevel level, boolean expected) {
    Logs.setLevel(level);

    assertEquals(expected, ENDED_PIPELINES.isWarnEnabled());
    assertEquals(expected, ENDED_CONNECTIONS.isErrorEnabled());
  }

  @Test
  void logsFatalAtEveryLevel() {
    Logs.setLevel(LogLevel.FATAL);

    assertTrue(OURS.isErrorEnabled(Logs.FATAL));
    assertFalse(OURS.isErrorEnabled());
  }

  @Test
  void setsThePrefix() {
    Logs.setPrefix("[mine] ");

    assertEquals(
        "[mine] ",
        ((LoggerContext) LoggerFactory.getILoggerFactory()).getProperty(ReferenceLayout.PREFIX));
  }

  @Test
  void countsNothingLostWhereNothingWasLost() {
    assertEquals(0, Logs.lost());
  }

  @Test
  void theShippedConfigurationIsSound() throws JoranException {
    LoggerContext context = new LoggerContext();
    JoranConfigurator configurator = new JoranConfigurator();
    configurator.setContext(context);
    configurator.doConfigure(LogsTest.class.getResource("/logback.xml"));

    assertEquals(Status.INFO, new StatusUtil(context).getHighestLevel(0));
    assertInstanceOf(QueuedAppender.class, context.getLogger("ROOT").getAppender("stderr"));
    assertEquals(Level.INFO, context.getLogger(LogsTest.class).getEffectiveLevel());
    assertEquals(Level.WARN, context.getLogger("io.vertx.core").getEffectiveLevel());
    context.stop();
  }

  @Test
  void mutedThreadsLogNothingWhateverTheMarker() throws Exception {
    ThreadGroup quiet = new ThreadGroup("quiet");
    try (LogCapture log = new LogCapture(LogsTest.class)) {
      Logs.mute(quiet);
      Runnable logging =
          () -> {
            OURS.warn("not heard");
            OURS.error(Logs.FATAL, "not heard either");
          };
      run(quiet, logging);
      run(quiet, () -> run(new ThreadGroup("within it"), logging));
      OURS.warn("heard");
      assertEquals("WARN heard", log.next());

      Logs.unmute(quiet);
      run(quiet, () -> OURS.warn("heard again"));
      assertEquals("WARN heard again", log.next());
      assertTrue(log.isEmpty());
    }
  }

  private static void run(ThreadGroup group, Runnable task) {
    Thread thread = new Thread(group, task);
    thread.start();
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
