package io.github.vertxnsq.lookupd.http;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.util.AsciiString;
import java.util.HashMap;
import java.util.Map;

/**
 * Names of headers as Go spells them: each word begins with a capital letter, and has no other
 * ({@code X-Nsq-Content-Type}, {@code Etag}). Some clients compare them letter by letter.
 */
final class HeaderNames {
  /** Those that answers have often, by how Netty and Vert.x spell them. */
  private static final Map<AsciiString, AsciiString> KNOWN =
      known(
          AsciiString.of(Headers.X_NSQ_CONTENT_TYPE),
          HttpHeaderNames.ALLOW,
          HttpHeaderNames.CACHE_CONTROL,
          HttpHeaderNames.CONNECTION,
          HttpHeaderNames.CONTENT_ENCODING,
          HttpHeaderNames.CONTENT_LENGTH,
          HttpHeaderNames.CONTENT_TYPE,
          HttpHeaderNames.DATE,
          HttpHeaderNames.ETAG,
          HttpHeaderNames.LOCATION,
          HttpHeaderNames.RETRY_AFTER,
          HttpHeaderNames.TRANSFER_ENCODING,
          HttpHeaderNames.VARY,
          HttpHeaderNames.WWW_AUTHENTICATE);

  private HeaderNames() {}

  private static Map<AsciiString, AsciiString> known(AsciiString... names) {
    Map<AsciiString, AsciiString> known = new HashMap<>();
    for (AsciiString name : names) {
      known.put(name, spell(name));
    }
    return known;
  }

  /** Returns the same name in Go's spelling. */
  static AsciiString spelled(CharSequence name) {
    AsciiString known = name instanceof AsciiString text ? KNOWN.get(text) : null;
    return known == null ? spell(name) : known;
  }

  private static AsciiString spell(CharSequence name) {
    byte[] letters = new byte[name.length()];
    boolean isFirst = true;
    for (int i = 0; i < letters.length; i++) {
      char letter = name.charAt(i);
      letters[i] =
          AsciiString.c2b(
              isFirst ? Character.toUpperCase(letter) : AsciiString.toLowerCase(letter));
      isFirst = letter == '-';
    }
    return new AsciiString(letters, false);
  }
}
