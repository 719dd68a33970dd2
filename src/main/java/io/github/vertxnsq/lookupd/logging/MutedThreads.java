package io.github.vertxnsq.lookupd.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.spi.FilterReply;
import org.slf4j.Marker;

/** Lets nothing through that the threads of one group log. */
final class MutedThreads extends TurboFilter {
  private final ThreadGroup threads;

  MutedThreads(ThreadGroup threads) {
    this.threads = threads;
  }

  boolean are(ThreadGroup others) {
    return threads == others;
  }

  @Override
  public FilterReply decide(
      Marker marker,
      Logger logger,
      Level level,
      String format,
      Object[] parameters,
      Throwable fault) {
    ThreadGroup of = Thread.currentThread().getThreadGroup();
    return of != null && threads.parentOf(of) ? FilterReply.DENY : FilterReply.NEUTRAL;
  }
}
