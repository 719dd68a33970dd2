package io.github.vertxnsq.lookupd.http;

import io.vertx.core.buffer.Buffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Iterator;

/** Tells contents apart, as RFC 9110 has it in section 8.8.3. */
final class EntityTag {
  /** Of the digest: what is enough never to meet two contents alike. */
  private static final int BYTES = 16;

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

  /**
   * Whether {@code If-None-Match} names the tag; text that is no list of tags names none. A weak
   * tag says no less to us than a strong one.
   */
  static boolean isNamedBy(String ifNoneMatch, String tag) {
    if (ifNoneMatch.strip().equals("*")) {
      return true;
    }
    int from = ifNoneMatch.indexOf('"');
    while (from >= 0) {
      int to = ifNoneMatch.indexOf('"', from + 1);
      if (to < 0) {
        return false;
      }
      if (to + 1 - from == tag.length() && ifNoneMatch.startsWith(tag, from)) {
        return true;
      }
      from = ifNoneMatch.indexOf('"', to + 1);
    }
    return false;
  }
}
