package io.github.vertxnsq.lookupd.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.StackTraceElementProxy;
import ch.qos.logback.core.LayoutBase;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Objects;
import org.slf4j.Marker;

/**
 * Formats an event as nsqlookupd 1.3.0 does: {@code [nsqlookupd] 2026/11/23 00:52:40.060617 INFO:
 * message}, the time local and in microseconds. A stack trace follows on lines of its own.
 *
 * <p>Everything but the prefix passes through {@link OneLine}: only this class can end a line. The
 * prefix is the operator's own and is written as it was given; it is read from the logger context's
 * property {@link #PREFIX} for every line, and thus can be set after start.
 */
public final class ReferenceLayout extends LayoutBase<ILoggingEvent> {
  /** The logger context's property that holds the prefix. */
  static final String PREFIX = "log-prefix";

  private static final DateTimeFormatter TO_THE_SECOND =
      DateTimeFormatter.ofPattern("uuuu/MM/dd HH:mm:ss").withZone(ZoneId.systemDefault());

  private static final int USUAL_LENGTH = 256;

  /** Room beyond this, as a stack trace takes, is given back. */
  private static final int MAX_KEPT_LENGTH = 16 << 10;

  /** Kept because the next line mostly falls in the same one, and formatting is slow. */
  private record Second(long epochSecond, String text) {}

  private Second latest = new Second(Long.MIN_VALUE, "");

  /** Used again for every line: else lines would be a quarter of all garbage in a storm. */
  private final StringBuilder text = new StringBuilder(USUAL_LENGTH);

  @Override
  public synchronized String doLayout(ILoggingEvent event) {
    text.setLength(0);
    if (text.capacity() > MAX_KEPT_LENGTH) {
      text.trimToSize();
    }
    text.append(Objects.requireNonNullElse(getContext().getProperty(PREFIX), Logs.DEFAULT_PREFIX));
    appendTime(event.getInstant());
    text.append(' ').append(levelName(event)).append(": ");
    LastingText lasting = LastingText.of(event);
    OneLine.appendTo(text, String.valueOf(lasting == null ? event.getFormattedMessage() : lasting));
    text.append('\n');
    if (event.getThrowableProxy() != null) {
      appendTrace("", event.getThrowableProxy());
    }
    return text.toString();
  }

  private void appendTime(Instant time) {
    Second second = latest;
    if (second.epochSecond != time.getEpochSecond()) {
      second = new Second(time.getEpochSecond(), TO_THE_SECOND.format(time));
      latest = second;
    }
    text.append(second.text);
    int dot = text.length();
    // The million keeps the leading zeros, and makes room for the dot.
    text.append(1_000_000 + time.getNano() / 1_000).setCharAt(dot, '.');
  }

  private static String levelName(ILoggingEvent event) {
    List<Marker> markers = event.getMarkerList();
    if (markers != null && markers.contains(Logs.FATAL)) {
      return "FATAL";
    }
    return event.getLevel() == Level.WARN ? "WARNING" : event.getLevel().toString();
  }

  private void appendTrace(String caption, IThrowableProxy thrown) {
    text.append(caption).append(thrown.getClassName());
    if (thrown.getMessage() != null) {
      text.append(": ");
      OneLine.appendTo(text, thrown.getMessage());
    }
    text.append('\n');
    StackTraceElementProxy[] frames = thrown.getStackTraceElementProxyArray();
    for (int i = 0; i < frames.length - thrown.getCommonFrames(); i++) {
      text.append('\t');
      OneLine.appendTo(text, frames[i].getSTEAsString());
      text.append('\n');
    }
    if (thrown.getCommonFrames() > 0) {
      text.append("\t... ").append(thrown.getCommonFrames()).append(" more\n");
    }
    for (IThrowableProxy suppressed : thrown.getSuppressed()) {
      appendTrace("Suppressed: ", suppressed);
    }
    if (thrown.getCause() != null) {
      appendTrace("Caused by: ", thrown.getCause());
    }
  }
}
