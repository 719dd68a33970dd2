package io.github.vertxnsq.lookupd.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a topic or channel may be called. Topics and channels are held to one rule. */
class NamesTest {
  private static final Pattern CONTRACT = Pattern.compile("^[.a-zA-Z0-9_-]+(#ephemeral)?\\z");

  static Stream<String> valid() {
    return Stream.of(
        "a",
        "AZaz09._-",
        ".",
        "-",
        "a#ephemeral",
        "x".repeat(64),
        "x".repeat(54) + "#ephemeral",
        "ephemeral");
  }

  static Stream<String> invalid() {
    return Stream.of(
        "",
        "#ephemeral",
        "a#ephemera",
        "a#Ephemeral",
        "a#ephemeral#ephemeral",
        "#ephemerala",
        "a#",
        "*",
        "a*",
        "b@d",
        "a b",
        " a",
        "a\n",
        "a:b",
        "a/b",
        "é",
        "٣",
        "a\0",
        "x".repeat(65),
        "x".repeat(55) + "#ephemeral");
  }

  @ParameterizedTest
  @MethodSource("valid")
  void validNamesAreTakenAsTheyAre(String raw) {
    TopicName topic = TopicName.parse(raw).orElseThrow();
    assertEquals(raw, topic.text());
    assertEquals(topic, topic.topic());
    ChannelName channel = ChannelName.parse(topic, raw).orElseThrow();
    assertEquals(raw, channel.text());
    assertEquals(topic, channel.topic());
  }

  @ParameterizedTest
  @MethodSource("invalid")
  void othersCannotBecomeNames(String raw) {
    assertEquals(Optional.empty(), TopicName.parse(raw));
    assertEquals(Optional.empty(), ChannelName.parse(Samples.topic("a"), raw));
  }

  @Property
  void theRuleIsTheContractsExpression(
      @ForAll
          @StringLength(max = 66)
          @Chars({'a', 'Z', '5', '.', '_', '-', '#', '*', ' ', '\n', 'é'})
          String stem) {
    for (String raw : List.of(stem, stem + "#ephemeral")) {
      boolean valid = raw.length() <= 64 && CONTRACT.matcher(raw).matches();
      assertEquals(valid, TopicName.parse(raw).isPresent(), raw);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"a#ephemeral", "a.b#ephemeral"})
  void theSuffixMakesANameEphemeral(String raw) {
    assertTrue(Samples.topic(raw).isEphemeral());
    assertTrue(Samples.channel("a", raw).isEphemeral());
  }

  @Test
  void aChannelOfAnEphemeralTopicIsNotEphemeralBecauseOfThat() {
    assertEquals(false, Samples.channel("a#ephemeral", "b").isEphemeral());
  }

  @Test
  void channelsOfDifferentTopicsAreDifferent() {
    assertNotEquals(Samples.channel("a", "x"), Samples.channel("b", "x"));
    assertEquals(Samples.channel("a", "x"), Samples.channel("a", "x"));
    assertEquals(Samples.channel("a", "x").hashCode(), Samples.channel("a", "x").hashCode());
  }

  @Test
  void channelsAreOrderedByTopicThenChannel() {
    List<ChannelName> ordered =
        List.of(Samples.channel("a", "y"), Samples.channel("b", "x"), Samples.channel("b", "y"));
    assertEquals(ordered, Stream.of(2, 0, 1).map(ordered::get).sorted().toList());
  }
}
