package io.github.vertxnsq.lookupd.http.console;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.function.Predicate;

/**
 * What a client says that it takes, or has. Reads each character of a header once, without regular
 * expressions: whoever sends a header may send the worst one.
 */
final class Accepted {
  private static final String WEAK = "W/";

  private Accepted() {}

  /** Whether it names HTML, as browsers do, and API clients do not. */
  static boolean html(HttpServerRequest request) {
    return anyElement(request, HttpHeaders.ACCEPT, it -> takes(it, "text/html"));
  }

  static boolean gzip(HttpServerRequest request) {
    return anyElement(request, HttpHeaders.ACCEPT_ENCODING, it -> takes(it, "gzip"));
  }

  /** Whether it has what carries this tag. */
  static boolean isKnown(HttpServerRequest request, String tag) {
    return anyElement(
        request,
        HttpHeaders.IF_NONE_MATCH,
        it ->
            it.equals("*") || (it.startsWith(WEAK) ? it.substring(WEAK.length()) : it).equals(tag));
  }

  private static boolean anyElement(
      HttpServerRequest request, CharSequence header, Predicate<String> fits) {
    for (String line : request.headers().getAll(header)) {
      if (anyPart(line, ',', fits)) {
        return true;
      }
    }
    return false;
  }

  /** Whether one of the parts fits that stand between the separators, without blanks around it. */
  private static boolean anyPart(String text, char separator, Predicate<String> fits) {
    int from = 0;
    while (from <= text.length()) {
      int end = text.indexOf(separator, from);
      int to = end < 0 ? text.length() : end;
      if (fits.test(text.substring(from, to).strip())) {
        return true;
      }
      from = to + 1;
    }
    return false;
  }

  /** Whether the element is about that, and does not give it the weight of nothing. */
  private static boolean takes(String element, String what) {
    int end = element.indexOf(';');
    String name = end < 0 ? element : element.substring(0, end).strip();
    return name.equalsIgnoreCase(what)
        && (end < 0 || !anyPart(element.substring(end + 1), ';', Accepted::isWeightOfNothing));
  }

  /** {@code q=0}, with any zeros behind a dot. */
  private static boolean isWeightOfNothing(String parameter) {
    int equals = parameter.indexOf('=');
    if (equals < 0 || !parameter.substring(0, equals).strip().equalsIgnoreCase("q")) {
      return false;
    }
    String weight = parameter.substring(equals + 1).strip();
    return weight.equals("0")
        || (weight.startsWith("0.") && weight.chars().skip(2).allMatch(digit -> digit == '0'));
  }
}
