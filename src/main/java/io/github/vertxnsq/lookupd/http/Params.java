package io.github.vertxnsq.lookupd.http;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The parameters of a query string, read as Go's {@code url.ParseQuery} reads them: {@code &}
 * separates, {@code +} is a space, what is given twice counts once, a {@code ;} or a broken escape
 * spoils everything. A query may hold two thousand parameters that nobody asks for, so each is read
 * when it is asked for.
 */
public final class Params {
  private static final Params NONE = new Params("");

  private final String query;

  private Params(String query) {
    this.query = query;
  }

  /**
   * Reads a query string.
   *
   * @param query what follows the {@code ?}, one character a byte; null when there is none
   * @return empty when it cannot be decoded
   */
  public static Optional<Params> parse(String query) {
    if (query == null || query.isEmpty()) {
      return Optional.of(NONE);
    }
    return isDecodable(query) ? Optional.of(new Params(query)) : Optional.empty();
  }

  /** Whether it has neither a semicolon nor a broken escape, which {@code &} and {@code =} end. */
  private static boolean isDecodable(String query) {
    for (int i = 0; i < query.length(); i++) {
      char c = query.charAt(i);
      if (c == ';' || (c == '%' && !isEscape(query, i))) {
        return false;
      }
    }
    return true;
  }

  private static boolean isEscape(String query, int percent) {
    return percent + 2 < query.length()
        && isHex(query.charAt(percent + 1))
        && isHex(query.charAt(percent + 2));
  }

  private static boolean isHex(char c) {
    return c < 0x80 && Character.digit(c, 16) >= 0; // there are digits in other scripts, too
  }

  /** The parameter, possibly empty text; empty when it was not given. */
  public Optional<String> get(String name) {
    for (int from = 0; from < query.length(); ) {
      int end = query.indexOf('&', from);
      end = end < 0 ? query.length() : end;
      int equals = query.indexOf('=', from);
      boolean hasValue = equals >= 0 && equals < end;
      if (end > from && decode(query.substring(from, hasValue ? equals : end)).equals(name)) {
        return Optional.of(hasValue ? decode(query.substring(equals + 1, end)) : "");
      }
      from = end + 1;
    }
    return Optional.empty();
  }

  /** The text without its escapes, which are whole. */
  private static String decode(String text) {
    if (isPlain(text)) {
      return text;
    }
    byte[] raw = text.getBytes(StandardCharsets.ISO_8859_1);
    ByteArrayOutputStream decoded = new ByteArrayOutputStream(raw.length);
    for (int i = 0; i < raw.length; i++) {
      if (raw[i] == '%') {
        decoded.write(Character.digit(raw[i + 1], 16) << 4 | Character.digit(raw[i + 2], 16));
        i += 2;
      } else {
        decoded.write(raw[i] == '+' ? ' ' : raw[i]);
      }
    }
    return decoded.toString(StandardCharsets.UTF_8);
  }

  private static boolean isPlain(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '%' || c == '+' || c >= 0x80) {
        return false;
      }
    }
    return true;
  }
}
