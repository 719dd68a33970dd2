package io.github.vertxnsq.lookupd.replication;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.HexFormat;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every text of Java's has one encoding, which is UTF-8 where UTF-8 has one. */
class Utf8Test {

  @Property
  void everyTextIsReadAsWritten(@ForAll String text) {
    byte[] bytes = bytes(text);
    assertEquals(text, Utf8.read(bytes, 0, bytes.length));
  }

  @Property(tries = 5000)
  void whatIsReadIsWrittenTheSameAndAsJavaDoes(@ForAll("nearlyUtf8") byte[] bytes) {
    String text = Utf8.read(bytes, 0, bytes.length);
    if (text != null) {
      assertArrayEquals(bytes, bytes(text));
    }
    if (text == null || UTF_8.newEncoder().canEncode(text)) {
      assertEquals(javas(bytes), text);
    }
  }

  private static byte[] bytes(String text) {
    byte[] bytes = new byte[Utf8.length(text)];
    Utf8.put(text, bytes, 0);
    return bytes;
  }

  /** The text by Java's own decoder; null when there is none. */
  private static String javas(byte[] bytes) {
    try {
      return UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException bad) {
      return null;
    }
  }

  @Provide
  Arbitrary<byte[]> nearlyUtf8() {
    return Arbitraries.of(
            0x00, 0x41, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0, 0xC1, 0xC2, 0xDF, 0xE0,
            0xED, 0xEF, 0xF0, 0xF4, 0xF5, 0xFF)
        .map(Integer::byteValue)
        .array(byte[].class)
        .ofMaxSize(7);
  }

  @ParameterizedTest
  @ValueSource(strings = {"80", "C080", "C3", "E08080", "E282", "EDA080EDB080", "F0808080"})
  void otherBytesAreNoText(String hex) {
    byte[] bytes = HexFormat.of().parseHex(hex);
    assertNull(Utf8.read(bytes, 0, bytes.length));
  }

  @Property
  void anythingBesidesIsNotLookedAt(@ForAll @Size(3) byte[] around) {
    byte[] bytes = {around[0], 'a', around[1], around[2]};
    assertEquals("a", Utf8.read(bytes, 1, 2));
  }
}
