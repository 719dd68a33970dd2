package io.github.vertxnsq.lookupd.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import java.util.List;
import java.util.Optional;
import org.slf4j.LoggerFactory;
import org.slf4j.Marker;
import org.slf4j.MarkerFactory;

/**
 * The log as a whole: its prefix, its level, its end. What {@code conf/logback.xml} sets up works
 * before any of this is called, with the default prefix and level.
 */
public final class Logs {
  /**
   * Marks an event that ends the daemon: {@code log.error(Logs.FATAL, "…")} is logged as FATAL, at
   * every level. The name is the one {@code conf/logback.xml} lets through.
   */
  public static final Marker FATAL = MarkerFactory.getMarker("FATAL");

  /** What every line begins with unless {@link #setPrefix} says otherwise. */
  public static final String DEFAULT_PREFIX = "[nsqlookupd] ";

  /** The logger of those who changed something, or tried to. No class has this name. */
  public static final String AUDIT = "io.github.vertxnsq.audit";

  private static final String OURS = "io.github.vertxnsq";

  /** Of the cluster's engine, which in debugging itself has much to say every second. */
  private static final String ENGINE = "com.hazelcast";

  /** Of what befalls a connection that has ended, which a client can bring about at will. */
  private static final List<String> ENDED_CONNECTIONS =
      List.of("io.netty.channel.DefaultChannelPipeline", "io.vertx.core.net.impl.ConnectionBase");

  private static final AuditQueue WRITTEN_ELSEWHERE = new AuditQueue(AuditQueue.USUAL_LINES);

  private Logs() {}

  /**
   * Sets what every line begins with, from now on.
   *
   * @param prefix any text, written as it is; may be empty
   */
  public static void setPrefix(String prefix) {
    context().putProperty(ReferenceLayout.PREFIX, prefix);
  }

  /**
   * Sets how much is logged, from now on. Libraries never say more than warnings, unless the level
   * is debug. The cluster's engine says nothing but then: of what concerns an operator the daemon
   * itself has a line, and a member that is killed is no fault with a stack trace. Nor do Netty and
   * Vert.x of connections that have ended: clients could fill the log with stack traces, and a bare
   * "Connection reset" does not say whose. The audit log says the same at every level.
   *
   * @param level the least level that is logged
   */
  public static void setLevel(LogLevel level) {
    Level ours =
        switch (level) {
          case DEBUG -> Level.DEBUG;
          case INFO -> Level.INFO;
          case WARN -> Level.WARN;
          case ERROR -> Level.ERROR;
          case FATAL -> Level.OFF;
        };
    context().getLogger(OURS).setLevel(ours);
    Logger audit = context().getLogger(AUDIT);
    if (audit.getLevel() == null) { // in a configuration that does not say otherwise
      audit.setLevel(Level.INFO);
    }
    context().getLogger(Logger.ROOT_LOGGER_NAME).setLevel(ours == Level.INFO ? Level.WARN : ours);
    boolean isDebug = level == LogLevel.DEBUG;
    context().getLogger(ENGINE).setLevel(isDebug ? Level.INFO : Level.OFF);
    for (String ended : ENDED_CONNECTIONS) {
      context().getLogger(ended).setLevel(isDebug ? Level.WARN : Level.OFF);
    }
  }

  /**
   * Has threads log nothing.
   *
   * @param threads those of the group, and of the groups in it
   */
  public static void mute(ThreadGroup threads) {
    // First of all, or those that carry a marker would have been let through.
    context().getTurboFilterList().add(0, new MutedThreads(threads));
  }

  /** Has threads log again. */
  public static void unmute(ThreadGroup threads) {
    context()
        .getTurboFilterList()
        .removeIf(filter -> filter instanceof MutedThreads muted && muted.are(threads));
  }

  /**
   * Tells how much of the log is missing.
   *
   * @return the number of events lost to a full queue since the start
   */
  public static long lost() {
    return appender().map(QueuedAppender::lost).orElse(0L);
  }

  /**
   * Tells how much of the audit log is missing.
   *
   * @return the number of its lines that could not be written since the start
   */
  public static long lostAuditLines() {
    return audit().lost();
  }

  /** Returns where lines of the audit log wait; one that is always empty when others write it. */
  public static AuditQueue audit() {
    return appender().map(QueuedAppender::audit).orElse(WRITTEN_ELSEWHERE);
  }

  private static Optional<QueuedAppender> appender() {
    var appenders = context().getLogger(Logger.ROOT_LOGGER_NAME).iteratorForAppenders();
    while (appenders.hasNext()) {
      if (appenders.next() instanceof QueuedAppender queued) {
        return Optional.of(queued);
      }
    }
    return Optional.empty();
  }

  /**
   * Writes what is still queued, for a second at most, and ends the log. Nothing is logged after.
   */
  public static void stop() {
    context().stop();
  }

  private static LoggerContext context() {
    return (LoggerContext) LoggerFactory.getILoggerFactory();
  }
}
