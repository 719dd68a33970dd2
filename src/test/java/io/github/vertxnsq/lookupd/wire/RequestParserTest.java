package io.github.vertxnsq.lookupd.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.github.vertxnsq.lookupd.process.Allocation;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The table of commands and the table of errors, line by line. */
class RequestParserTest {
  private static final String LONGEST = "x".repeat(64);
  private static final String TOO_LONG = LONGEST + "x";

  @ParameterizedTest(name = "\"{0}\" → {1}")
  @MethodSource
  void readsWhatAnIdentifiedProducerAsksFor(String line, String outcome) {
    assertEquals(outcome, describe(RequestParser.parse(line, true)));
  }

  static Stream<Arguments> readsWhatAnIdentifiedProducerAsksFor() {
    return Stream.of(
        arguments("PING", "ping"),
        arguments("PING and more", "ping"),
        arguments("REGISTER t", "register t"),
        arguments("REGISTER t c", "register t:c"),
        arguments("REGISTER t c d e", "register t:c"),
        arguments("UNREGISTER t", "unregister t"),
        arguments("UNREGISTER t c d", "unregister t:c"),
        // White space around the line is trimmed, within it every single space separates.
        arguments("REGISTER t\r", "register t"),
        arguments(" \t\r\u000b\fREGISTER t c \t\r", "register t:c"),
        arguments("REGISTER t  c", "register t"),
        arguments("REGISTER  t", "E_BAD_TOPIC REGISTER topic name '' is not valid"),
        arguments("REGISTER t\tc", "E_BAD_TOPIC REGISTER topic name 't\tc' is not valid"),
        arguments("REGISTER\tt", "E_INVALID invalid command REGISTER\tt"),
        arguments("REGISTER t c\r d", "E_BAD_CHANNEL REGISTER channel name 'c\r' is not valid"),
        // Commands are what they are, letter by letter.
        arguments("", "E_INVALID invalid command "),
        arguments("\r", "E_INVALID invalid command "),
        arguments(" \t ", "E_INVALID invalid command "),
        arguments("ping", "E_INVALID invalid command ping"),
        arguments("Register t", "E_INVALID invalid command Register"),
        arguments("PINGS", "E_INVALID invalid command PINGS"),
        arguments("NOP t c", "E_INVALID invalid command NOP"),
        arguments("\u00e9\0", "E_INVALID invalid command \u00e9\0"),
        arguments("IDENTIFY", "E_INVALID cannot IDENTIFY again"),
        arguments("REGISTER", "E_INVALID REGISTER insufficient number of params"),
        arguments("REGISTER ", "E_INVALID REGISTER insufficient number of params"),
        arguments("UNREGISTER\r", "E_INVALID UNREGISTER insufficient number of params"));
  }

  @ParameterizedTest(name = "\"{0}\" → {1}")
  @MethodSource
  void readsWhatAProducerAsksForThatHasNotIdentified(String line, String outcome) {
    assertEquals(outcome, describe(RequestParser.parse(line, false)));
  }

  static Stream<Arguments> readsWhatAProducerAsksForThatHasNotIdentified() {
    return Stream.of(
        arguments("PING", "ping"),
        arguments("IDENTIFY", "identify"),
        arguments("IDENTIFY and more\r", "identify"),
        arguments("REGISTER t", "E_INVALID client must IDENTIFY"),
        arguments("UNREGISTER t c", "E_INVALID client must IDENTIFY"),
        // Who it is comes before what is wrong with it.
        arguments("REGISTER", "E_INVALID client must IDENTIFY"),
        arguments("UNREGISTER b@d", "E_INVALID client must IDENTIFY"),
        arguments("NONSENSE x", "E_INVALID invalid command NONSENSE"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void namesAreCheckedTopicBeforeChannel(String words, String refused) {
    String topicOrChannel = words.startsWith(refused) ? "topic" : "channel";
    String code = words.startsWith(refused) ? "E_BAD_TOPIC" : "E_BAD_CHANNEL";
    for (String verb : new String[] {"REGISTER", "UNREGISTER"}) {
      assertEquals(
          "%s %s %s name '%s' is not valid".formatted(code, verb, topicOrChannel, refused),
          describe(RequestParser.parse(verb + " " + words, true)));
    }
  }

  static Stream<Arguments> namesAreCheckedTopicBeforeChannel() {
    return Stream.of(
        arguments("b@d", "b@d"),
        arguments("* c", "*"),
        arguments("b@d c@d", "b@d"),
        arguments("#ephemeral", "#ephemeral"),
        arguments("t#ephemera", "t#ephemera"),
        arguments("t#ephemeral#ephemeral", "t#ephemeral#ephemeral"),
        arguments(TOO_LONG, TOO_LONG),
        arguments("\u00e9", "\u00e9"),
        arguments("t b@d", "b@d"),
        arguments("t *", "*"),
        arguments("t " + TOO_LONG, TOO_LONG),
        arguments(LONGEST + " #ephemeral", "#ephemeral"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void whatIsANameIsOne(String name) {
    assertEquals("register " + name, describe(RequestParser.parse("REGISTER " + name, true)));
    assertEquals(
        "unregister t:" + name, describe(RequestParser.parse("UNREGISTER t " + name, true)));
  }

  static Stream<String> whatIsANameIsOne() {
    return Stream.of(
        "x", LONGEST, ".", "-", "_", "0", "aZ09._-", "t#ephemeral", "x".repeat(54) + "#ephemeral");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {" ", "\r", "\t ", "REGISTER ", "REGISTER  ", "x", "\u00ff", "\0", "#ephemeral"})
  void theWorkGrowsNoFasterThanTheLine(String part) {
    for (String verb : List.of("", "REGISTER ", "REGISTER t ", "UNREGISTER\t")) {
      String once = verb + part.repeat(32_000 / part.length());
      String twice = once + part.repeat(32_000 / part.length());
      long bytes = Allocation.bytesOf(() -> RequestParser.parse(once, true));
      long bytesOfTwice = Allocation.bytesOf(() -> RequestParser.parse(twice, true));
      assertTrue(bytesOfTwice <= 2 * bytes + 20_000, bytes + " bytes, then " + bytesOfTwice);
      assertTrue(bytesOfTwice <= 10L * twice.length(), bytesOfTwice + " bytes");
    }
  }

  /** Thousands of lines may wait for a log that is slow. */
  @Test
  void whatIsWrongWithALongLineIsLoggedInShort() {
    String line = "x".repeat(1_000);
    WireError error = ((Request.Bad) RequestParser.parse(line, true)).error();
    assertEquals("E_INVALID invalid command " + line, error.text());
    assertEquals(
        ("E_INVALID invalid command " + line).substring(0, 200) + "...", error.textForLog());
    assertEquals("E_BAD_PROTOCOL", WireError.BAD_PROTOCOL.textForLog());
  }

  private static String describe(Request request) {
    if (request instanceof Request.Register register) {
      return "register " + register.name();
    }
    if (request instanceof Request.Unregister unregister) {
      return "unregister " + unregister.name();
    }
    if (request instanceof Request.Bad bad) {
      return bad.error().text();
    }
    return request instanceof Request.Ping ? "ping" : "identify";
  }
}
