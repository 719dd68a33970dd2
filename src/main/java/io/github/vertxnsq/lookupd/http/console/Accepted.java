package io.github.vertxnsq.lookupd.http.console;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What a client says that it takes, or has. */
final class Accepted {
  /** Weighted with nothing: the client does not want it. */
  private static final Pattern REFUSED = Pattern.compile(".*;\\s*q\\s*=\\s*0(\\.0*)?\\s*(;.*)?");

  private Accepted() {}

  /** Whether it names HTML, as browsers do, and API clients do not. */
  static boolean html(HttpServerRequest request) {
    return elements(request, HttpHeaders.ACCEPT).anyMatch(it -> takes(it, "text/html"));
  }

  static boolean gzip(HttpServerRequest request) {
    return elements(request, HttpHeaders.ACCEPT_ENCODING).anyMatch(it -> takes(it, "gzip"));
  }

  /** Whether it has what carries this tag. */
  static boolean isKnown(HttpServerRequest request, String tag) {
    return elements(request, HttpHeaders.IF_NONE_MATCH)
        .map(it -> it.startsWith("w/") ? it.substring(2) : it)
        .anyMatch(it -> it.equals("*") || it.equals(tag));
  }

  private static boolean takes(String element, String what) {
    return element.split(";", 2)[0].strip().equals(what) && !REFUSED.matcher(element).matches();
  }

  /** In lower case, as everything is that is compared here. */
  private static Stream<String> elements(HttpServerRequest request, CharSequence header) {
    return request.headers().getAll(header).stream()
        .flatMap(line -> Stream.of(line.toLowerCase(Locale.ROOT).split(",")))
        .map(String::strip);
  }
}
