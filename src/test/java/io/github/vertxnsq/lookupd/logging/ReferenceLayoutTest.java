package io.github.vertxnsq.lookupd.logging;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReferenceLayoutTest {
  private static final Instant MOMENT =
      LocalDateTime.of(2026, 11, 23, 0, 52, 40, 60_617_999)
          .atZone(ZoneId.systemDefault())
          .toInstant();

  private final LoggerContext context = new LoggerContext();
  private final ReferenceLayout layout = new ReferenceLayout();

  @BeforeEach
  void start() {
    layout.setContext(context);
    layout.start();
  }

  @Test
  void writesTheReferencesForm() {
    assertEquals(
        "[nsqlookupd] 2026/11/23 00:52:40.060617 INFO: TCP: listening on 0.0.0.0:4160\n",
        layout.doLayout(event(Level.INFO, "TCP: listening on {}", null, "0.0.0.0:4160")));
  }

  @Test
  void escapesWhatLastsLikeAllElse() {
    record Lasting(String text) implements LastingText {
      @Override
      public String toString() {
        return text;
      }
    }

    String line = "[nsqlookupd] 2026/11/23 00:52:40.060617 INFO: ";
    Lasting hostile = new Lasting("a\nb");
    assertEquals(line + "a\\x0ab\n", layout.doLayout(event(Level.INFO, "{}", null, hostile)));
    assertEquals(
        line + "not all of it: a\\x0ab\n",
        layout.doLayout(event(Level.INFO, "not all of it: {}", null, hostile)));
  }

  @Test
  void writesTheTimeOfEachEventWhateverCameBefore() {
    DateTimeFormatter form =
        DateTimeFormatter.ofPattern("uuuu/MM/dd HH:mm:ss.SSSSSS").withZone(ZoneId.systemDefault());
    Stream.of("PT0S", "PT0.939383S", "PT0.9395S", "PT0.9S", "PT-1H", "PT0S", "P180D")
        .map(later -> MOMENT.plus(Duration.parse(later)))
        .forEach(
            moment ->
                assertEquals(
                    "[nsqlookupd] " + form.format(moment) + " INFO: x\n",
                    layout.doLayout(event(moment, Level.INFO, "x", null))));
  }

  @ParameterizedTest
  @CsvSource({"DEBUG, DEBUG", "INFO, INFO", "WARN, WARNING", "ERROR, ERROR"})
  void namesLevelsAsTheReferenceDoes(String level, String name) {
    assertEquals(
        "[nsqlookupd] 2026/11/23 00:52:40.060617 " + name + ": x\n",
        layout.doLayout(event(Level.toLevel(level), "x", null)));
  }

  @Test
  void namesAnErrorWithTheMarkerFatal() {
    LoggingEvent event = event(Level.ERROR, "x", null);
    event.addMarker(Logs.FATAL);

    assertEquals("[nsqlookupd] 2026/11/23 00:52:40.060617 FATAL: x\n", layout.doLayout(event));
  }

  @Test
  void writesThePrefixThatIsSetAsItIs() {
    context.putProperty(ReferenceLayout.PREFIX, "\tmine ");

    assertEquals(
        "\tmine 2026/11/23 00:52:40.060617 INFO: x\n",
        layout.doLayout(event(Level.INFO, "x", null)));
  }

  @Test
  void keepsForgedLinesInTheirLine() {
    assertEquals(
        "[nsqlookupd] 2026/11/23 00:52:40.060617 INFO: CLIENT a\\x0a[nsqlookupd] FATAL: b\\u2028\n",
        layout.doLayout(event(Level.INFO, "CLIENT {}", null, "a\n[nsqlookupd] FATAL: b\u2028")));
  }

  @Test
  void appendsAStackTraceWithItsMessagesEscaped() {
    Exception thrown = new IllegalStateException("a\nb", new RuntimeException("c\rd"));
    thrown.addSuppressed(new RuntimeException("e\u009bf"));

    List<String> lines = layout.doLayout(event(Level.ERROR, "x", thrown)).lines().toList();

    assertEquals("[nsqlookupd] 2026/11/23 00:52:40.060617 ERROR: x", lines.get(0));
    assertEquals("java.lang.IllegalStateException: a\\x0ab", lines.get(1));
    assertTrue(
        lines.get(2).startsWith("\tat " + ReferenceLayoutTest.class.getName() + "."), lines.get(2));
    assertTrue(lines.contains("Caused by: java.lang.RuntimeException: c\\x0dd"), lines::toString);
    assertTrue(lines.contains("Suppressed: java.lang.RuntimeException: e\\x9bf"), lines::toString);
    assertTrue(lines.stream().anyMatch(line -> line.matches("\t\\.\\.\\. \\d+ more")));
  }

  private LoggingEvent event(Level level, String message, Throwable thrown, Object... arguments) {
    return event(MOMENT, level, message, thrown, arguments);
  }

  private LoggingEvent event(
      Instant moment, Level level, String message, Throwable thrown, Object... arguments) {
    LoggingEvent event =
        new LoggingEvent("", context.getLogger("test"), level, message, thrown, arguments);
    event.setInstant(moment);
    return event;
  }
}
