package io.github.vertxnsq.lookupd.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.github.vertxnsq.lookupd.process.Allocation;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

/** Query strings are read as Go's {@code url.ParseQuery} reads them. */
class ParamsTest {
  @ParameterizedTest(name = "{0} → {1}")
  @MethodSource
  void givesTheTopic(String query, String topic) {
    assertEquals(Optional.of(topic), Params.parse(query).orElseThrow().get("topic"));
  }

  static Stream<Arguments> givesTheTopic() {
    return Stream.of(
        arguments("topic=t", "t"),
        arguments("node=n&topic=t", "t"),
        arguments("&&topic=t&", "t"),
        // The first counts; present but empty is not missing.
        arguments("topic=t&topic=u", "t"),
        arguments("topic=&topic=u", ""),
        arguments("topic&topic=u", ""),
        arguments("topic", ""),
        arguments("topic=", ""),
        arguments("topic=a=b", "a=b"),
        arguments("topic=a?b#c/d", "a?b#c/d"),
        // Escapes, in names too; each is a byte of UTF-8.
        arguments("topic=a%20b+c", "a b c"),
        arguments("t%6fpic=t", "t"),
        arguments("topic=%C3%a9", "\u00e9"),
        arguments("topic=%ff", "\ufffd"),
        arguments("topic=\u00c3\u00a9", "\u00e9"), // two bytes that nobody escaped
        arguments("topic=\u00c3%a9", "\u00e9"),
        arguments("topic=%26%3d%3B%25", "&=;%"),
        arguments("topic=%2541", "%41"),
        arguments("topic=%00", "\0"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "topic=t;node=n",
        ";",
        "topic=t&;",
        "topic=%zz",
        "topic=%",
        "topic=%4",
        "topic=t%4",
        "topic=%-1",
        "%zz=1&topic=t",
        "topic=t&other=%",
        "topic=%\u0661\u0661",
      })
  void whatIsBrokenAnywhereCannotBeDecoded(String query) {
    assertTrue(Params.parse(query).isEmpty());
  }

  @ParameterizedTest
  @NullAndEmptySource
  @ValueSource(strings = {"&", "&&", "=", "=t", "Topic=t", "topics=t", "topic+=t"})
  void whatNamesNoTopicGivesNone(String query) {
    assertEquals(Optional.empty(), Params.parse(query).orElseThrow().get("topic"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"&", "a&", "a=&", "%61&", "+", "%61", "=", "topic=t&", "\u00ff&"})
  void theWorkGrowsNoFasterThanTheText(String part) {
    String once = part.repeat(32_000 / part.length());
    String twice = once + once;
    long bytes = Allocation.bytesOf(() -> Params.parse(once));
    long bytesOfTwice = Allocation.bytesOf(() -> Params.parse(twice));
    assertTrue(bytesOfTwice <= 2 * bytes + 150_000, bytes + " bytes, then " + bytesOfTwice);
  }

  @Test
  void parametersDoNotMix() {
    Params params = Params.parse("topic=t&channel=c&node=h:1").orElseThrow();
    assertEquals(Optional.of("t"), params.get("topic"));
    assertEquals(Optional.of("c"), params.get("channel"));
    assertEquals(Optional.of("h:1"), params.get("node"));
  }
}
