package io.github.vertxnsq.lookupd.logging;

import java.util.HexFormat;

/**
 * Makes text safe to show within one line: nothing in it can start a new line, steer a terminal or
 * reorder what is shown around it.
 *
 * <p>Backslashes stay as they are. So an escape cannot be told from the same text typed by someone,
 * which harms nobody; in return, text that passes twice stays readable.
 */
public final class OneLine {
  private static final HexFormat HEX = HexFormat.of();

  private OneLine() {}

  /**
   * Escapes a text.
   *
   * @param text any text, also malformed UTF-16
   * @return the text, in which every control character (C0, DEL, C1), line and paragraph separator,
   *     invisible format character (the bidirectional controls among them) and lone surrogate is
   *     replaced by {@code \xNN}, {@code \}{@code uNNNN} or {@code \UNNNNNNNN}
   */
  public static String of(String text) {
    StringBuilder line = new StringBuilder(text.length());
    appendTo(line, text);
    return line.toString();
  }

  /**
   * Escapes a text as {@link #of} does and appends it.
   *
   * @param line where to append
   * @param text any text, also malformed UTF-16
   */
  static void appendTo(StringBuilder line, String text) {
    if (isPlain(text)) { // as almost all is
      line.append(text);
      return;
    }
    for (int i = 0; i < text.length(); ) {
      int character = text.codePointAt(i);
      i += Character.charCount(character);
      if (isHarmless(character)) {
        line.appendCodePoint(character);
      } else {
        line.append(escape(character));
      }
    }
  }

  private static boolean isPlain(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (!isPlain(text.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  private static boolean isPlain(int character) {
    return character >= ' ' && character < 0x7f;
  }

  private static boolean isHarmless(int character) {
    if (isPlain(character)) {
      return true;
    }
    return switch (Character.getType(character)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE ->
          false;
      default -> true;
    };
  }

  private static String escape(int character) {
    if (character <= 0xff) {
      return "\\x" + HEX.toHexDigits(character, 2);
    }
    return character <= 0xffff
        ? "\\u" + HEX.toHexDigits(character, 4)
        : "\\U" + HEX.toHexDigits(character, 8);
  }
}
