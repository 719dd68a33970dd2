package io.github.vertxnsq.lookupd.http;

import io.vertx.core.buffer.Buffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Tells contents apart, as RFC 9110 has it in section 8.8.3. */
final class EntityTag {
  /** Of the digest: what is enough never to meet two contents alike. */
  private static final int BYTES = 16;

  /** One of a list; a weak one says no less to us. */
  private static final Pattern ONE = Pattern.compile("(?:W/)?(\"[^\"]*\")");

  private EntityTag() {}

  /** The strong tag of these bytes, with its quotes. */
  static String of(Buffer content) {
    return of(Bytes.slicesOf(content));
  }

  /** The same of all slices together. */
  static String of(Iterator<Buffer> slices) {
    MessageDigest digest = sha256();
    while (slices.hasNext()) {
      digest.update(slices.next().getBytes());
    }
    return '"' + HexFormat.of().formatHex(Arrays.copyOf(digest.digest(), BYTES)) + '"';
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible); // every JVM has it
    }
  }

  /** Whether {@code If-None-Match} names the tag; text that is no list of tags names none. */
  static boolean isNamedBy(String ifNoneMatch, String tag) {
    if (ifNoneMatch.strip().equals("*")) {
      return true;
    }
    Matcher each = ONE.matcher(ifNoneMatch);
    while (each.find()) {
      if (each.group(1).equals(tag)) {
        return true;
      }
    }
    return false;
  }
}
