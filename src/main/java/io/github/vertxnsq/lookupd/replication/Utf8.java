package io.github.vertxnsq.lookupd.replication;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

/**
 * UTF-8, extended by what Java's texts may hold besides: a surrogate without its other half is
 * three bytes (as in WTF-8). Producers can send one, as an escape in JSON, and their identity must
 * be the same text on every daemon; Java's own encoder would make it a question mark.
 */
final class Utf8 {
  private static final int BAD = -1;

  private Utf8() {}

  /** Number of bytes of the text: at most three times its characters. */
  static int length(String text) {
    int chars = text.length();
    int length = 0;
    for (int i = 0; i < chars; i++) {
      char c = text.charAt(i);
      if (c < 0x80) {
        length++;
      } else if (c < 0x800) {
        length += 2;
      } else if (isPair(text, i)) {
        length += 4;
        i++;
      } else {
        length += 3;
      }
    }
    return length;
  }

  private static boolean isPair(String text, int i) {
    return Character.isHighSurrogate(text.charAt(i))
        && i + 1 < text.length()
        && Character.isLowSurrogate(text.charAt(i + 1));
  }

  /** Writes the text, where there is room for it. */
  static void put(String text, byte[] bytes, int from) {
    int chars = text.length();
    int at = from;
    for (int i = 0; i < chars; i++) {
      char c = text.charAt(i);
      if (c < 0x80) {
        bytes[at++] = (byte) c;
      } else if (c < 0x800) {
        bytes[at++] = (byte) (0xC0 | c >> 6);
        bytes[at++] = following(c);
      } else if (isPair(text, i)) {
        int point = text.codePointAt(i++);
        bytes[at++] = (byte) (0xF0 | point >> 18);
        bytes[at++] = following(point >> 12);
        bytes[at++] = following(point >> 6);
        bytes[at++] = following(point);
      } else {
        bytes[at++] = (byte) (0xE0 | c >> 12);
        bytes[at++] = following(c >> 6);
        bytes[at++] = following(c);
      }
    }
  }

  /** One of the bytes after the first, with the lowest six bits. */
  private static byte following(int bits) {
    return (byte) (0x80 | (bits & 0x3F));
  }

  /** The text of these bytes; null when they are none. Each text has one encoding. */
  static String read(byte[] bytes, int from, int to) {
    int i = from;
    while (i < to && bytes[i] >= 0) {
      i++;
    }
    return i == to
        ? new String(bytes, from, to - from, ISO_8859_1)
        : readBeyondAscii(bytes, from, to);
  }

  private static String readBeyondAscii(byte[] bytes, int from, int to) {
    char[] chars = new char[to - from];
    int count = 0;
    int i = from;
    while (i < to) {
      int length = lengthOf(bytes[i] & 0xFF);
      int point = length == BAD || length > to - i ? BAD : point(bytes, i, length);
      if (point == BAD || isSecondHalf(point, chars, count)) {
        return null;
      }
      count += Character.toChars(point, chars, count);
      i += length;
    }
    return new String(chars, 0, count);
  }

  private static int lengthOf(int lead) {
    if (lead < 0x80) {
      return 1;
    }
    if (lead < 0xC2) {
      return BAD;
    }
    return lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : lead < 0xF5 ? 4 : BAD;
  }

  private static int point(byte[] bytes, int from, int length) {
    if (length == 1) {
      return bytes[from];
    }
    int point = bytes[from] & 0x7F >> length;
    for (int i = from + 1; i < from + length; i++) {
      if ((bytes[i] & 0xC0) != 0x80) {
        return BAD;
      }
      point = point << 6 | (bytes[i] & 0x3F);
    }
    int least = length == 2 ? 0x80 : length == 3 ? 0x800 : 0x10000;
    return point < least || point > Character.MAX_CODE_POINT ? BAD : point;
  }

  /** Two halves written one by one would be a second encoding of the character they make. */
  private static boolean isSecondHalf(int point, char[] chars, int count) {
    return point >= Character.MIN_LOW_SURROGATE
        && point <= Character.MAX_LOW_SURROGATE
        && count > 0
        && Character.isHighSurrogate(chars[count - 1]);
  }
}
