package io.github.vertxnsq.lookupd.logging;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OneLineTest {
  @ParameterizedTest
  @CsvSource({
    "000a, \\x0a",
    "000d, \\x0d",
    "0009, \\x09",
    "0000, \\x00",
    "001b, \\x1b",
    "007f, \\x7f",
    "0085, \\x85",
    "009b, \\x9b",
    "061c, \\u061c",
    "200e, \\u200e",
    "2028, \\u2028",
    "2029, \\u2029",
    "202e, \\u202e",
    "2066, \\u2066",
    "feff, \\ufeff",
    "d800, \\ud800",
    "dfff, \\udfff",
    "e0001, \\U000e0001",
  })
  void escapesWhatCouldLeaveTheLine(String character, String escaped) {
    String text = "a" + Character.toString(Integer.parseInt(character, 16)) + "b";

    assertEquals("a" + escaped + "b", OneLine.of(text));
  }

  @ParameterizedTest
  @CsvSource({"orders.eu_1-x#ephemeral", "C:\\temp", "grün", "日本", "🙂", "'a  b'"})
  void leavesTheRestAsItIs(String text) {
    assertEquals(text, OneLine.of(text));
  }

  @Property
  void isOneLineOfCleanUtf8WhateverComes(@ForAll String text) {
    String line = OneLine.of(text);

    assertTrue(line.codePoints().noneMatch(Character::isISOControl), line);
    assertTrue(StandardCharsets.UTF_8.newEncoder().canEncode(line), line);
    assertEquals(line, OneLine.of(line), "escaping twice changes nothing");
  }
}
