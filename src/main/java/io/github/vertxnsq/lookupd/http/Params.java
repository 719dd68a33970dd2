package io.github.vertxnsq.lookupd.http;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The parameters of a query string, read as Go's {@code url.ParseQuery} reads them: {@code &}
 * separates, {@code +} is a space, what is given twice counts once, a {@code ;} or a broken escape
 * spoils everything.
 */
public final class Params {
  private static final Params NONE = new Params(Map.of());

  private final Map<String, String> values;

  private Params(Map<String, String> values) {
    this.values = values;
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
    Map<String, String> values = new HashMap<>(4);
    int from = 0;
    while (from <= query.length()) {
      int end = query.indexOf('&', from);
      end = end < 0 ? query.length() : end;
      if (end > from && !put(query.substring(from, end), values)) {
        return Optional.empty();
      }
      from = end + 1;
    }
    return Optional.of(new Params(values));
  }

  private static boolean put(String pair, Map<String, String> values) {
    int equals = pair.indexOf('=');
    String name = decode(equals < 0 ? pair : pair.substring(0, equals));
    String value = equals < 0 ? "" : decode(pair.substring(equals + 1));
    if (name == null || value == null) {
      return false;
    }
    values.putIfAbsent(name, value);
    return true;
  }

  /** The text without its escapes; null when it has a broken one, or a semicolon. */
  private static String decode(String text) {
    if (text.indexOf(';') >= 0) {
      return null;
    }
    if (isPlain(text)) {
      return text;
    }
    byte[] raw = text.getBytes(StandardCharsets.ISO_8859_1);
    ByteArrayOutputStream decoded = new ByteArrayOutputStream(raw.length);
    for (int i = 0; i < raw.length; i++) {
      if (raw[i] == '%') {
        int value = i + 2 < raw.length ? hexPair(raw[i + 1], raw[i + 2]) : -1;
        if (value < 0) {
          return null;
        }
        decoded.write(value);
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

  private static int hexPair(byte high, byte low) {
    int left = Character.digit(high, 16);
    int right = Character.digit(low, 16);
    return left < 0 || right < 0 ? -1 : left << 4 | right;
  }

  /** The parameter, possibly empty text; empty when it was not given. */
  public Optional<String> get(String name) {
    return Optional.ofNullable(values.get(name));
  }
}
