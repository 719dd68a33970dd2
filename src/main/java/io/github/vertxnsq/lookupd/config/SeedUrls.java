package io.github.vertxnsq.lookupd.config;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Where running nsqlookupds answer over HTTP: {@code http://old-1:4161,http://old-2:4161}.
 *
 * @param urls each a scheme, a host and perhaps a port, without a slash at the end; empty for none
 */
public record SeedUrls(List<String> urls) {
  /** Hosts as in URLs; with the underscores that names of containers have. */
  private static final Pattern FORM =
      Pattern.compile(
          "(https?)://(\\[[0-9a-f:.]*:[0-9a-f:.]*\\]|[a-z0-9_.-]+)(?::([0-9]{1,5}))?/?",
          Pattern.CASE_INSENSITIVE);

  /** Keeps a copy. */
  public SeedUrls {
    urls = List.copyOf(urls);
  }

  /**
   * Reads a list.
   *
   * @param text URLs, divided by commas; blanks around them do not matter
   * @return the list, or empty if one of them has another form or more to it
   */
  static Optional<SeedUrls> parse(String text) {
    List<String> urls = parts(text).flatMap(part -> url(part).stream()).toList();
    return urls.size() == parts(text).count() ? Optional.of(new SeedUrls(urls)) : Optional.empty();
  }

  /** Returns the first part of a text that {@link #parse} has trouble with. */
  static String wrongPart(String text) {
    return parts(text).filter(part -> url(part).isEmpty()).findFirst().orElse(text);
  }

  private static Stream<String> parts(String text) {
    return text.isBlank() ? Stream.empty() : Stream.of(text.split(",", -1)).map(String::strip);
  }

  private static Optional<String> url(String part) {
    Matcher form = FORM.matcher(part);
    if (!form.matches()) {
      return Optional.empty();
    }
    String origin = form.group(1).toLowerCase(Locale.ROOT) + "://" + form.group(2);
    if (form.group(3) == null) {
      return Optional.of(origin);
    }
    int port = Integer.parseInt(form.group(3));
    return port > 0 && port <= HostAndPort.MAX_PORT
        ? Optional.of(origin + ":" + port)
        : Optional.empty();
  }

  /** Returns a text that {@link #parse} reads. */
  @Override
  public String toString() {
    return String.join(",", urls);
  }
}
