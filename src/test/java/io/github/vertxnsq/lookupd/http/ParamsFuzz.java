package io.github.vertxnsq.lookupd.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.URLDecoder;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Any query string is read as Go reads it, with the JDK to decode what has no mistake. */
public final class ParamsFuzz {
  private static final Set<String> ASKED_FOR = Set.of("topic", "channel", "node");
  private static final Pattern BROKEN = Pattern.compile(";|%(?![0-9a-fA-F]{2})");
  private static final Pattern NOT_ASCII = Pattern.compile("[\u0080-\u00ff]");

  private ParamsFuzz() {}

  /** Fails on a query string that is not read as it should be. */
  public static void fuzzerTestOneInput(byte[] data) {
    String query = new String(data, ISO_8859_1); // one character a byte, as it comes from HTTP
    Optional<Params> params = Params.parse(query);
    assertEquals(BROKEN.matcher(query).find(), params.isEmpty());
    if (params.isPresent()) {
      Map<String, String> expected = decode(query);
      expected.forEach((name, value) -> assertEquals(Optional.of(value), params.get().get(name)));
      for (String name : ASKED_FOR) {
        assertEquals(Optional.ofNullable(expected.get(name)), params.get().get(name));
      }
    }
  }

  private static Map<String, String> decode(String query) {
    Map<String, String> values = new HashMap<>();
    String escaped =
        NOT_ASCII.matcher(query).replaceAll(c -> "%%%02x".formatted((int) c.group().charAt(0)));
    for (String pair : escaped.split("&", -1)) {
      if (!pair.isEmpty()) {
        String[] parts = pair.split("=", 2);
        values.putIfAbsent(
            URLDecoder.decode(parts[0], UTF_8),
            parts.length == 1 ? "" : URLDecoder.decode(parts[1], UTF_8));
      }
    }
    return values;
  }
}
